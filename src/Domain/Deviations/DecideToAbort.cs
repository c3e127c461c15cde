using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Deviations;

/// <summary>Ends the batch because of a deviation, by signature. What was recorded stays.</summary>
[AllowedTo(Role.QA, Role.Supervisor), Signed("abort")]
public sealed record DecideToAbort(string DeviationId, string Reason) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Deviation state, Performer by, DateTimeOffset at) => [new StateOf<Batch>(state.BatchId)];

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act)
    {
        if (state.RefusalUnlessWorkedOn(DeviationId) is { } refusal) return refusal;
        var batch = act.Facts.Of(new StateOf<Batch>(state.BatchId));
        if (batch.Status is not (BatchStatus.Ordered or BatchStatus.Running or BatchStatus.Paused))
            return new Refusal("status", $"Batch {state.BatchId} is {batch.Status.ToString().ToLowerInvariant()} and cannot be aborted. Decide otherwise.");
        if (string.IsNullOrWhiteSpace(Reason)) return new Refusal("reason", "Say why the batch is aborted.");
        if (DeviationStatements.RefusalFor(act, "abort", DeviationStatements.Abort(state, batch, Reason.Trim()), Role.QA, Role.Supervisor) is { } unsigned) return unsigned;
        var signature = act.Signature!;
        return new AbortDecided(Reason.Trim(), signature.Signer.Id, signature.Signer.Name, signature.Shown);
    }
}

/// <summary>The batch ends because of the deviation.</summary>
public sealed record AbortDecided(string Reason, string Signer, string Name, string Shown) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) => state.Decided(new RunDecision(RunAction.Abort, Reason, Signer, Name, when.At));
}
