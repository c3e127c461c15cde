using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.People;
using Cellwright.Server.Deviations;
using Cellwright.Server.Notices;
using Cellwright.Tests.Desk;
using Cellwright.Tests.Execution;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cellwright.Tests.Deviations;

/// <summary>The server watches the days of actions and of the checks of their effect, on a real record with a clock of its own, also after it was started again.</summary>
public sealed class RemindingInTime
{
    private const string Id = "B-1-D1";

    [Fact, Requirement("P211-192")]
    public async Task Announces_once_what_is_overdue_and_tells_its_owner_and_the_quality_unit()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var office = new Office();
        var due = office.Clock.GetUtcNow().AddDays(7);
        await office.HasAsync("person/olga", "fay", new PersonRegistered("olga", "Olga", [Role.Operator]));
        await office.HasAsync("person/quirin", "fay", new PersonRegistered("quirin", "Quirin", [Role.QA]));
        await office.HasAsync($"deviation/{Id}", "quirin", new DeviationOpened(Id, "B-1", "F1", null, "The bag was dropped", false, []),
            new CorrectiveActionPlanned(1, ActionKind.Corrective, "Train", "olga", "Olga", due), new CorrectiveActionPlanned(2, ActionKind.Preventive, "Change the glove", "olga", "Olga", due.AddDays(1)),
            new CorrectiveActionCompleted(2, "SOP 12"), new EffectivenessCheckPlanned(2, "Ten batches", "quirin", "Quirin", due.AddDays(30)));
        await using var server = await Following.StartAsync(office);
        using var watch = await server.WatchAsync();

        await watch.CheckAsync(ct);
        Assert.Empty(await OverdueAsync(office));
        office.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));
        await watch.CheckAsync(ct);
        await watch.CheckAsync(ct);
        Assert.Equal([nameof(CorrectiveActionOverdue)], await OverdueAsync(office));
        office.Clock.Advance(TimeSpan.FromDays(30));
        await watch.CheckAsync(ct);
        await watch.CheckAsync(ct);
        Assert.Equal([nameof(CorrectiveActionOverdue), nameof(EffectivenessCheckOverdue)], await OverdueAsync(office));

        // A server that is started again announces nothing a second time.
        using var again = await server.WatchAsync();
        await again.CheckAsync(ct);
        Assert.Equal(2, (await OverdueAsync(office)).Count);

        var book = await server.NoticesAsync();
        Assert.Contains(book.Of("olga").Notices, notice => notice.Kind == NoticeKind.ActionOverdue && notice.Sentence.StartsWith("Action 1 of deviation B-1-D1 was due", StringComparison.Ordinal));
        Assert.Equal([NoticeKind.CheckOverdue, NoticeKind.ActionOverdue], book.Of("quirin").Notices.Take(2).Select(notice => notice.Kind));
    }

    [Fact, Requirement("P211-100", "P211-192")]
    public async Task Announces_once_that_an_alarm_is_back_from_the_shelf_also_after_a_new_start()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var office = new Office();
        await office.HasAsync("person/quirin", "fay", new PersonRegistered("quirin", "Quirin", [Role.QA]));
        await office.HasAsync("person/sofia", "fay", new PersonRegistered("sofia", "Sofia", [Role.Supervisor]));
        await office.HasAsync($"deviation/{Id}", "sofia", new DeviationOpened(Id, "B-1", "F1", null, "The probe is away", false, []), new AlarmShelved(office.Clock.GetUtcNow().AddHours(2), "A probe is on its way"));
        await using var server = await Following.StartAsync(office);
        for (var start = 0; start < 3; start++)
        {
            using var watch = await server.WatchAsync();
            await watch.CheckAsync(ct);
            Assert.Equal(start == 0 ? 0 : 1, await ReturnsAsync());
            if (start == 0) office.Clock.Advance(TimeSpan.FromHours(2));
            await watch.CheckAsync(ct);
            await watch.CheckAsync(ct);
            Assert.Equal(1, await ReturnsAsync());
        }

        var book = await server.NoticesAsync();
        foreach (var person in new[] { "quirin", "sofia" })
            Assert.Equal("The probe is away", Assert.Single(book.Of(person).Notices, notice => notice.Kind == NoticeKind.AlarmReturned).What);

        async Task<int> ReturnsAsync() => (await office.Record.ReadStreamAsync($"deviation/{Id}")).Count(entry => entry.Type == nameof(AlarmReturned));
    }

    private static async Task<IReadOnlyList<string>> OverdueAsync(Office office) =>
        [.. (await office.Record.ReadStreamAsync($"deviation/{Id}")).Select(entry => entry.Type).Where(type => type.EndsWith("Overdue", StringComparison.Ordinal))];

    /// <summary>What a server keeps beside its desk, as far as reminders ask: lists and notices.</summary>
    private sealed class Following(Office office, Cellwright.Server.Desk.Reactor reactor, NoticeBook book, Cellwright.Server.Pages.Site site) : IAsyncDisposable
    {
        private static CancellationToken Ct => TestContext.Current.CancellationToken;

        public static async Task<Following> StartAsync(Office office)
        {
            var reactor = office.NewReactor();
            var book = new NoticeBook(office.Record, reactor, NullLogger<NoticeBook>.Instance);
            var site = new Cellwright.Server.Pages.Site(office.Record, office.Desk, reactor, NullLogger<Cellwright.Server.Pages.Site>.Instance);
            await book.StartAsync(Ct);
            await site.StartAsync(Ct);
            return new(office, reactor, book, site);
        }

        /// <summary>The watch of a server that begins now.</summary>
        public async Task<DeviationWatch> WatchAsync()
        {
            var watch = new DeviationWatch(office.Desk, reactor, site, NullLogger<DeviationWatch>.Instance);
            await watch.BeginAsync(Ct);
            return watch;
        }

        /// <summary>The notices of everything that is on record now.</summary>
        public async Task<NoticeBook> NoticesAsync()
        {
            await Office.FollowAsync(reactor);
            await book.ReachesAsync(await office.Record.CountAsync(Ct), Ct);
            return book;
        }

        public async ValueTask DisposeAsync()
        {
            await book.StopAsync(Ct);
            await site.StopAsync(Ct);
            book.Dispose();
            site.Dispose();
        }
    }
}
