using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;

namespace Cellwright.Domain.Release.Commands;

/// <summary>The quality unit signs the review: every exception looked at, the critical audit trail read, the rest proven (211.192, PI 041 p. 46).</summary>
[AllowedTo(Role.QA), Signed("review")]
public sealed record SignReview(string BatchId) : Command<Review>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Review state, Performer by, DateTimeOffset at) => [new RecordOf(BatchId)];

    /// <inheritdoc />
    public override Decision<Review> Decide(Review state, Act act)
    {
        var examination = Examination.Of(act.Facts.Of(new RecordOf(BatchId)));
        if ((Reviewing.MustExist(examination, BatchId) ?? Reviewing.MustHaveEnded(examination.Batch)) is { } refusal) return refusal;
        if (state.Left(examination).ToList() is { Count: > 0 } left)
            return new Refusal("unreviewed", $"{left.Count} of {examination.Exceptions.Count} exceptions wait: {string.Join("; ", left.Take(5).Select(exception => exception.What.TrimEnd('.')))}{(left.Count > 5 ? $"; and {left.Count - 5} more" : "")}. Look at each first.");
        if (Signature.RefusalFor(act, "review", Role.QA) is { } unsigned) return unsigned;
        var signer = act.Signature!.Signer;
        if (Reviewing.MustBeIndependent(examination, signer) is { } involved) return involved;
        if (state.Standing(examination) is not null) return Decision<Review>.Nothing;
        return act.Signature.Shown == SignedText.Hash(state.Statement(examination))
            ? new ReviewSigned(examination.Digest, [.. examination.OwnTrail.Select(item => item.Entry)], examination.Exceptions.Count, examination.Checks, signer.Id, signer.Name, act.Signature.Shown)
            : new Refusal("shown", "What was shown is no longer what stands in the record. Read it again, then sign.");
    }
}

/// <summary>A review was signed.</summary>
/// <param name="Digest">State of what was reviewed.</param>
/// <param name="Trail">Entries of the audit trail that were looked at by themselves.</param>
/// <param name="Exceptions">How many exceptions were looked at.</param>
/// <param name="Checks">How many checks stand for the rest.</param>
/// <param name="Signer">User id.</param>
/// <param name="Name">Printed name at that time.</param>
/// <param name="Shown">SHA-256 of exactly what was shown.</param>
public sealed record ReviewSigned(string Digest, ImmutableList<string> Trail, int Exceptions, int Checks, string Signer, string Name, string Shown) : Event<Review>
{
    /// <inheritdoc />
    public override Review Apply(Review state, Happened when) =>
        state with { Signatures = state.Signatures.Add(new ReviewSignature(Signer, Name, when.At, Shown, Digest, [.. Trail])) };
}
