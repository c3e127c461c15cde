using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Server.Record;

namespace Cellwright.Tests.Record;

/// <summary>What was done on paper while the server was down bears its mark in both copies of the record.</summary>
[Requirement("P211-100"), Requirement("A11-16")]
public sealed class LateEntriesInTheRecord
{
    private static readonly LateEntry Late = new("olga", "Olga Petersen", SampleBatch.Start.AddMinutes(10), "B-0042-P2", "The server was down", "viktor", "Viktor Brandt", new string('a', 64), "no downtime of the server is on record for that time");

    [Fact, Requirement("A11-8")]
    public async Task Are_marked_for_people_with_who_did_typed_and_compared_them()
    {
        var page = await PrintedPage.Of(OnPaper());
        var text = PrintedPage.Plain(page.Html);
        Assert.Contains("done on paper B-0042-P2, entered 2026-01-05 10:10:00 +01:00 by", text, StringComparison.Ordinal);
        Assert.Contains("compared by Viktor Brandt (viktor); ▲ no downtime of the server is on record for that time", text, StringComparison.Ordinal);
        Assert.Contains("Late entries: done on paper while the server was down", text, StringComparison.Ordinal);
        Assert.Contains("2026-01-05 08:10:00 +01:00", text, StringComparison.Ordinal);
        Assert.Contains("No late entries: everything was recorded as it happened.", PrintedPage.Plain((await PrintedPage.Of(SampleBatch.Complete())).Html), StringComparison.Ordinal);
    }

    [Fact]
    public void Are_marked_for_machines()
    {
        using var json = JsonDocument.Parse(RecordJson.Write(OnPaper().Record));
        var step = json.RootElement.GetProperty("steps")[0];
        Assert.Equal("olga", step.GetProperty("startedBy").GetString());
        Assert.Equal(SampleBatch.Start.AddMinutes(10), step.GetProperty("startedAt").GetDateTimeOffset());
        foreach (var late in new[] { step.GetProperty("startedLate"), step.GetProperty("done")[0].GetProperty("late") })
            Assert.Equal(("sofia", "B-0042-P2", "viktor"), (late.GetProperty("enteredBy").GetString(), late.GetProperty("claim").GetProperty("pack").GetString(), late.GetProperty("claim").GetProperty("verifier").GetString()));
        Assert.Equal("B-0042-P2", json.RootElement.GetProperty("paperPacks")[0].GetProperty("number").GetString());
    }

    private static SampleBatch OnPaper() => new SampleBatch().Site().Ordered()
        .Batch("olga", 5, new PackPrinted("B-0042-P2", 2, 1))
        .Batch("sofia", 130, new StepStarted("S1") { Late = Late }, new Confirmed("S1", "point-1", "No material of another batch is in the room.", true) { Late = Late });
}
