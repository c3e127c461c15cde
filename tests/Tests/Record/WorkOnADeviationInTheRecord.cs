using Cellwright.Domain.Deviations;

namespace Cellwright.Tests.Record;

/// <summary>The work on a deviation stands in the record: actions, whether they have worked, and who signed that (11.10(b), 211.192).</summary>
[Requirement("P11-10b2", "P11-50b", "P211-192")]
public sealed class WorkOnADeviationInTheRecord
{
    [Fact]
    public async Task Is_printed_with_each_action_and_the_check_of_its_effect()
    {
        var (stream, due) = ($"deviation/{SampleBatch.Id}-D1", SampleBatch.Start.AddDays(10));
        var batch = SampleBatch.Complete()
            .Add(stream, "quirin", 1700, new CorrectiveActionPlanned(1, ActionKind.Preventive, "Change the gasket", "emil", "Emil Engineer", due))
            .Add(stream, "emil", 1710, new CorrectiveActionCompleted(1, "Work order 4711"))
            .Add(stream, "quirin", 1720, new EffectivenessCheckPlanned(1, "Ten batches without an excursion", "quirin", "Quirin Ahrens", due.AddDays(30)))
            .Add(stream, "quirin", 1730, new EffectivenessCheckPlanned(1, "Twenty batches without an excursion", "quirin", "Quirin Ahrens", due.AddDays(60), "Few batches a week"))
            .Add(stream, "quirin", 60 * 24 * 60, new EffectivenessChecked(1, false, "Two of twenty left their range", "quirin", "Quirin Ahrens", SampleBatch.Hash("effect")));
        var page = await PrintedPage.Of(batch);
        foreach (var words in new[]
                 {
                     "Change the gasket", "Work order 4711", "Ten batches without an excursion", "superseded", "Twenty batches without an excursion",
                     "not effective: Two of twenty left their range", SampleBatch.Hash("effect"),
                 })
            Assert.Contains(words, page.Text, StringComparison.Ordinal);
    }
}
