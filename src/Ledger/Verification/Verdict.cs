namespace Cellwright.Ledger;

/// <summary>What checking an export found.</summary>
/// <param name="Sentence">For people.</param>
public abstract record Verdict(string Sentence)
{
    /// <summary>0 intact, 2 damaged, 1 could not be read.</summary>
    public abstract int ExitCode { get; }
}

/// <summary>Every byte of the export is as the site signed it.</summary>
/// <param name="Manifest">What is inside.</param>
/// <param name="Key">The key that the signatures were checked with.</param>
/// <param name="OriginProven">True when that key came from the auditor; false when it came with the export, which proves consistency only.</param>
/// <param name="Sentence">For people.</param>
public sealed record Intact(ExportManifest Manifest, PublicKey Key, bool OriginProven, string Sentence) : Verdict(Sentence)
{
    /// <inheritdoc />
    public override int ExitCode => 0;
}

/// <summary>Something is not as the site signed it.</summary>
/// <param name="FirstBad">The first bad entry, where entries are bad.</param>
/// <param name="File">The bad file inside the export.</param>
/// <param name="What">What is wrong, in a sentence.</param>
public sealed record Damaged(BadEntry? FirstBad, string File, string What) : Verdict($"{What} Do not rely on this export: ask the site for it again, and tell the site what was found.")
{
    /// <inheritdoc />
    public override int ExitCode => 2;
}

/// <summary>This is no export, or it cannot be read.</summary>
/// <param name="Sentence">For people.</param>
public sealed record Unreadable(string Sentence) : Verdict(Sentence)
{
    /// <inheritdoc />
    public override int ExitCode => 1;
}

/// <summary>Which entry is bad. The texts are read from the bad bytes, as far as they can be.</summary>
/// <param name="Index">Place in the global order, as signed.</param>
/// <param name="Stream">Its stream; empty where it cannot be read.</param>
/// <param name="Version">Place in its stream; 0 where it cannot be read.</param>
/// <param name="Type">Its event type; empty where it cannot be read.</param>
public sealed record BadEntry(long Index, string Stream, long Version, string Type)
{
    /// <inheritdoc />
    public override string ToString() => Stream.Length == 0 ? $"Entry {Index}" : $"Entry {Index} ({Stream}, version {Version}, {Type})";
}
