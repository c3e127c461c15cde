using Cellwright.Domain.Basics;
using static System.FormattableString;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>A time limit of the recipe ran out: a deviation opens and the batch is held until it is decided (211.111).</summary>
[AllowedTo(Role.System)]
public sealed record ExpireClock(string BatchId, string ClockId) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        var clock = Clocks.Running(state).FirstOrDefault(clock => clock.Id == ClockId);
        if (clock is null || act.At <= clock.Until) return Decision<Batch>.Nothing;
        var what = Invariant($"{clock.What} ran out at {clock.Until:yyyy-MM-dd HH:mm:ss zzz}; it had started at {clock.Since:yyyy-MM-dd HH:mm:ss zzz}");
        return new List<Event<Batch>>
        {
            new ClockExpired(ClockId, clock.Step, clock.Until),
            new DeviationAnnounced(state.NextDeviationId(), clock.Step, null, what, true, []),
        };
    }
}

/// <summary>A clock ran out.</summary>
public sealed record ClockExpired(string ClockId, string Step, DateTimeOffset Until) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) =>
        state with { ExpiredClocks = state.ExpiredClocks.Add(ClockId) };
}
