using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Record;

namespace Cellwright.Tests.Record;

public sealed class PrintingABatch
{
    [Fact]
    public async Task Gives_the_same_bytes_for_the_same_entries_in_any_order()
    {
        var batch = SampleBatch.Complete();
        var shuffled = ExecutedRecord.Of(SampleBatch.Id, batch.Entries.Reverse());
        var again = HtmlRecord.Write(shuffled, await StepTrend.AllAsync(shuffled, SampleBatch.Readings), PrintedPage.Proof);
        Assert.Equal((await PrintedPage.Of(batch)).Html, again);
        Assert.Equal(RecordJson.Write(batch.Record), RecordJson.Write(shuffled));
    }

    [Fact]
    public async Task Needs_nothing_but_itself()
    {
        var page = await PrintedPage.Of(SampleBatch.Complete());
        Assert.DoesNotMatch("<(script|link|img|iframe|object|embed|base)\\b", page.Html);
        Assert.DoesNotMatch("(src|href|action)=\"(?!#)", page.Html);
        Assert.DoesNotMatch("url\\(|@import", page.Html);
        Assert.Contains("default-src 'none'", page.Html);
    }

    [Fact]
    public async Task Is_readable_by_a_screen_reader()
    {
        var page = await PrintedPage.Of(SampleBatch.Complete());
        Assert.Contains("<html lang=\"en\">", page.Html);
        Assert.Single(Regex.Matches(page.Body, "<h1"));
        foreach (Match table in Regex.Matches(page.Body, "<table.*?</table>", RegexOptions.Singleline))
        {
            Assert.Contains("<caption", table.Value);
            Assert.Contains("scope=", table.Value);
        }

        foreach (Match picture in Regex.Matches(page.Body, "<svg[^>]*>")) Assert.Matches("role=\"img\" aria-label=\"[^\"]+\"", picture.Value);
        var ids = Regex.Matches(page.Body, " id=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(Regex.Matches(page.Body, "href=\"#([^\"]+)\"").Select(match => match.Groups[1].Value), target => Assert.Contains(target, ids));
    }

    [Fact]
    public async Task Runs_batch_and_state_at_the_head_of_every_page()
    {
        var batch = SampleBatch.Complete();
        var page = await PrintedPage.Of(batch);
        Assert.Contains("size: A4", page.Html);
        Assert.Contains("counter(page) \" of \" counter(pages)", page.Html);
        Assert.Contains("@top-left { content: \"Batch record B\\00002D 0042", page.Html);
        Assert.Contains("state of the record ", page.Html);
        Assert.NotEqual(batch.Record.Hash, batch.CorrectedAfterSigning().Record.Hash);
    }

    [Fact]
    public async Task Says_that_an_example_is_one()
    {
        Assert.Contains("class=\"banner\"", (await PrintedPage.Of(SampleBatch.Complete())).Body);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("'</style><svg onload=alert(1)>")]
    [InlineData("&lt;b&gt; && </td></tr></table>")]
    [InlineData("a\u202Egnirts desrever\u202C\u0000\u0007\uFEFF")]
    [InlineData("\"; } body { display: none } @top-left { content: \"")]
    public async Task Never_takes_what_was_recorded_for_markup(string hostile)
    {
        var text = SampleRecipe.Text;
        var batch = new SampleBatch()
            .Add("person/olga", "system", -10, new PersonRegistered("olga", hostile, [Role.Operator]))
            .Batch("sofia", -5, new BatchOrdered(SampleBatch.Id, RecipeReader.HashOf(text), text, hostile, hostile), new BatchStarted())
            .Batch("olga", 0, new StepStarted("S1"), new Confirmed("S1", hostile, hostile, true))
            .Batch("olga", 1, new EntryVerified("S1", hostile, false, hostile, hostile, hostile), new StepSigned("S1", hostile, hostile, hostile, hostile))
            .Batch("olga", 2, SampleBatch.Value("S1", hostile, 1, hostile, Domain.Execution.ValueSource.Fallback, 2, reason: hostile, computation: hostile, equipment: hostile, readings: [hostile]))
            .Batch("olga", 3, new BatchPaused(hostile), new FlowDecided("n", 0, hostile));
        var page = await PrintedPage.Of(batch);
        Assert.DoesNotMatch("<(script|img)", page.Html);
        Assert.DoesNotMatch("<svg[^>]*onload", page.Html);
        Assert.DoesNotMatch("[\u202A-\u202E\u2066-\u2069\u0000\u0007\uFEFF]", page.Html);
        Assert.Equal(1, Regex.Count(page.Html, "</style>"));
        Assert.Equal(1, Regex.Count(page.Html[..page.Html.IndexOf("</style>", StringComparison.Ordinal)], "@top-left"));
        Assert.Equal(Regex.Count(page.Body, "<table"), Regex.Count(page.Body, "</table>"));
        if (!hostile.Contains('\u202E', StringComparison.Ordinal)) Assert.Contains(PrintedPage.Plain(WebUtility(hostile)), page.Text);
        else Assert.Contains("a[U+202E]gnirts desrever[U+202C][U+0000]", page.Text);

        static string WebUtility(string text) => System.Net.WebUtility.HtmlEncode(text);
    }

    [Fact]
    public async Task Draws_the_readings_with_their_limits_in_the_sites_time()
    {
        var step = (await PrintedPage.Of(SampleBatch.Complete())).Step("S5");
        Assert.Contains("class=\"proven-limit\"", step);
        Assert.Contains("class=\"nor-limit\"", step);
        Assert.Contains("class=\"line historical\"", step);
        Assert.Contains("class=\"recorded\"", step);
        Assert.Contains("times at UTC+01:00", step);
        Assert.Contains("watched during the step", step);
    }

    [Fact]
    public async Task Says_what_did_not_happen()
    {
        var quiet = new SampleBatch().Site().Ordered().Batch("olga", 0, new StepStarted("S1"));
        var text = (await PrintedPage.Of(quiet)).Text;
        foreach (var sentence in new[] { "No deviations.", "No fallbacks", "No value was changed after entry.", "No watched value left its range.", "not reached yet" })
            Assert.Contains(sentence, text);
        Assert.Contains("this record is not finished", text);
    }

    [Fact]
    public void Refuses_entries_without_a_batch() =>
        Assert.Throws<ArgumentException>(() => HtmlRecord.Write(ExecutedRecord.Of("B-9", []), [], null));

    [Fact]
    public async Task Prints_to_a_pdf_where_chromium_is_installed()
    {
        if (PdfPrinter.Browser is null) Assert.Skip("no Chromium is installed");
        var (pdf, reason) = await PdfPrinter.PrintAsync((await PrintedPage.Of(SampleBatch.Complete())).Html, TestContext.Current.CancellationToken);
        Assert.Null(reason);
        Assert.StartsWith("%PDF-", System.Text.Encoding.ASCII.GetString(pdf!, 0, 8));
    }
}
