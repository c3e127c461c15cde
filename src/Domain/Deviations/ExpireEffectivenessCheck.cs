using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Deviations;

/// <summary>Whether an action has worked was not looked at in time: said by the server, nobody has to look at a calendar.</summary>
/// <param name="DeviationId">Deviation.</param>
/// <param name="Number">Number of the action.</param>
[AllowedTo(Role.System)]
public sealed record ExpireEffectivenessCheck(string DeviationId, int Number) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act) =>
        state.Actions.ElementAtOrDefault(Number - 1) is { OpenCheck: { OverdueAt: null } check } && act.At > check.Due
            ? new EffectivenessCheckOverdue(Number, check.Due)
            : Decision<Deviation>.Nothing;
}

/// <summary>A check of effectiveness is overdue: whoever makes it and the quality unit are told.</summary>
public sealed record EffectivenessCheckOverdue(int Number, DateTimeOffset Due) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) => state.ChangeCheck(Number, check => check with { OverdueAt = when.At });
}
