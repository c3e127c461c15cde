using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Materials;
using Cellwright.Ledger;
using Cellwright.Tests.Execution;
using AddMaterial = Cellwright.Domain.Execution.Commands.AddMaterial;

namespace Cellwright.Tests.Desk;

/// <summary>What follows from events: exactly once, wherever the server was killed.</summary>
public sealed class Reacting
{
    [Fact, Requirement("P211-100")]
    public async Task Opens_a_deviation_once_though_the_server_starts_again_from_an_old_place()
    {
        await using var office = await OutOfRangeAsync();
        await Office.FollowAsync(office.NewReactor());
        var count = await office.CountAsync();
        await Office.FollowAsync(office.NewReactor());
        await Office.FollowAsync(office.NewReactor(office.NewDesk(office.Record)));
        Assert.Equal(count, await office.CountAsync());
        var deviation = await office.StateAsync<Deviation>("B-1-D1");
        Assert.Equal((DeviationStatus.Open, Floor.Id, true), (deviation.Status, deviation.BatchId, deviation.Holds));
        Assert.Equal(5m, (await office.StateAsync<Lot>("V-1")).Used);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Comes_to_the_same_wherever_it_is_killed_on_its_way(int append)
    {
        await using var office = await OutOfRangeAsync();
        office.Record.GoneFromAppend = append;
        var killed = office.NewReactor();
        await Assert.ThrowsAsync<RecordUnavailableException>(() => Office.FollowAsync(killed));
        (office.Record.Gone, office.Record.GoneFromAppend) = (false, 0);
        await Office.FollowAsync(office.NewReactor(office.NewDesk(office.Record)));

        var types = (await office.EntriesAsync()).Select(entry => entry.Type).ToList();
        Assert.Single(types, nameof(UseStarted));
        Assert.Single(types, nameof(DeviationOpened));
        Assert.Equal(2, types.Count(type => type == nameof(LotUsed)));
    }

    [Fact, Requirement("P211-100")]
    public async Task Releases_the_hold_once_the_deviation_is_decided()
    {
        await using var office = await OutOfRangeAsync();
        var reactor = office.NewReactor();
        await Office.FollowAsync(reactor);
        Assert.Equal("hold", (await office.SendAsync(new StartStep(Floor.Id, "C1"), Floor.Olga)).Refusal?.Rule);
        var shown = Statements.Hash((await office.StateAsync<Deviation>("B-1-D1")).Statement("No effect"));
        Assert.Null((await office.SendAsync(new DecideToContinue("B-1-D1", "No effect"), Floor.Quirin, null, new SignatureGiven(Floor.Quirin, "approval", shown))).Refusal);
        await Office.FollowAsync(reactor);
        Assert.Empty((await office.BatchAsync()).Holds);
        Assert.Null((await office.SendAsync(new StartStep(Floor.Id, "C1"), Floor.Olga)).Refusal);
    }

    [Fact, Requirement("P211-105")]
    public async Task Writes_the_use_log_of_the_equipment()
    {
        await using var office = await OutOfRangeAsync();
        await Office.FollowAsync(office.NewReactor());
        var item = await office.StateAsync<EquipmentItem>("CP-01");
        Assert.Equal(Floor.Id, item.InUseBy);
        Assert.Equal(UseKind.UseStarted, item.UseLog[^1].Kind);
    }

    // A batch in which too much of a critical material went in: a check-in, two additions and a deviation wait to be followed.
    private static async Task<Office> OutOfRangeAsync()
    {
        var office = await new Office().RunningAsync("M1", "M1#1");
        Assert.Null((await office.SendAsync(new AddMaterial(Floor.Id, "M1#1", "vector", "V-1", 1, "mL"), Floor.Olga)).Refusal);
        Assert.Equal(nameof(DeviationAnnounced), (await office.SendAsync(new AddMaterial(Floor.Id, "M1", "vector", "V-1", 4, "mL"), Floor.Olga)).Happened[^1]);
        return office;
    }
}
