using Cellwright.Server.Record;

namespace Cellwright.Tests.Record;

public sealed class PrintingABatch
{
    private static readonly RecordProof Proof = new("cellwright/test", 120, "cm9vdA==", "note\n", new string('a', 64));

    private static async Task<string> Printed(SampleBatch batch) =>
        HtmlRecord.Write(batch.Record, await StepTrend.AllAsync(batch.Record, SampleBatch.Readings), Proof);

    [Fact]
    public async Task Gives_the_same_bytes_for_the_same_entries_in_any_order()
    {
        var batch = SampleBatch.Complete();
        var shuffled = ExecutedRecord.Of(SampleBatch.Id, batch.Entries.Reverse());
        var again = HtmlRecord.Write(shuffled, await StepTrend.AllAsync(shuffled, SampleBatch.Readings), Proof);
        var printed = await Printed(batch);
        if (Environment.GetEnvironmentVariable("CELLWRIGHT_KEEP_RECORD") is { } path) await File.WriteAllTextAsync(path, printed, TestContext.Current.CancellationToken);
        Assert.Equal(printed, again);
    }
}
