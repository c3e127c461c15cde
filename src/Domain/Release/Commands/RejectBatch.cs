using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Release.Commands;

/// <summary>Rejects a batch, completed or aborted, with the reasons; a conditional release is withdrawn by it (211.165(f), 211.192).</summary>
[AllowedTo(Role.QA), Signed("rejection")]
public sealed record RejectBatch(string BatchId, string Reason) : Command<Disposition>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Disposition state, Performer by, DateTimeOffset at) => Deciding.Needs(BatchId);

    /// <inheritdoc />
    public override Decision<Disposition> Decide(Disposition state, Act act)
    {
        if (state.Status == DispositionStatus.Rejected) return Decision<Disposition>.Nothing;
        var (examination, _) = Deciding.Read(act, BatchId);
        if ((Reviewing.MustExist(examination, BatchId) ?? Tests.MustBeOpen(state, BatchId) ?? Reviewing.MustHaveEnded(examination.Batch)) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(Reason)) return new Refusal("reason", "Say why the batch is rejected.");
        if (Deciding.MustBeSigned(act, examination, "rejection", ReleaseStatements.Rejection(examination, Reason.Trim())) is { } unsigned) return unsigned;
        var signed = act.Signature!;
        return new BatchRejected(Reason.Trim(), examination.Digest, signed.Signer.Id, signed.Signer.Name, signed.Shown);
    }
}

/// <summary>A batch is rejected.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Digest">State of the record then.</param>
/// <param name="Signer">User id.</param>
/// <param name="Name">Printed name at that time.</param>
/// <param name="Shown">SHA-256 of exactly what was shown.</param>
public sealed record BatchRejected(string Reason, string Digest, string Signer, string Name, string Shown) : Event<Disposition>
{
    /// <inheritdoc />
    public override Disposition Apply(Disposition state, Happened when) =>
        state.Decided(new(DispositionStatus.Rejected, Reason, Signer, Name, when.At, Shown, Digest, null));
}
