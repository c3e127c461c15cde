using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;
using Cellwright.Ledger;

namespace Cellwright.Browser;

/// <summary>
/// Batches of the last weeks by the rehearsal's recipe, as the product writes them, of which only what is compared was done: in every third processor the cells grow less. Made up, and the same
/// at every run.
/// </summary>
internal static class Campaign
{
    /// <summary>How many batches there are.</summary>
    public const int Count = 48;

    /// <summary>The processor in which the cells grow less.</summary>
    public const string Odd = "CP-62";

    public static async Task MadeAsync(SiteUnderTest site)
    {
        var recipe = await site.Desk.StateAsync<Master>("rehearsal@1.0");
        var random = new Random(20);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        foreach (var lot in new[] { "TCM-21", "TCM-22", "TCM-23", "TCM-24" }) await site.LotAsync(lot, "medium", "mL");
        for (var i = 0; i < Count; i++)
        {
            var (id, processor, by) = ($"B-{1001 + i}", $"CP-6{1 + random.Next(3)}", random.Next(2) == 0 ? "ada" : "ben");
            var cells = 1000 * Math.Round(1050 + (50 * Normal()) - (processor == Odd ? 160 : 0));
            var at = site.Desk.Now.AddDays(i - Count - 1).AddHours(random.Next(24));
            await AppendAsync(site, $"batch/{id}", by, at,
                new BatchOrdered(id, recipe.ContentHash, recipe.Content, $"ORD-{id}", $"COI-{id}-7Q4"), new BatchStarted(),
                new StepStarted("R02"), new EquipmentCheckedIn("R02", "processor", "processor", processor, null), new StepCompleted("R02"),
                new StepStarted("R04"), new MaterialAdded("R04", "medium", "medium", $"TCM-{21 + (i / 12)}", 2905, "mL", false), new StepCompleted("R04"),
                new StepStarted("R05"), new ValueRecorded { Step = "R05", Parameter = "viable-cells", Value = cells, Unit = "/mL", Assessment = Assessment.Normal, Source = ValueSource.Hand, SourceAt = at }, new StepCompleted("R05"),
                new BatchCompleted());
            await AppendAsync(site, $"release/{id}", "eve", at.AddHours(1), new BatchReleased("", "eve", "Eve Quality", ""));
        }

        await SiteUnderTest.Until(() => Task.FromResult(site.Lists.Executed("rehearsal").Count(one => one.Id.StartsWith("B-1", StringComparison.Ordinal)) == Count), "the batches of the campaign are known");
    }

    private static async Task AppendAsync(SiteUnderTest site, string stream, string by, DateTimeOffset at, params object[] events) =>
        await site.Record.AppendAsync(new Append(stream, 0, Guid.NewGuid(), new byte[32], by, at, [.. events.Select(happened => new NewEntry(happened.GetType().Name, EventCatalogue.Write(happened)))]));
}
