extern alias plant;

using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Server.Equipment.Connectors;
using Cellwright.Tests.Equipment;
using Microsoft.Extensions.Time.Testing;
using plant::Cellwright.VirtualPlant;
using plant::Cellwright.VirtualPlant.Faults;

namespace Cellwright.Tests.Server;

/// <summary>What one cause leaves unsaid is one deviation, over the real protocol: a device of the virtual plant that drops off, and an edge node that takes two items along.</summary>
[Requirement("P211-100", "DI-6")]
public sealed class DevicesDroppingOff
{
    private const string Watched = "class: KPP, observation: equipment, watch: true, basis: [engineering-judgement]";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_of_the_plant_that_drops_off_is_one_deviation_that_names_every_tag()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var site = await (await RunningSite.OpenAsync(clock: clock)).EmployAsync();
        var recipe = await site.AdoptAsync(Recipe(
            "{name: warmth, title: Chamber temperature, unit: Cel, normal: [20, 40], tag: chamber-temperature, " + Watched + "}",
            "{name: gas, title: CO2, unit: \"%\", normal: [0, 10], tag: co2, " + Watched + "}",
            "{name: volume, title: Volume, unit: mL, normal: [0, 2000], tag: chamber-volume, " + Watched + "}",
            "{name: flow, title: Gas flow, unit: L/min, normal: [0, 5], tag: gas-flow, " + Watched + "}"));
        await site.EquipAsync("CP-01", "cell-processor");
        await site.EquipAsync("IN-01", "incubator");
        await using var plantInStep = await PlantInStep.StartAsync(site, clock, new Plant(1, [FaultOrder.Parse("drop-off@CP-01:after=2m")], [], ["CP-01", "IN-01"]), "IN-01");
        await plantInStep.TickAsync(30);
        await IncubateAsync(site, recipe);
        await plantInStep.TickAsync(60);
        Assert.Empty((await BatchAsync(site)).Silences);

        for (var tick = 0; tick < 20; tick++) await plantInStep.TickAsync(15);
        await Eventually.Holds(() => BatchAsync(site).Result.Silences.Count == 4, "every watched tag is silent", TimeSpan.FromSeconds(60));
        var notice = Assert.Single((await BatchAsync(site)).Deviations);
        foreach (var named in new[] { "CP-01 fell silent in step S2: ", "Chamber temperature", "CO2", "Volume", "Gas flow" }) Assert.Contains(named, notice.What, StringComparison.Ordinal);
        Assert.DoesNotContain("edge node", notice.What, StringComparison.Ordinal); // the node speaks on for the incubator
        Assert.All((await BatchAsync(site)).Silences.Values, silence => Assert.Equal(("CP-01", notice.Id), (silence.Equipment, silence.Deviation)));
        await Eventually.Holds(() => site.Desk.StateAsync<Deviation>(notice.Id, Ct).Result.What == notice.What, "the deviation names what the batch names", TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Two_items_of_one_lost_edge_node_are_one_deviation()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var site = await (await RunningSite.OpenAsync(clock: clock)).EmployAsync();
        var recipe = await site.AdoptAsync(Recipe(
            "{name: warmth, title: Chamber temperature, unit: Cel, normal: [20, 40], tag: chamber-temperature, " + Watched + "}",
            "{name: air, title: Incubator temperature, unit: Cel, normal: [20, 40], tag: temperature, from: incubator, " + Watched + "}"));
        await using var edge = new EdgeDouble(site.BrokerPort);
        await edge.ConnectAsync();
        await edge.BearAsync(clock.GetUtcNow());
        (string Item, string Class, string Tag)[] items = [("CP-01", "cell-processor", "chamber-temperature"), ("IN-01", "incubator", "temperature")];
        foreach (var (item, itemClass, tag) in items)
        {
            await site.EquipAsync(item, itemClass);
            await edge.BearDeviceAsync(item, clock.GetUtcNow(), (tag, "Cel", 10));
        }

        await IncubateAsync(site, recipe);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (var (item, _, tag) in items) await edge.DataAsync(item, tag, (at, 37));
        await Eventually.Holds(() => items.All(one => site.Get<Gateway>().HeardAt(one.Item, one.Tag) >= at), "both are heard", TimeSpan.FromSeconds(60));

        edge.Break();
        await Eventually.Holds(() => items.All(one => site.Get<Gateway>().Find(one.Item) is { LostWithNode: true }), "the edge node is lost", TimeSpan.FromSeconds(60));
        clock.Advance(TimeSpan.FromSeconds(31)); // the processor may be silent for 30 s, the incubator for three minutes
        await Eventually.Holds(() => BatchAsync(site).Result.Silences.Count == 1, "the processor is silent", TimeSpan.FromSeconds(60));
        clock.Advance(TimeSpan.FromSeconds(150));
        await Eventually.Holds(() => BatchAsync(site).Result.Silences.Count == 2, "both items are silent", TimeSpan.FromSeconds(60));
        var notice = Assert.Single((await BatchAsync(site)).Deviations);
        foreach (var named in new[] { "CP-01 and IN-01 fell silent in step S2, with edge node", "Chamber temperature of CP-01", "Incubator temperature of IN-01" }) Assert.Contains(named, notice.What, StringComparison.Ordinal);
        Assert.Single((await BatchAsync(site)).Silences.Values.Select(silence => silence.Deviation).Distinct());
    }

    private static string Recipe(params string[] parameters) => $$"""
        id: watched
        version: "1"
        title: Watched
        product: Nothing
        example: true
        planned-duration: 1 d
        equipment:
          - {name: processor, class: cell-processor}
          - {name: incubator, class: incubator}
        procedure:
          - id: unit
            title: Unit
            operations:
              - id: only
                title: Only
                flow:
                  - {type: check-in, id: S1, title: Check in, roles: [processor, incubator]}
                  - type: incubate
                    id: S2
                    title: Incubate
                    equipment: processor
                    minimum-duration: 1 s
                    basis: [engineering-judgement]
                    parameters:
                      - {{string.Join("\n              - ", parameters)}}
                  - {type: check-out, id: S3, title: Check out, roles: [processor, incubator]}

        """;

    private static Task<Batch> BatchAsync(RunningSite site) => site.Desk.StateAsync<Batch>("B-1", Ct);

    private static async Task IncubateAsync(RunningSite site, Cellwright.Domain.Recipes.Recipe recipe)
    {
        await site.StartAsync("B-1", recipe);
        await site.DoAsync(
        [
            new StartStep("B-1", "S1"), new CheckInEquipment("B-1", "S1", "processor", "CP-01"), new CheckInEquipment("B-1", "S1", "incubator", "IN-01"),
            new CompleteStep("B-1", "S1"), new StartStep("B-1", "S2"),
        ]);
    }
}
