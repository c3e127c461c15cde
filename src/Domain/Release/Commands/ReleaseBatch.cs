using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Release.Commands;

/// <summary>Releases a batch, finally. Refused with the list of everything that is missing (211.192, 211.165, Annex 11 §15).</summary>
[AllowedTo(Role.QA), Signed("release")]
public sealed record ReleaseBatch(string BatchId) : Command<Disposition>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Disposition state, Performer by, DateTimeOffset at) => Deciding.Needs(BatchId);

    /// <inheritdoc />
    public override Decision<Disposition> Decide(Disposition state, Act act)
    {
        if (state.Status == DispositionStatus.Released) return Decision<Disposition>.Nothing;
        var (examination, review) = Deciding.Read(act, BatchId);
        if ((Reviewing.MustExist(examination, BatchId) ?? Tests.MustBeOpen(state, BatchId)
            ?? Deciding.NothingMissing(examination, review, state, conditional: false, act.At)
            ?? Deciding.MustBeSigned(act, examination, "release", ReleaseStatements.Release(examination, review, state, null))) is { } refusal) return refusal;
        var signed = act.Signature!;
        return new BatchReleased(examination.Digest, signed.Signer.Id, signed.Signer.Name, signed.Shown);
    }
}

/// <summary>A batch is released.</summary>
/// <param name="Digest">State of what was reviewed.</param>
/// <param name="Signer">User id.</param>
/// <param name="Name">Printed name at that time.</param>
/// <param name="Shown">SHA-256 of exactly what was shown.</param>
public sealed record BatchReleased(string Digest, string Signer, string Name, string Shown) : Event<Disposition>
{
    /// <inheritdoc />
    public override Disposition Apply(Disposition state, Happened when) =>
        state.Decided(new(DispositionStatus.Released, "", Signer, Name, when.At, Shown, Digest, null));
}
