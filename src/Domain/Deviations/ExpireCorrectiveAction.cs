using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Deviations;

/// <summary>An action was not done in time: said by the server, nobody has to look at a calendar (211.192; ICH Q10, 3.2.2).</summary>
/// <param name="DeviationId">Deviation.</param>
/// <param name="Number">Number of the action.</param>
[AllowedTo(Role.System)]
public sealed record ExpireCorrectiveAction(string DeviationId, int Number) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act) =>
        state.Actions.ElementAtOrDefault(Number - 1) is { OverdueAt: null } action && action.IsOverdue(act.At)
            ? new CorrectiveActionOverdue(Number, action.Due)
            : Decision<Deviation>.Nothing;
}

/// <summary>An action is overdue: its owner and the quality unit are told.</summary>
public sealed record CorrectiveActionOverdue(int Number, DateTimeOffset Due) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) => state.Change(Number, action => action with { OverdueAt = when.At });
}
