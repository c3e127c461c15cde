using System.Text.RegularExpressions;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Record;

/// <summary>What was recorded stays readable, and what was signed is no longer signed.</summary>
public sealed class CorrectingAfterwards
{
    [Fact, Requirement("P11-10e2", "A11-8")]
    public async Task Leaves_every_earlier_value_readable_in_order_with_the_reason()
    {
        var batch = SampleBatch.Complete();
        for (var k = 1; k <= 4; k++)
            batch.Batch("olga", 1600 + k, SampleBatch.Value("S4", "viable-cell-density", 1.25e6 + (k * 1000), "/mL", ValueSource.Hand, 15, awaits: true, reason: $"correction number {k}", supersedes: 1.25e6 + ((k - 1) * 1000)));
        var rows = (await PrintedPage.Of(batch)).Values.Where(value => value.Key.StartsWith("S4/viable-cell-density/", StringComparison.Ordinal)).ToList();

        Assert.Equal(["1500000", "1250000", "1251000", "1252000", "1253000", "1254000"], rows.Select(row => Regex.Match(row.Row, "<data value=\"([^\"]+)\"").Groups[1].Value));
        Assert.Equal([true, true, true, true, true, false], rows.Select(row => row.Row.Contains("<del>", StringComparison.Ordinal)));
        Assert.All(rows.Skip(1), row => Assert.Contains("changed after entry", row.Row));
        Assert.All(rows.Skip(2).Select((row, index) => (row.Row, index)), row => Assert.Contains($"correction number {row.index + 1}", row.Row));
    }

    [Fact, Requirement("P11-70", "A11-8", "A11-14")]
    public async Task Shows_the_step_as_amended_and_unsigned_until_it_is_signed_again()
    {
        var signed = await PrintedPage.Of(SampleBatch.Complete());
        Assert.DoesNotContain("amended", signed.Step("S6"));

        var corrected = SampleBatch.Complete().CorrectedAfterSigning();
        var amended = (await PrintedPage.Of(corrected)).Step("S6");
        Assert.Contains("amended and unsigned", amended);
        Assert.Contains("lapsed: what it covered was changed afterwards", amended);

        var again = (await PrintedPage.Of(corrected.Batch("olga", 1610, new StepSigned("S6", "olga", "Olga Weber", "responsibility", SampleBatch.Hash("again"))))).Step("S6");
        Assert.Contains("amended, signed again", again);
        Assert.Contains("lapsed: what it covered was changed afterwards", again);
    }

    [Fact, Requirement("P11-50a", "P11-50b", "A11-14")]
    public async Task Prints_name_date_time_and_meaning_with_each_signature()
    {
        var step = PrintedPage.Plain((await PrintedPage.Of(SampleBatch.Complete())).Step("S6"));
        Assert.Contains("Olga Weber olga responsibility 2026-01-06 08:46:00 +01:00 " + SampleBatch.Hash("S6"), step);
        Assert.Contains("Viktor Brandt viktor verification of viability 2026-01-06 08:44:00 +01:00 " + SampleBatch.Hash("S6/viability"), step);
    }

    [Fact, Requirement("P11-50a")]
    public async Task Prints_the_approvals_of_the_master_record_and_the_decision_on_a_deviation()
    {
        var page = await PrintedPage.Of(SampleBatch.Complete());
        Assert.Contains("Quirin Ahrens (quirin), approval, 2026-01-04 03:40:00 +01:00".Replace(" (", " (", StringComparison.Ordinal), page.Text.Replace(" ,", ",", StringComparison.Ordinal));
        Assert.Contains("29 minutes above 38 °C; viability is tested at harvest. Quirin Ahrens quirin approval 2026-01-05 14:00:00 +01:00", PrintedPage.Plain(page.Html[page.Html.IndexOf("id=\"deviation-", StringComparison.Ordinal)..]));
    }
}
