using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Cellwright.Server.Record;

/// <summary>The frame of what is printed: one HTML file that needs nothing else and runs nothing, for the screen and for A4 paper. Pure.</summary>
internal static class PrintedPage
{
    private static readonly ConcurrentDictionary<string, string> Styles = new(StringComparer.Ordinal);

    /// <summary>What stands in the margins of every sheet; the number of the sheet stands at the bottom right.</summary>
    public sealed record Margins(string TopLeft, string TopRight, string BottomLeft);

    /// <summary>The file.</summary>
    /// <param name="title">Title of the page.</param>
    /// <param name="style">Name of the embedded style sheet.</param>
    /// <param name="margins">What stands on every sheet.</param>
    /// <param name="cover">What stands before all else.</param>
    /// <param name="main">The rest.</param>
    public static string Of(string title, string style, Margins margins, Html cover, Html main) => Of(title, Html.Of($"""

        {new Html(Styles.GetOrAdd(style, Read))}{InTheMargins(margins)}
        """), Html.Of($"""
        {cover}
        <main>
        {main}
        </main>
        """));

    /// <summary>The file, with a style and a body of its own.</summary>
    /// <param name="title">Title of the page.</param>
    /// <param name="style">Rules of its style.</param>
    /// <param name="body">What it shows.</param>
    public static string Of(string title, Html style, Html body) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title}</title>
        <style>{style}</style>
        </head>
        <body>
        {body}
        </body>
        </html>

        """).Markup;

    private static Html InTheMargins(Margins margins) => new($$"""
        @page {
          @top-left { content: {{CssText(margins.TopLeft)}}; }
          @top-right { content: {{CssText(margins.TopRight)}}; }
          @bottom-left { content: {{CssText(margins.BottomLeft)}}; }
          @bottom-right { content: "page " counter(page) " of " counter(pages); }
        }

        """);

    // Letters and digits as they are, all else by number: nothing recorded can end the text or the style sheet.
    private static string CssText(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) && rune.IsAscii || rune.Value == ' ') quoted.Append(rune.ToString());
            else quoted.Append(CultureInfo.InvariantCulture, $"\\{rune.Value:X6} "); // the blank ends the number, and is not shown
        }

        return quoted.Append('"').ToString();
    }

    private static string Read(string style)
    {
        using var file = new StreamReader(typeof(PrintedPage).Assembly.GetManifestResourceStream(style)!);
        return file.ReadToEnd();
    }
}
