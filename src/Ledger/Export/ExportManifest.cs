using System.Globalization;
using System.Text;

namespace Cellwright.Ledger;

/// <summary>A file of an export as its signed manifest describes it.</summary>
/// <param name="Name">Its path in the container.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Crc">Its ZIP checksum, so that a reader need not compute it to check the ZIP header.</param>
/// <param name="Sha256">SHA-256 in hexadecimal. For <see cref="ExportManifest.EntriesFile"/> the Merkle tree speaks and a reader need not compute it.</param>
public sealed record ManifestFile(string Name, long Length, uint Crc, string Sha256);

/// <summary>
/// What an export says about itself, on lines of text below which the site signs (a C2SP signed note; its first lines can never be taken for a checkpoint).
/// </summary>
/// <param name="Origin">The log, <c>cellwright/&lt;site&gt;</c>.</param>
/// <param name="Subject">What it is about, e.g. <c>batch/B-0001</c>.</param>
/// <param name="Made">When it was made, with UTC offset.</param>
/// <param name="Tree">Size and root of the tree, as in the checkpoint.</param>
/// <param name="Entries">Entries inside.</param>
/// <param name="Streams">Streams inside, each whole: name and number of entries, sorted by bytes of the name.</param>
/// <param name="Files">All files but checkpoint, key and manifest, in their order.</param>
public sealed record ExportManifest(
    string Origin,
    string Subject,
    DateTimeOffset Made,
    (long Size, TreeHash Root) Tree,
    long Entries,
    IReadOnlyList<(string Name, long Entries)> Streams,
    IReadOnlyList<ManifestFile> Files)
{
    /// <summary>Entries: index (8 bytes), length (4), bytes, for each in rising order; big-endian.</summary>
    public const string EntriesFile = "entries.bin";

    /// <summary>For each entry its index (8 bytes), length (4) and leaf hash (32), so that a damaged entry can be named.</summary>
    public const string ContentsFile = "contents.bin";

    /// <summary>The hashes of the <see cref="BatchProof"/>.</summary>
    public const string ProofFile = "proof.bin";

    /// <summary>The signed checkpoint.</summary>
    public const string CheckpointFile = "checkpoint.txt";

    /// <summary>The site's public key.</summary>
    public const string KeyFile = "key.pem";

    /// <summary>The signed manifest.</summary>
    public const string ManifestFile = "manifest.txt";

    private const string Format = "cellwright-export/1";

    /// <summary>True when every entry of the log is inside.</summary>
    public bool IsWholeLedger => Entries == Tree.Size;

    /// <summary>The text to be signed.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Line($"{Format}");
        Line($"origin {Origin}");
        Line($"subject {Subject}");
        Line($"made {Made:O}");
        Line($"tree {Tree.Size} {Tree.Root}");
        Line($"entries {Entries}");
        foreach (var (name, entries) in Streams) Line($"stream {entries} {name}");
        foreach (var file in Files) Line($"file {file.Length} {file.Crc:x8} {file.Sha256} {file.Name}");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>Reads strictly: only what <see cref="ToText"/> writes.</summary>
    /// <exception cref="FormatException">It is not such a text.</exception>
    public static ExportManifest Parse(string text)
    {
        var lines = new Queue<string>(text.Split('\n'));
        if (lines.Dequeue() != Format) throw new FormatException("The manifest is of another format.");
        var origin = Next("origin ");
        var subject = Next("subject ");
        if (!DateTimeOffset.TryParseExact(Next("made "), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var made)) throw new FormatException("The time of the manifest is malformed.");
        var tree = Next("tree ").Split(' ', 2);
        if (tree.Length != 2 || !NoteText.TryBase64(tree[1], out var root) || root.Length != TreeHash.Size) throw new FormatException("The tree of the manifest is malformed.");
        var entries = Number(Next("entries "));
        var streams = new List<(string, long)>();
        while (lines.TryPeek(out var line) && line.StartsWith("stream ", StringComparison.Ordinal))
        {
            var parts = lines.Dequeue().Split(' ', 3);
            if (parts.Length != 3) throw new FormatException("A stream of the manifest is malformed.");
            streams.Add((parts[2], Number(parts[1])));
        }

        var files = new List<ManifestFile>();
        while (lines.TryPeek(out var line) && line.StartsWith("file ", StringComparison.Ordinal))
        {
            var parts = lines.Dequeue().Split(' ', 5);
            if (parts.Length != 5 || !uint.TryParse(parts[2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var crc)) throw new FormatException("A file of the manifest is malformed.");
            files.Add(new ManifestFile(parts[4], Number(parts[1]), crc, parts[3]));
        }

        var manifest = new ExportManifest(origin, subject, made, (Number(tree[0]), new TreeHash(root)), entries, streams, files);
        return manifest.ToText() == text ? manifest : throw new FormatException("The manifest is not in its one form.");

        string Next(string name) => lines.TryDequeue(out var line) && line.StartsWith(name, StringComparison.Ordinal)
            ? line[name.Length..]
            : throw new FormatException($"The manifest lacks its line '{name.TrimEnd()}'.");

        static long Number(string digits) => NoteText.TryNumber(digits, out var number) ? number : throw new FormatException("A number of the manifest is malformed.");
    }
}
