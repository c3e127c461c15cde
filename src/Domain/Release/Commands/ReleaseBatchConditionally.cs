using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Release.Commands;

/// <summary>
/// Releases a batch while results that the master record lets be pending are awaited, as sterility is for a product that cannot wait:
/// a state of its own, with named obligations, their due times, and the physician's notice.
/// </summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Reason">Why the product cannot wait.</param>
[AllowedTo(Role.QA), Signed("conditional release")]
public sealed record ReleaseBatchConditionally(string BatchId, string Reason) : Command<Disposition>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Disposition state, Performer by, DateTimeOffset at) => Deciding.Needs(BatchId);

    /// <inheritdoc />
    public override Decision<Disposition> Decide(Disposition state, Act act)
    {
        if (state.Status == DispositionStatus.Conditional) return Decision<Disposition>.Nothing;
        var (examination, review) = Deciding.Read(act, BatchId);
        if ((Reviewing.MustExist(examination, BatchId) ?? Tests.MustBeOpen(state, BatchId)
            ?? Deciding.NothingMissing(examination, review, state, conditional: true, act.At)) is { } refusal) return refusal;
        var pending = Missing.Pending(examination.Batch, state).ToList();
        if (pending.Count == 0) return new Refusal("nothing-pending", "No result is awaited. Release the batch finally.");
        if (string.IsNullOrWhiteSpace(Reason)) return new Refusal("reason", "Say why the product cannot wait for the results.");
        if (Deciding.MustBeSigned(act, examination, "conditional release", ReleaseStatements.Release(examination, review, state, Reason.Trim())) is { } unsigned) return unsigned;
        var signed = act.Signature!;
        return new BatchReleasedConditionally(
            Reason.Trim(), [.. pending.Select(test => new OwedResult(test.Specification.Test, Missing.Due(examination.Batch, test)))],
            PhysiciansNotice.Of(examination.Batch, state), examination.Digest, signed.Signer.Id, signed.Signer.Name, signed.Shown);
    }
}

/// <summary>A result that is owed.</summary>
public sealed record OwedResult(string Test, DateTimeOffset Due);

/// <summary>A batch is released while results are awaited.</summary>
/// <param name="Reason">Why the product could not wait.</param>
/// <param name="Owed">What is awaited, and until when.</param>
/// <param name="Notice">The physician's notice, word for word; its hash stands in what was signed.</param>
/// <param name="Digest">State of what was reviewed.</param>
/// <param name="Signer">User id.</param>
/// <param name="Name">Printed name at that time.</param>
/// <param name="Shown">SHA-256 of exactly what was shown.</param>
public sealed record BatchReleasedConditionally(
    string Reason, ImmutableList<OwedResult> Owed, string Notice, string Digest, string Signer, string Name, string Shown) : Event<Disposition>
{
    /// <inheritdoc />
    public override Disposition Apply(Disposition state, Happened when) =>
        state.Decided(new(DispositionStatus.Conditional, Reason, Signer, Name, when.At, Shown, Digest, Notice)) with
        {
            Obligations = Owed.ToImmutableDictionary(owed => owed.Test, owed => new Obligation(owed.Test, owed.Due)),
        };
}
