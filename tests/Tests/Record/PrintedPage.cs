using System.Net;
using System.Text.RegularExpressions;
using Cellwright.Server.Record;

namespace Cellwright.Tests.Record;

/// <summary>The copy for people, read as a person or a browser reads it.</summary>
internal sealed partial class PrintedPage(string html)
{
    public static readonly RecordProof Proof = new("cellwright/test", 120, "cm9vdA==", "cellwright/test\n120\ncm9vdA==\n\n— cellwright/test c2ln\n", new string('a', 64));

    public string Html => html;

    /// <summary>What stands on the page, tags removed, white space as one blank.</summary>
    public string Text => Plain(Body);

    /// <summary>The page without its head.</summary>
    public string Body => html[html.IndexOf("<body>", StringComparison.Ordinal)..];

    public static async Task<PrintedPage> Of(SampleBatch batch) =>
        new(HtmlRecord.Write(batch.Record, await StepTrend.AllAsync(batch.Record, SampleBatch.Readings), Proof));

    /// <summary>Rows of recorded values, by <c>step/parameter/ordinal</c>, in the order of the page.</summary>
    public IReadOnlyList<(string Key, string Row)> Values =>
        [.. ValueRow().Matches(html).Select(row => (WebUtility.HtmlDecode(row.Groups[1].Value), row.Groups[2].Value))];

    /// <summary>A section by its id, as markup.</summary>
    public string Section(string id) => Part($"<section id=\"{id}\"", "</section>");

    /// <summary>A step by its key, as markup.</summary>
    public string Step(string key) => Part($"<article class=\"step\" id=\"step-{key}\"", "</article>");

    /// <summary>Text of a piece of markup.</summary>
    public static string Plain(string markup) => Blanks().Replace(WebUtility.HtmlDecode(Tag().Replace(markup, " ")), " ").Trim();

    private string Part(string from, string to)
    {
        var start = html.IndexOf(from, StringComparison.Ordinal);
        Assert.True(start >= 0, $"The page has no {from}.");
        return html[start..html.IndexOf(to, start, StringComparison.Ordinal)];
    }

    [GeneratedRegex("<tbody class=\"value[^\"]*\" data-value=\"([^\"]+)\">(.*?)</tbody>", RegexOptions.Singleline)]
    private static partial Regex ValueRow();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
