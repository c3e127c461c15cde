using System.Buffers.Text;
using System.Text;

namespace Cellwright.Ledger;

/// <summary>The rules of text in signed notes (C2SP signed-note) that .NET's own parsers are too kind about.</summary>
internal static class NoteText
{
    public static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static bool IsKeyName(string name) => name.Length > 0 && !name.Contains('+') && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    /// <summary>Standard base64 with its padding, in the one spelling of its bytes; .NET would also take blanks and stray bits.</summary>
    public static bool TryBase64(string text, out byte[] bytes)
    {
        bytes = [];
        if (!Base64.IsValid(text)) return false;
        bytes = Convert.FromBase64String(text);
        return Convert.ToBase64String(bytes) == text;
    }

    /// <summary>A whole number without sign and leading zeros.</summary>
    public static bool TryNumber(string text, out long number) =>
        long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number)
        && number.ToString(System.Globalization.CultureInfo.InvariantCulture) == text;
}
