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
        using var site = new Cellwright.Server.Pages.Site(office.Record, office.Desk, reactor, NullLogger<Cellwright.Server.Pages.Site>.Instance);
        await site.StartAsync(TestContext.Current.CancellationToken);
        using var watch = new ObligationWatch(office.Desk, reactor, site, NullLogger<ObligationWatch>.Instance);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(async () => (await office.StateAsync<Disposition>("B-8")).Obligations["sterility"].OverdueAt is not null, "the result is announced as overdue");
        await watch.StopAsync(TestContext.Current.CancellationToken);
        await site.StopAsync(TestContext.Current.CancellationToken);
        await Office.FollowAsync(reactor);
        var deviation = await office.StateAsync<Deviation>("B-8-D1");
        Assert.Equal((DeviationStatus.Open, "release", "sterility"), (deviation.Status, deviation.Step, deviation.Parameter));
    }

    [Fact]
    public async Task Keeps_an_examination_for_pages_until_something_that_it_rests_on_is_recorded()
    {
        var (office, _) = await Scenarios.SetAsync(Scenarios.All["ReturnException"]);
        await using var ownership = office;
        var book = new ReviewBook(new RecordShelf(office.Record), office.Desk, office.NewReactor());
        var first = await book.OfAsync("B-8", TestContext.Current.CancellationToken);
        await office.SendAsync(new OrderBatch("B-9", "test", "1", "PO-9", null), Floor.Sofia);
        Assert.Same(first, await book.OfAsync("B-8", TestContext.Current.CancellationToken));
        await office.SendAsync(new AnnounceDeviation("B-8", "release", null, "Late"), Domain.Basics.Performer.System);
        Assert.NotEqual(first.Digest, (await book.OfAsync("B-8", TestContext.Current.CancellationToken)).Digest);
        Assert.Null((await book.OfAsync("B-77", TestContext.Current.CancellationToken)).Batch.Recipe);
    }

    [Fact]
    public async Task Reads_of_a_stream_that_it_knows_only_what_is_new()
    {
        var (office, _) = await Scenarios.SetAsync(Scenarios.All["ReturnException"]);
        await using var ownership = office;
        var ct = TestContext.Current.CancellationToken;
        var shelf = new RecordShelf(office.Record);
        var first = await shelf.ReadAsync("B-8", ct);
        await office.HasAsync("person/nobody", "fay", new Domain.People.RolesChanged([Domain.Basics.Role.Verifier], "Qualified"));
        var second = await shelf.ReadAsync("B-8", ct);
        Assert.Equal(first.Lines.Count + 1, second.Lines.Count);
        Assert.Equal((await new RecordShelf(office.Record).ReadAsync("B-8", ct)).Lines, second.Lines, (one, other) => one.Address == other.Address && one.At == other.At);
        var person = second.Lines.First(line => line.Category == "person");
        Assert.Same(first.Lines.First(line => line.Category == "person"), person); // not read again
        await office.HasAsync("person/nobody", "nobody", new Domain.People.SignInRecorded(Domain.People.SignInOutcome.SignedIn, "T-01"), new Domain.People.SignInRecorded(Domain.People.SignInOutcome.WrongSignature, "T-01"));
        var third = await shelf.ReadAsync("B-8", ct);
        Assert.Equal(second.Lines.Count + 1, third.Lines.Count); // an ordinary sign-in says nothing about a batch
        Assert.Equal((await new RecordShelf(office.Record).ReadAsync("B-8", ct)).Lines.Count, third.Lines.Count);
    }
}
