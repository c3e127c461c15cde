using Cellwright.Domain.Basics;
using Cellwright.Domain.People;

namespace Cellwright.Domain.Release;

/// <summary>The rules that the decisions on a batch share.</summary>
internal static class Deciding
{
    /// <summary>What every decision must know.</summary>
    public static IEnumerable<Need> Needs(string batchId) => [new RecordOf(batchId), new StateOf<Review>(batchId)];

    /// <summary>The record and its review.</summary>
    public static (Examination Examination, Review Review) Read(Act act, string batchId) =>
        (Examination.Of(act.Facts.Of(new RecordOf(batchId))), act.Facts.Of(new StateOf<Review>(batchId)));

    /// <summary>The refusal with everything that is missing, or null.</summary>
    public static Refusal? NothingMissing(Examination examination, Review review, Disposition state, bool conditional, DateTimeOffset at) =>
        Missing.Of(examination, review, state, conditional, at).ToList() is { Count: > 0 } missing
            ? new("not-ready", $"Batch {examination.Batch.Id} cannot be released: {string.Join("; ", missing)}. See to each of these first.")
            : null;

    /// <summary>Signed by somebody of quality who did not work in the batch, on exactly what stands (Annex 11 §15).</summary>
    public static Refusal? MustBeSigned(Act act, Examination examination, string meaning, string statement)
    {
        if (Signature.RefusalFor(act, meaning, Role.QA) is { } unsigned) return unsigned;
        if (Reviewing.MustBeIndependent(examination, act.Signature!.Signer) is { } involved) return involved;
        return act.Signature.Shown == SignedText.Hash(statement)
            ? null
            : new("shown", "What was shown is no longer what stands in the record. Read it again, then sign.");
    }
}
