using Cellwright.Domain.Basics;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;
using Cellwright.Server.Desk;
using Cellwright.Server.Pages;

namespace Cellwright.Server.Release;

/// <summary>Announces the results that a conditional release owes and that did not come in time.</summary>
public sealed class ObligationWatch(Desk.Desk desk, Reactor reactor, Site site, ILogger<ObligationWatch> log) : DueWatch<Disposition>(desk, reactor, log)
{
    /// <inheritdoc />
    protected override async Task<IReadOnlyList<string>> OpenAsync(CancellationToken ct)
    {
        await site.Complete.WaitAsync(ct);
        return [.. site.Owing.Select(owing => owing.Id)];
    }

    /// <inheritdoc />
    protected override DateTimeOffset? NextDue(Disposition state) => Owed(state).Min(pair => (DateTimeOffset?)pair.Value.Due);

    /// <inheritdoc />
    protected override IEnumerable<Command<Disposition>> Due(string id, Disposition state, DateTimeOffset now) =>
        Owed(state).Where(pair => now > pair.Value.Due).OrderBy(pair => pair.Value.Due).Select(pair => new ExpireObligation(id, pair.Key));

    private static IEnumerable<KeyValuePair<string, Obligation>> Owed(Disposition state) =>
        state.Status == DispositionStatus.Conditional ? state.Obligations.Where(pair => pair.Value is { Open: true, OverdueAt: null }) : [];
}
