using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Release;
using Cellwright.Server.Release;
using Cellwright.Tests.Desk;
using Cellwright.Tests.Execution;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cellwright.Tests.Release;

/// <summary>What the server does of itself for review and release, on a real record.</summary>
public sealed class ReleasingOnTheServer
{
    [Fact, Requirement("P211-111")]
    public async Task Announces_an_owed_result_that_is_late_and_opens_its_deviation()
    {
        var (office, _) = await Scenarios.SetAsync(Scenarios.All["ExpireObligation"]);
        await using var ownership = office;
        var reactor = office.NewReactor();
        using var watch = new ObligationWatch(office.Desk, reactor, office.Record, NullLogger<ObligationWatch>.Instance);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(async () => (await office.StateAsync<Disposition>("B-8")).Obligations["sterility"].OverdueAt is not null, "the result is announced as overdue");
        await watch.StopAsync(TestContext.Current.CancellationToken);
        await Office.FollowAsync(reactor);
        var deviation = await office.StateAsync<Deviation>("B-8-D1");
        Assert.Equal((DeviationStatus.Open, "release", "sterility"), (deviation.Status, deviation.Step, deviation.Parameter));
    }

    [Fact]
    public async Task Keeps_an_examination_for_pages_until_something_that_it_rests_on_is_recorded()
    {
        var (office, _) = await Scenarios.SetAsync(Scenarios.All["ReturnException"]);
        await using var ownership = office;
        var book = new ReviewBook(office.Record, office.Desk, office.NewReactor());
        var first = await book.OfAsync("B-8", TestContext.Current.CancellationToken);
        await office.SendAsync(new OrderBatch("B-9", "test", "1", "PO-9", null), Floor.Sofia);
        Assert.Same(first, await book.OfAsync("B-8", TestContext.Current.CancellationToken));
        await office.SendAsync(new AnnounceDeviation("B-8", "release", null, "Late"), Domain.Basics.Performer.System);
        Assert.NotEqual(first.Digest, (await book.OfAsync("B-8", TestContext.Current.CancellationToken)).Digest);
        Assert.Null((await book.OfAsync("B-77", TestContext.Current.CancellationToken)).Batch.Recipe);
    }
}
