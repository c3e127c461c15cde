using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Materials;
using Cellwright.Server.Desk;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Desk;

/// <summary>The desk keeps states so as not to read them again, and only so many.</summary>
public sealed class KeepingStates
{
    [Fact]
    public async Task Keeps_nothing_of_what_never_was_however_much_is_asked_for()
    {
        await using var office = await new Office().RunningAsync();
        await office.BatchAsync();
        var before = office.Desk.StatesKept;
        for (var number = 0; number < 500; number++)
        {
            Assert.Equal("", (await office.StateAsync<Lot>($"none-{number}")).Id);
            Assert.NotNull(await office.Desk.ConsiderAsync(new StartBatch($"none-{number}"), new Caller(Floor.Sofia, "T-01", Guid.NewGuid()), TestContext.Current.CancellationToken));
        }

        Assert.Equal(before, office.Desk.StatesKept);
    }

    [Fact]
    public async Task Forgets_first_what_was_not_asked_for_longest_and_reads_it_again()
    {
        await using var office = new Office();
        for (var number = 0; number < 40; number++) await office.HasAsync($"equipment/CP-{number:D2}", "emil", Scenarios.Processor);
        var desk = new Cellwright.Server.Desk.Desk(office.Record, office.Clock, TimeSpan.FromHours(1), office) { StatesKeptAtMost = 8 };
        for (var round = 0; round < 3; round++)
            for (var number = 0; number < 40; number++)
            {
                Assert.Equal(3, (await desk.ReadAsync<EquipmentItem>($"CP-{number:D2}", TestContext.Current.CancellationToken)).Version);
                var reads = office.Record.Reads;
                await desk.StateAsync<EquipmentItem>("CP-00", TestContext.Current.CancellationToken);
                if (number > 0) Assert.Equal(reads, office.Record.Reads);
                Assert.InRange(desk.StatesKept, 1, 8);
            }
    }

    [Fact]
    public async Task Loses_nothing_in_a_crowd_while_states_come_and_go()
    {
        await using var office = await new Office().RunningAsync();
        for (var number = 0; number < 10; number++) await office.HasAsync($"equipment/X-{number}", "emil", Scenarios.Processor);
        var desk = new Cellwright.Server.Desk.Desk(office.Record, office.Clock, TimeSpan.FromHours(1), office) { StatesKeptAtMost = 2 };
        var ct = TestContext.Current.CancellationToken;
        var crowd = Enumerable.Range(0, 100).Select(number => Task.Run(async () =>
        {
            var answer = await office.SendAsync(new PlaceHold(Floor.Id, $"h{number}", "Reason"), Floor.Quirin, at: desk);
            Assert.Null(answer.Refusal);
            await desk.StateAsync<EquipmentItem>($"X-{number % 10}", ct);
            Assert.Contains($"h{number}", (await desk.StateAsync<Batch>(Floor.Id, ct)).Holds.Keys);
            await desk.StateAsync<Lot>($"none-{number}", ct);
        }, ct));
        await Task.WhenAll(crowd);
        Assert.Equal(100, (await desk.StateAsync<Batch>(Floor.Id, ct)).Holds.Count);
        var stream = await office.StreamAsync();
        Assert.Equal(100, stream.Count(entry => entry.Type == nameof(HoldPlaced)));
        Assert.Equal(Enumerable.Range(1, stream.Count).Select(version => (long)version), stream.Select(entry => entry.Version));
    }
}
