using System.Globalization;
using System.Text;

namespace Cellwright.Server.Record;

/// <summary>
/// The executed batch record for people: one HTML file that needs nothing else, for the screen and for A4 paper.
/// Pure: the same entries and readings give the same bytes.
/// </summary>
public static class HtmlRecord
{
    private static readonly Lazy<string> Style = new(() =>
    {
        using var file = new StreamReader(typeof(HtmlRecord).Assembly.GetManifestResourceStream("record.css")!);
        return file.ReadToEnd();
    });

    /// <summary>Writes the record.</summary>
    /// <param name="record">What the entries say.</param>
    /// <param name="trends">Readings behind the steps, see <see cref="StepTrend.AllAsync"/>; may be empty.</param>
    /// <param name="proof">The checkpoint that covers the entries, or null for a copy without proof.</param>
    /// <exception cref="ArgumentException">The entries hold no such batch.</exception>
    public static string Write(ExecutedRecord record, IReadOnlyList<StepTrend> trends, RecordProof? proof)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Batch.Recipe is null) throw new ArgumentException("The entries hold no ordered batch.", nameof(record));
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Batch record {record.Batch.Id}</title>
            <style>
            {new Html(Style.Value)}{RunningHeads(record)}</style>
            </head>
            <body>
            {Cover.Of(record)}
            <main>
            {Summary.Of(record)}
            {EquipmentUsed.Of(record)}
            {MaterialsUsed.Of(record)}
            {Extracts.LineClearance(record)}
            {Extracts.Yields(record)}
            {Extracts.Samples(record)}
            {Extracts.Decisions(record)}
            {StepsPerformed.Of(record, trends)}
            {DeviationReports.Of(record)}
            {ReviewAndRelease.Of(record)}
            {AuditTrail.Of(record)}
            {Closing.Master(record)}
            {Closing.Proof(record, proof)}
            </main>
            </body>
            </html>

            """).Markup;
    }

    private static Html RunningHeads(ExecutedRecord record) => new($$"""
        @page {
          @top-left { content: {{CssText($"Batch record {record.Batch.Id}, order {record.Batch.OrderNumber}")}}; }
          @top-right { content: {{CssText($"master {record.Recipe.Name} {record.Recipe.Hash[..Math.Min(16, record.Recipe.Hash.Length)]}…")}}; }
          @bottom-left { content: {{CssText($"state of the record {record.Hash}")}}; }
          @bottom-right { content: "page " counter(page) " of " counter(pages); }
        }

        """);

    // Letters and digits as they are, all else by number: nothing recorded can end the text or the style sheet.
    internal static string CssText(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) && rune.IsAscii || rune.Value == ' ') quoted.Append(rune.ToString());
            else quoted.Append(CultureInfo.InvariantCulture, $"\\{rune.Value:X6} "); // the blank ends the number, and is not shown
        }

        return quoted.Append('"').ToString();
    }
}
