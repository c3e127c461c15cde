using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Deviations;

/// <summary>The time of a shelved alarm is over and nobody has decided: said by the server, so that a message leaves and nobody has to look at a clock (ISA-18.2).</summary>
/// <param name="DeviationId">Deviation.</param>
[AllowedTo(Role.System)]
public sealed record ReturnAlarm(string DeviationId) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act) =>
        state.ShelfEnd is { } end && end <= act.At ? new AlarmReturned(end) : Decision<Deviation>.Nothing;
}

/// <summary>The alarm is back since its time on the shelf was over: whoever may shelve it, and whoever works on it, are told.</summary>
public sealed record AlarmReturned(DateTimeOffset Until) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) => state with { Shelved = false };
}
