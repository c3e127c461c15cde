using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Deviations;
using Cellwright.Server.Equipment.Connectors;
using Cellwright.Tests.Equipment;
using Microsoft.Extensions.Time.Testing;

namespace Cellwright.Tests.Server;

/// <summary>A device that stops speaking in the middle of a watched step, at the site's own broker; the time is the test's.</summary>
[Requirement("P211-100", "P11-10h")]
public sealed class WhenTagsFallSilent
{
    private const string Tag = "chamber-temperature";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_batch_is_held_within_the_time_that_the_tag_allows_and_its_return_is_recorded()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var site = await (await RunningSite.OpenAsync(clock: clock)).EmployAsync();
        var recipe = await site.AdoptAsync(HandRecipe.Text());
        await site.EquipAsync("CP-01", "cell-processor");
        await site.EquipAsync("CP-02", "cell-processor");
        await using var edge = new EdgeDouble(site.BrokerPort);
        await edge.ConnectAsync();
        await edge.BearAsync(clock.GetUtcNow());
        await edge.BearDeviceAsync("CP-01", clock.GetUtcNow(), (Tag, "Cel", 10));
        await edge.BearDeviceAsync("CP-02", clock.GetUtcNow(), (Tag, "Cel", 10));
        await IncubateAsync(site, recipe, "B-1", "CP-01");
        await IncubateAsync(site, recipe, "B-2", "CP-02");
        await SpeakAsync(site, edge, clock, "CP-01");
        await SpeakAsync(site, edge, clock, "CP-02");

        // One of the two goes on speaking.
        for (var beat = 0; beat < 4; beat++)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            await SpeakAsync(site, edge, clock, "CP-02");
        }

        await Eventually.Holds(() => Batch(site, "B-1").Holds.Count == 1, "the batch of the silent device is on hold", TimeSpan.FromSeconds(60));
        var silence = Assert.Single(Batch(site, "B-1").Silences.Values);
        Assert.Equal(("S4", "CP-01", Tag, true), (silence.Step, silence.Equipment, silence.Tag, silence.Lasts));
        await Eventually.Holds(() => site.Desk.StateAsync<Deviation>(silence.Deviation, Ct).Result is { Status: DeviationStatus.Open, Holds: true }, "the deviation is open", TimeSpan.FromSeconds(60));
        Assert.Empty(Batch(site, "B-2").Silences);

        await SpeakAsync(site, edge, clock, "CP-01", 37.3);
        await Eventually.Holds(() => Batch(site, "B-1").Silences.Values.All(one => !one.Lasts), "its return is recorded", TimeSpan.FromSeconds(60));
        Assert.Single(Batch(site, "B-1").Holds);
        var trail = (await site.StreamAsync("batch/B-1")).Select(entry => entry.Type).ToList();
        Assert.Equal([nameof(TagFellSilent), nameof(DeviationAnnounced), nameof(TagReturned)], trail[^3..]);
    }

    [Fact]
    public async Task A_lost_edge_node_is_said_once_for_each_step_and_tag()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var site = await (await RunningSite.OpenAsync(clock: clock)).EmployAsync();
        var recipe = await site.AdoptAsync(HandRecipe.Text());
        string[] items = ["CP-01", "CP-02", "CP-03"];
        await using var edge = new EdgeDouble(site.BrokerPort);
        await edge.ConnectAsync();
        await edge.BearAsync(clock.GetUtcNow());
        foreach (var item in items)
        {
            await site.EquipAsync(item, "cell-processor");
            await edge.BearDeviceAsync(item, clock.GetUtcNow(), (Tag, "Cel", 10));
            await IncubateAsync(site, recipe, $"B-{item}", item);
            await SpeakAsync(site, edge, clock, item);
        }

        edge.Break();
        clock.Advance(TimeSpan.FromSeconds(31));
        await Eventually.Holds(() => items.All(item => Batch(site, $"B-{item}").Silences.Count == 1), "each batch says it", TimeSpan.FromSeconds(60));
        for (var beat = 0; beat < 3; beat++)
        {
            clock.Advance(TimeSpan.FromMinutes(5));
            await site.Get<Cellwright.Server.Execution.SilenceWatch>().CheckAsync(Ct);
        }

        foreach (var item in items)
            Assert.Single(await site.StreamAsync($"batch/B-{item}"), entry => entry.Type == nameof(TagFellSilent));
    }

    [Fact, Requirement("DI-6")]
    public async Task All_that_a_lost_edge_node_leaves_unsaid_is_one_alarm_which_is_shelved_and_comes_back()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var site = await (await RunningSite.OpenAsync(clock: clock)).EmployAsync();
        const string critical = "class: CPP, observation: equipment, watch: true, basis: [engineering-judgement]";
        var recipe = await site.AdoptAsync(HandRecipe.Text(watched:
        [
            "{name: temperature, unit: Cel, target: 37, normal: [36.5, 37.5], proven: [36, 38], tag: chamber-temperature, " + critical + "}",
            "{name: gas, title: CO2, unit: \"%\", target: 5, normal: [4.5, 5.5], proven: [4, 6], tag: co2, " + critical + "}",
            "{name: volume, title: Volume, unit: mL, target: 100, normal: [90, 110], proven: [80, 120], tag: chamber-volume, " + critical + "}",
        ]));
        await site.EquipAsync("CP-01", "cell-processor");
        await using var edge = new EdgeDouble(site.BrokerPort);
        await edge.ConnectAsync();
        await edge.BearAsync(clock.GetUtcNow());
        await edge.BearDeviceAsync("CP-01", clock.GetUtcNow(), (Tag, "Cel", 10), ("co2", "%", 10), ("chamber-volume", "mL", 10));
        await IncubateAsync(site, recipe, "B-1", "CP-01");
        await SpeakAsync(site, edge, clock, "CP-01");
        await SpeakAsync(site, edge, clock, "CP-01", 5, "co2");
        await SpeakAsync(site, edge, clock, "CP-01", 100, "chamber-volume");

        edge.Break();
        await Eventually.Holds(() => site.Get<Gateway>().Find("CP-01") is { LostWithNode: true }, "the edge node is lost", TimeSpan.FromSeconds(60));
        clock.Advance(TimeSpan.FromSeconds(31));
        await Eventually.Holds(() => Batch(site, "B-1").Silences.Count == 3, "every tag is silent", TimeSpan.FromSeconds(60));
        var notice = Assert.Single(Batch(site, "B-1").Deviations);
        await Eventually.Holds(() => Deviation(site).What == notice.What, "the deviation names what the batch names", TimeSpan.FromSeconds(60));
        foreach (var named in new[] { "with edge node", "temperature", "CO2", "Volume" }) Assert.Contains(named, notice.What, StringComparison.Ordinal);
        Assert.Equal((DeviationStatus.Open, 2), (Deviation(site).Status, Deviation(site).Widenings.Count));
        var told = site.Get<Cellwright.Server.Notices.NoticeBook>();
        await Eventually.Holds(() => told.Of("quality").Notices.Any(one => one.Deviation == notice.Id), "it is told", TimeSpan.FromSeconds(60));
        Assert.Equal(notice.What, Assert.Single(told.Of("quality").Notices, one => one.Deviation == notice.Id).What);

        // Shelved by whoever may, for no longer than may be; it stays open, and comes back.
        var quality = site.Team.Quality;
        var until = site.Desk.Now.AddHours(2);
        Assert.Equal("role", (await site.Team.Operator.GiveAsync(new ShelveAlarm("B-1-D1", until, "The node is restarted"), Ct))?.Rule);
        Assert.Equal("until", (await quality.GiveAsync(new ShelveAlarm("B-1-D1", until.AddHours(11), "The node is restarted"), Ct))?.Rule);
        await quality.MustAsync(new ShelveAlarm("B-1-D1", until, "The node is restarted"), Ct);
        var lists = site.Get<Cellwright.Server.Pages.Site>();
        await Eventually.Holds(() => lists.DeviationsUndecided == (0, 1), "its alarm is on the shelf", TimeSpan.FromSeconds(60));
        var row = Assert.Single(await quality.GetAsync<List<DeviationRow>>("/api/deviations", Ct));
        Assert.Equal((DeviationStatus.Open, until), (row.Status, row.ShelvedUntil));
        Assert.NotEqual(Cellwright.Server.Pages.Urgency.Stop, lists.BatchRow("B-1")!.At(site.Desk.Now));
        clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal((1, 0), lists.DeviationsUndecided);
        Assert.Equal(Cellwright.Server.Pages.Urgency.Stop, lists.BatchRow("B-1")!.At(site.Desk.Now));
        Assert.Single(Batch(site, "B-1").Deviations);
    }

    private static Deviation Deviation(RunningSite site) => site.Desk.StateAsync<Deviation>("B-1-D1", Ct).Result;

    private static Batch Batch(RunningSite site, string id) => site.Desk.StateAsync<Batch>(id, Ct).Result;

    private static async Task IncubateAsync(RunningSite site, Recipe recipe, string batch, string item)
    {
        await site.StartAsync(batch, recipe);
        await site.DoAsync(
        [
            new StartStep(batch, "S1"), new Confirm(batch, "S1", "statement-1"), new Confirm(batch, "S1", "statement-2"),
            new Confirm(batch, "S1", "statement-3"), new CompleteStep(batch, "S1"),
            new StartStep(batch, "S2"), new RecordByHand(batch, "S2", "glucose", 2.5, "g/L", null), new CompleteStep(batch, "S2"),
            new StartStep(batch, "S3"), new CheckInEquipment(batch, "S3", "processor", item), new CompleteStep(batch, "S3"),
            new StartStep(batch, "S4"),
        ]);
    }

    // Ends once the server has heard it.
    private static async Task SpeakAsync(RunningSite site, EdgeDouble edge, FakeTimeProvider clock, string item, double value = 37, string tag = Tag)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        await edge.DataAsync(item, tag, (at, value));
        await Eventually.Holds(() => site.Get<Gateway>().HeardAt(item, tag) >= at, $"{item} is heard", TimeSpan.FromSeconds(60));
    }
}
