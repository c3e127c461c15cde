using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Server.Desk;
using Cellwright.Server.Pages;

namespace Cellwright.Server.Deviations;

/// <summary>Announces actions that were not done in time, effects that nobody looked at in time, and alarms whose time on the shelf is over.</summary>
public sealed class DeviationWatch(Desk.Desk desk, Reactor reactor, Site site, ILogger<DeviationWatch> log) : DueWatch<Deviation>(desk, reactor, log)
{
    /// <inheritdoc />
    protected override async Task<IReadOnlyList<string>> OpenAsync(CancellationToken ct)
    {
        await site.Complete.WaitAsync(ct);
        return [.. site.Deviations.Select(deviation => deviation.Id)];
    }

    /// <inheritdoc />
    protected override DateTimeOffset? NextDue(Deviation state) => state.Actions.Select(action => action.NextDue).Append(state.ShelfEnd).Min();

    /// <inheritdoc />
    protected override IEnumerable<Command<Deviation>> Due(string id, Deviation state, DateTimeOffset now)
    {
        if (state.ShelfEnd <= now) yield return new ReturnAlarm(id);
        foreach (var action in state.Actions)
        {
            if (action.OverdueAt is null && action.IsOverdue(now)) yield return new ExpireCorrectiveAction(id, action.Number);
            if (action.OpenCheck is { OverdueAt: null } && action.IsCheckOverdue(now)) yield return new ExpireEffectivenessCheck(id, action.Number);
        }
    }
}
