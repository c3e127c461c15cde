using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Releases a hold. A deviation's hold is released by deciding the deviation, not by hand.</summary>
[AllowedTo(Role.QA, Role.System)]
public sealed record ReleaseHold(string BatchId, string HoldId, string Reason) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (!state.Holds.TryGetValue(HoldId, out var hold)) return Decision<Batch>.Nothing;
        if (state.IsOfDeviation(hold) && !act.By.Holds(Role.System))
            return new Refusal("deviation", $"This hold belongs to deviation {HoldId}. Decide the deviation, by signature.");
        return string.IsNullOrWhiteSpace(Reason)
            ? new Refusal("reason", "Say why the batch may go on.")
            : new HoldReleased(HoldId, Reason.Trim());
    }
}

/// <summary>A hold is no longer in force.</summary>
public sealed record HoldReleased(string HoldId, string Reason) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state with { Holds = state.Holds.Remove(HoldId) };
}
