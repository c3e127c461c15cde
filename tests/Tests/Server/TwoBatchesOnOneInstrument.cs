extern alias plant;

using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Server.Hosting;
using Cellwright.Tests.Equipment;
using Microsoft.Extensions.Time.Testing;
using plant::Cellwright.VirtualPlant;

namespace Cellwright.Tests.Server;

/// <summary>Two batches count at one cell counter of the virtual plant: whose result it is, the counter says, and nobody takes another's.</summary>
[Requirement("P11-10h", "P211-188")]
public sealed class TwoBatchesOnOneInstrument
{
    private const string Recipe = """
        id: counting
        version: "1"
        title: Counting
        product: Nothing
        example: true
        planned-duration: 1 d
        equipment:
          - {name: counter, class: cell-counter}
        procedure:
          - id: unit
            title: Unit
            operations:
              - id: only
                title: Only
                flow:
                  - {type: check-in, id: S1, title: Check in, roles: [counter]}
                  - type: record
                    id: S2
                    title: Count
                    equipment: counter
                    equipment-phase: measure
                    parameters:
                      - {name: density, unit: /mL, class: KPP, observation: biology, tag: viable-cell-density}
                  - {type: check-out, id: S3, title: Check out, roles: [counter]}

        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_late_result_that_falls_into_the_next_ones_turn_is_refused_and_its_own_is_taken()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var site = await (await RunningSite.OpenAsync(clock: clock)).EmployAsync();
        var recipe = await site.AdoptAsync(Recipe);
        await site.Team.Engineer.MustAsync(new RegisterEquipment("CC-01", "cell-counter", "Counter", "C-101", true), Ct);
        await site.Team.Engineer.MustAsync(new RecordCalibration("CC-01", site.Desk.Now.AddDays(-1), site.Desk.Now.AddDays(1), true, "certificate"), Ct);
        await site.Team.Engineer.MustAsync(new RecordCleaning("CC-01", "wiped", site.Desk.Now.AddDays(1)), Ct);

        await using var plantInStep = await PlantInStep.StartAsync(site, clock, new Plant(1, [], []), "WB-01");
        await using var ear = new EdgeDouble(site.BrokerPort, "PLANT") { Birth = 999 }; // hears what the plant is told
        await ear.ConnectAsync();
        await plantInStep.TickAsync(1);

        foreach (var batch in (string[])["B-1", "B-2"])
        {
            await site.StartAsync(batch, recipe);
            await site.DoAsync([new StartStep(batch, "S1"), new CheckInEquipment(batch, "S1", "counter", "CC-01"), new CompleteStep(batch, "S1"), new StartStep(batch, "S2")]);
        }

        await ToldAsync(ear, 1);
        await plantInStep.TickAsync(20);
        Assert.Equal("instrument", (await RecordAsync(site, "B-2"))?.Rule); // not its turn
        await FallBackAsync(site, "B-1"); // the operator of B-1 does not wait for the counter
        await ToldAsync(ear, 3); // B-1 stops, B-2 starts

        await plantInStep.TickAsync(25); // the result of B-1 is ready after 40 s, in the turn of B-2
        var refused = await RecordAsync(site, "B-2");
        Assert.Equal("instrument", refused?.Rule);
        Assert.Contains("for step S2 of batch B-1", refused!.Sentence, StringComparison.Ordinal);

        await plantInStep.TickAsync(25);
        Assert.Null(await RecordAsync(site, "B-2"));
        var value = (await site.Desk.StateAsync<Batch>("B-2", Ct)).Step("S2")!.Current("density")!;
        var reading = await site.Get<Cellwright.Server.Readings.ReadingStore>().AtAddressAsync(Assert.Single(value.Readings));
        Assert.Equal((new MeasuredFor("B-2", "S2"), value.Value), (reading!.For, reading.Value));
    }

    private static async Task<Cellwright.Domain.Basics.Refusal?> RecordAsync(RunningSite site, string batch)
    {
        using var terminal = await site.SignInAsync(site.Team.Operator);
        return (await terminal.GiveAsync("RecordFromEquipment", new { batchId = batch, step = "S2", parameter = "density" })).Refusal;
    }

    private static async Task FallBackAsync(RunningSite site, string batch)
    {
        await site.DoAsync(new RecordByHand(batch, "S2", "density", 1e6, "/mL", "counted at the microscope"));
        var statement = await site.Team.Operator.GetAsync<Statement>($"/api/batches/{batch}/steps/S2/statement?entry=density", Ct);
        await site.Team.Operator.MustAsync(new VerifyEntry(batch, "S2", "density"), Ct, await site.Team.Operator.SignAsync(site.Team.Verifier, "verification", statement.Shown, Ct));
        await site.DoAsync(new CompleteStep(batch, "S2"));
    }

    private static Task ToldAsync(EdgeDouble ear, int times) =>
        Eventually.Holds(() => { lock (ear.Commands) return ear.Commands.Count >= times; }, $"the counter was told {times} times", TimeSpan.FromSeconds(60));
}
