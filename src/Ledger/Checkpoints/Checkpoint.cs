using System.Globalization;
using System.Text;

namespace Cellwright.Ledger;

/// <summary>The head of the tree at one size, as C2SP tlog-checkpoint writes it (https://c2sp.org/tlog-checkpoint).</summary>
/// <param name="Origin">The log that it speaks of.</param>
/// <param name="Size">Leaves of the tree.</param>
/// <param name="Root">Head of the tree.</param>
public sealed record Checkpoint(string Origin, long Size, TreeHash Root)
{
    /// <summary>The signed note, with the site's origin.</summary>
    public static string Sign(long size, TreeHash root, SiteKey key) => SignedNote.Sign(new Checkpoint(key.Origin, size, root).ToText(), key);

    /// <summary>Reads the text of a note strictly. Extension lines, which nobody could audit, are refused.</summary>
    /// <exception cref="FormatException">It is not a checkpoint.</exception>
    public static Checkpoint Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length != 4 || lines[0].Length == 0 || lines[3].Length != 0) throw new FormatException("A checkpoint has three lines: origin, size and root.");
        if (!NoteText.TryNumber(lines[1], out var size)) throw new FormatException("The size of a checkpoint is a decimal number without leading zeros.");
        if (!NoteText.TryBase64(lines[2], out var root) || root.Length != TreeHash.Size) throw new FormatException("The root of a checkpoint is 32 bytes in strict base64.");
        return new Checkpoint(lines[0], size, new TreeHash(root));
    }

    /// <summary>Reads a checkpoint that this key signed in the name of its origin.</summary>
    /// <exception cref="FormatException">It is malformed or not signed so.</exception>
    public static Checkpoint Open(ReadOnlySpan<byte> note, PublicKey key)
    {
        var signed = SignedNote.Parse(note);
        var checkpoint = Parse(signed.Text);
        return signed.IsSignedBy(key, checkpoint.Origin) ? checkpoint : throw new FormatException("The checkpoint is not signed with the site's key.");
    }

    /// <summary>What keeps a site from going on behind this checkpoint: that another site signed it, or this one with another key. Null where neither is so, or where it is damaged, which the check of the record finds.</summary>
    public static string? Foreign(string note, SiteKey key)
    {
        try
        {
            var signed = SignedNote.Parse(Encoding.UTF8.GetBytes(note));
            var origin = Parse(signed.Text).Origin;
            if (origin != key.Origin) return $"The record belongs to {origin}, and this server was started as {key.Origin}. Start it with --site {origin[(origin.IndexOf('/', StringComparison.Ordinal) + 1)..]}.";
            return signed.Bears(key.Public) ? null : $"The record of {origin} was signed with another key than this server's. Put the site's key into the directory key of its data, from the backup or from the site's other server, and start it again.";
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The text that is signed.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root}\n");
}
