using System.Collections.Immutable;
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
            ? new BatchAborted(Reason.Trim(), act.Signature.Signer.Id, act.Signature.Signer.Name, act.Signature.Shown, state.EquipmentHeld)
            : new Refusal("shown", "What was shown is no longer what stands in the record. Read it again, then sign.");
    }
}

/// <summary>The batch was ended before its end.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Signer">User id of whoever signed.</param>
/// <param name="Name">Printed name at that time.</param>
/// <param name="Shown">SHA-256 of what was shown.</param>
/// <param name="Released">Equipment that it gives back, or null when it held none.</param>
public sealed record BatchAborted(string Reason, string Signer, string Name, string Shown, ImmutableList<string>? Released = null) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) =>
        state with { Status = BatchStatus.Aborted, EndedAt = when.At, Equipment = state.Equipment.Clear() };
}
