using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Ledger;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Desk;

/// <summary>Two servers on one PostgreSQL: the database decides races.</summary>
public sealed class TwoDesksOnOneRecord(Postgres postgres)
{
    [Fact]
    public async Task Decide_on_what_the_other_recorded()
    {
        var connection = await postgres.NewDatabaseAsync();
        await using var first = await PostgresRecord.OpenAsync(connection, TestContext.Current.CancellationToken);
        await using var second = await PostgresRecord.OpenAsync(connection, TestContext.Current.CancellationToken);
        await using var here = await new Office(first).RunningAsync("F1");
        await using var there = new Office(second);
        await there.BatchAsync();

        Assert.Null((await here.SendAsync(new PlaceHold(Floor.Id, "recall", "Recall"), Floor.Quirin)).Refusal);
        Assert.Equal("hold", (await there.SendAsync(new Confirm(Floor.Id, "F1", "statement-1"), Floor.Olga)).Refusal?.Rule);
    }

    [Fact]
    public async Task Lose_nothing_and_do_nothing_twice_in_a_crowd()
    {
        var connection = await postgres.NewDatabaseAsync();
        await using var first = await PostgresRecord.OpenAsync(connection, TestContext.Current.CancellationToken);
        await using var second = await PostgresRecord.OpenAsync(connection, TestContext.Current.CancellationToken);
        await using var here = await new Office(first).RunningAsync();
        await using var there = new Office(second);

        // Each hold is sent at both desks under one id: one of the two was a retry.
        var ids = Enumerable.Range(0, 8).Select(_ => Guid.NewGuid()).ToList();
        var answers = await Task.WhenAll(ids.SelectMany((id, number) => new[] { here, there }.Select(office =>
            Task.Run(() => office.SendAsync(new PlaceHold(Floor.Id, $"h{number}", "Reason"), Floor.Quirin, id)))));
        Assert.All(answers, answer => Assert.Null(answer.Refusal));
        var stream = await here.StreamAsync();
        Assert.Equal(8, stream.Count(entry => entry.Type == nameof(HoldPlaced)));
        Assert.Equal(Enumerable.Range(1, stream.Count).Select(version => (long)version), stream.Select(entry => entry.Version));
        Assert.Equal(8, (await new Office(second).BatchAsync()).Holds.Count);
    }
}
