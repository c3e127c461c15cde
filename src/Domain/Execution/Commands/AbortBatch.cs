using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Ends a batch before its end, by signature, for a reason. What was recorded stays.</summary>
[AllowedTo(Role.Supervisor, Role.QA), Signed("abort")]
public sealed record AbortBatch(string BatchId, string Reason) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (state.Status == BatchStatus.Aborted) return Decision<Batch>.Nothing;
        if (state.Status is BatchStatus.None or BatchStatus.Completed) return Rules.MustRun(state)!;
        if (string.IsNullOrWhiteSpace(Reason)) return new Refusal("reason", "Say why the batch is aborted.");
        if (Rules.MustBeSigned(act, "abort", Role.Supervisor, Role.QA) is { } unsigned) return unsigned;
        return act.Signature!.Shown == Statements.Hash(Statements.Abort(state, Reason.Trim()))
            ? new BatchAborted(Reason.Trim(), act.Signature.Signer.Id, act.Signature.Signer.Name, act.Signature.Shown)
            : new Refusal("shown", "What was shown is no longer what stands in the record. Read it again, then sign.");
    }
}

/// <summary>The batch was ended before its end.</summary>
public sealed record BatchAborted(string Reason, string Signer, string Name, string Shown) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state with { Status = BatchStatus.Aborted, EndedAt = when.At };
}
