using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cellwright.Domain.Basics;

/// <summary>The text that is put before a person who signs. Its lines end with LF on every machine, because the signature binds the hash of its bytes.</summary>
public static class SignedText
{
    /// <summary>SHA-256 of the UTF-8 text, lower-case hex.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The lines, each ended with LF.</summary>
    public static string Of(params IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    /// <summary>
    /// Free text within a line: control characters, line breaks and marks that turn the direction of writing are spelled out (<c>\u000A</c>),
    /// so that what somebody typed cannot look like a line of the statement.
    /// </summary>
    public static string Free(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter == '\\') safe.Append(@"\\");
            else if (IsHidden(letter)) safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}");
            else safe.Append(letter);
        }

        return safe.ToString();
    }

    private static bool IsHidden(char letter) => char.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
