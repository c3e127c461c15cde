using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Execution;
using Cellwright.Server.Readings;
using Cellwright.Tests.Execution;
using Cellwright.Tests.Readings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cellwright.Tests.Desk;

/// <summary>A step has been started, and what watches its tags hears of it a moment later.</summary>
public sealed class BeginningToWatch
{
    [Fact, Requirement("P211-100")]
    public async Task Reports_a_reading_outside_that_came_before_the_watch_had_begun()
    {
        var batch = await AfterAsync(new Reading("CP-01", "chamber-temperature", 39, "Cel", Quality.Good, Acting.Start.AddMinutes(1), Acting.Start.AddMinutes(1), false, ""));
        Assert.Equal(Assessment.Outside, batch.Excursions["I1/chamber"]);
        Assert.Single(batch.Deviations);
    }

    [Fact]
    public async Task Says_nothing_of_a_reading_from_before_the_step() =>
        Assert.Single((await AfterAsync(new Reading("CP-01", "chamber-temperature", 39, "Cel", Quality.Good, Acting.Start.AddMinutes(-1), Acting.Start.AddMinutes(-1), false, ""), then: 38.5)).Deviations);

    // The reading is there; then the watch hears of the batch. A later value, seen in the ordinary way, tells when all was taken in.
    private static async Task<Batch> AfterAsync(Reading reading, double? then = null)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var office = await new Office().RunningAsync("I1");
        using var folder = new TemporaryFolder();
        await using var store = await ReadingStore.OpenAsync(new ReadingStoreOptions(folder.Path), TimeProvider.System, _ => Task.CompletedTask);
        await store.AppendAsync([reading]);
        using var watch = new LimitWatch(office.Desk, store, NullLogger<LimitWatch>.Instance);
        await watch.StartAsync(ct);
        watch.Saw(await office.BatchAsync());
        if (then is { } value) watch.Saw([reading with { Value = value, At = Acting.Start.AddMinutes(2) }]);
        await Eventually.Holds(() => office.BatchAsync().Result.Excursions.ContainsKey("I1/chamber"), "the excursion is on record", TimeSpan.FromSeconds(60));
        await watch.StopAsync(ct);
        return await office.BatchAsync();
    }
}
