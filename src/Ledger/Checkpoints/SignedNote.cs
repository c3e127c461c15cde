namespace Cellwright.Ledger;

/// <summary>A text with signatures below it, as C2SP signed-note defines it (https://c2sp.org/signed-note@v1.0.0).</summary>
public sealed class SignedNote
{
    /// <summary>More is refused unread.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const int MaxSignatures = 16;
    private const string Dash = "— ";

    private readonly byte[] _text;
    private readonly IReadOnlyList<(string Name, byte[] Signature)> _signatures;

    private SignedNote(string text, byte[] bytes, IReadOnlyList<(string, byte[])> signatures) => (Text, _text, _signatures) = (text, bytes, signatures);

    /// <summary>The signed text, with its final newline. Worth nothing before <see cref="IsSignedBy"/> said yes.</summary>
    public string Text { get; }

    /// <summary>Names on the signature lines.</summary>
    public IEnumerable<string> Names => _signatures.Select(s => s.Name);

    /// <summary>Signs a text that ends with a newline.</summary>
    /// <exception cref="ArgumentException">The text does not fit a note.</exception>
    public static string Sign(string text, SiteKey key)
    {
        if (!text.EndsWith('\n') || HasControls(text)) throw new ArgumentException("The text of a note ends with a newline and has no other control characters.");
        byte[] signature = [.. key.Public.Id.Span, .. key.Sign(NoteText.Strict.GetBytes(text))];
        return $"{text}\n{Dash}{key.Origin} {Convert.ToBase64String(signature)}\n";
    }

    /// <summary>Reads a note strictly; its signatures are not checked yet.</summary>
    /// <exception cref="FormatException">It is not a signed note.</exception>
    public static SignedNote Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) throw new FormatException("The note is too large.");
        string note;
        try
        {
            note = NoteText.Strict.GetString(bytes);
        }
        catch (ArgumentException)
        {
            throw new FormatException("The note is not UTF-8.");
        }

        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !note.EndsWith('\n') || HasControls(note)) throw new FormatException("The note lacks the blank line before its signatures, or its last newline.");
        var lines = note[(split + 2)..].Split('\n')[..^1];
        if (lines.Length is 0 or > MaxSignatures) throw new FormatException($"A note has 1 to {MaxSignatures} signatures.");
        var text = note[..(split + 1)];
        return new SignedNote(text, NoteText.Strict.GetBytes(text), [.. lines.Select(ParseSignature)]);
    }

    /// <summary>True when a signature line names this key, whether or not the signature is right.</summary>
    public bool Bears(PublicKey key) => _signatures.Any(s => s.Signature.AsSpan(0, 4).SequenceEqual(key.Id.Span));

    /// <summary>True when this key signed the text under this name. Signatures of others are ignored, a wrong one of this key is not.</summary>
    public bool IsSignedBy(PublicKey key, string name)
    {
        var own = _signatures.Where(s => s.Name == name && s.Signature.AsSpan(0, 4).SequenceEqual(key.Id.Span)).ToArray();
        return own.Length > 0 && own.All(s => key.Verify(_text, s.Signature.AsSpan(4)));
    }

    /// <summary>True when nothing but one signature of this key stands below: the form that exports carry, in which no byte can be added.</summary>
    public bool IsSignedOnlyBy(PublicKey key, string name) => _signatures.Count == 1 && IsSignedBy(key, name);

    private static (string, byte[]) ParseSignature(string line)
    {
        var parts = line.Split(' ');
        if (!line.StartsWith(Dash, StringComparison.Ordinal) || parts.Length != 3 || !NoteText.IsKeyName(parts[1])) throw new FormatException("A signature line of the note is malformed.");
        if (!NoteText.TryBase64(parts[2], out var signature) || signature.Length < 5) throw new FormatException("A signature of the note is not strict base64.");
        return (parts[1], signature);
    }

    private static bool HasControls(string text) => text.Any(c => c < ' ' && c != '\n');
}
