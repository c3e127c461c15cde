using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Deviations;

/// <summary>Lets the batch wait because of a deviation that did not hold it, or whose decision no longer stands.</summary>
[AllowedTo(Role.QA, Role.Supervisor)]
public sealed record DecideToHold(string DeviationId, string Reason) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Deviation state, Performer by, DateTimeOffset at) => [new StateOf<Batch>(state.BatchId)];

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act)
    {
        if (state.RefusalUnlessWorkedOn(DeviationId) is { } refusal) return refusal;
        if (state.HoldsNow) return Decision<Deviation>.Nothing;
        if (string.IsNullOrWhiteSpace(Reason)) return new Refusal("reason", "Say why the batch must wait.");
        var batch = act.Facts.Of(new StateOf<Batch>(state.BatchId));
        return batch.Status is BatchStatus.Ordered or BatchStatus.Running or BatchStatus.Paused
            ? new HoldDecided(Reason.Trim())
            : new Refusal("status", $"Batch {state.BatchId} is {batch.Status.ToString().ToLowerInvariant()}: there is nothing left to hold. Decide and close {DeviationId}; the batch is not released while it is open.");
    }
}

/// <summary>The batch waits until something else is decided.</summary>
public sealed record HoldDecided(string Reason) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) => state with
    {
        Status = DeviationStatus.Open,
        Holds = true,
        Shelved = false,
        Justification = null,
        DecidedBy = null,
        DecidedAt = null,
        Decisions = state.Decisions.Add(new RunDecision(RunAction.Hold, Reason, when.By, when.By, when.At)),
    };
}
