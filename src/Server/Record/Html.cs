using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Cellwright.Server.Record;

/// <summary>Text that is HTML already. Everything else that is put between literals is escaped: nothing recorded can become markup.</summary>
internal readonly record struct Html(string Markup)
{
    /// <summary>Nothing.</summary>
    public static Html None { get; } = new("");

    /// <summary>Literals as they stand, values between them escaped.</summary>
    public static Html Of(HtmlText text) => new(text.ToString());

    /// <summary>One after the other.</summary>
    public static Html All(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.Markup)));

    /// <summary>One after the other, with a literal between them.</summary>
    public static Html Join(string between, IEnumerable<Html> parts) => new(string.Join(between, parts.Select(part => part.Markup)));

    /// <summary>Escaped; characters that would be invisible or turn the direction of reading are spelled out.</summary>
    public static string Escape(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 && text.AsSpan().IndexOfAny("&<>\"'") < 0) return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': escaped.Append("&amp;"); break;
                case '<': escaped.Append("&lt;"); break;
                case '>': escaped.Append("&gt;"); break;
                case '"': escaped.Append("&quot;"); break;
                case '\'': escaped.Append("&#39;"); break;
                default:
                    if (IsHidden(rune)) escaped.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]");
                    else escaped.Append(rune.ToString());
                    break;
            }
        }

        return escaped.ToString();
    }

    /// <inheritdoc />
    public override string ToString() => Markup;

    private static bool IsHidden(Rune rune) => rune.Value is not ('\n' or '\t') && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned;
}

/// <summary>Builds <see cref="Html"/> from an interpolated string: what stands in braces is escaped unless it is <see cref="Html"/> itself.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlText
{
    private readonly StringBuilder text;

    public HtmlText(int literalLength, int formattedCount) => text = new StringBuilder(literalLength + (formattedCount * 16));

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted(Html html) => text.Append(html.Markup);

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (var part in parts) text.Append(part.Markup);
    }

    public void AppendFormatted(string? value) => text.Append(Html.Escape(value));

    public void AppendFormatted(long value) => text.Append(value.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => text.ToString();
}
