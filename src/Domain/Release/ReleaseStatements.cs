using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;
using static System.FormattableString;

namespace Cellwright.Domain.Release;

/// <summary>What is put before a person who reviews a result or decides on a batch, word for word; the signature binds its hash.</summary>
public static class ReleaseStatements
{
    /// <summary>A result before its second review.</summary>
    public static string Result(string batch, Specification test, TestResult result) => SignedText.Of([
        $"batch {batch}, release test {test.Test}: {SignedText.Free(test.Title)}",
        $"asked for: {SignedText.Free(new TestState(test, TestStanding.AwaitsReview, null, null, null).Asked)}",
        Invariant($"result {result.Ordinal}: {SignedText.Free(Outcome(test, result))}, {(result.Meets ? "within specification" : "out of specification")}"),
        Invariant($"performed until {result.PerformedAt:O}, raw data: {SignedText.Free(result.Reference)}"),
        Invariant($"recorded {result.At:O} by {result.By}{(result.Reason is null ? "" : $", in place of the result before, reason: {SignedText.Free(result.Reason)}")}"),
    ]);

    /// <summary>An exception for a result out of specification.</summary>
    public static string Approval(string batch, Specification test, TestResult result, string justification) =>
        Result(batch, test, result) + SignedText.Of($"approved exception to the specification, because: {SignedText.Free(justification)}");

    /// <summary>The release of a batch, final or conditional.</summary>
    public static string Release(Examination examination, Review review, Disposition disposition, string? conditionalBecause)
    {
        var pending = conditionalBecause is null || examination.Batch.EndedAt is null ? [] : Missing.Pending(examination.Batch, disposition).ToList();
        return SignedText.Of([
            .. Head(examination),
            conditionalBecause is null ? "release" : $"conditional release, because: {SignedText.Free(conditionalBecause)}",
            review.Signatures.LastOrDefault() is { } signed
                ? Invariant($"reviewed and signed by {SignedText.Free(signed.Name)} ({signed.Signer}) at {signed.At:O}, state {signed.Digest}")
                : "not reviewed",
            .. Testing.Of(examination.Batch, disposition).Except(pending).Select(test =>
                $"{test.Specification.Test}: {SignedText.Free(test.Outcome)}, asked for {SignedText.Free(test.Asked)}{(test.Result?.ApprovedBecause is { } why ? $", exception approved: {SignedText.Free(why)}" : "")}"),
            .. pending.Select(test => Invariant($"owed: {test.Specification.Test}, {SignedText.Free(test.Asked)}, due {Missing.Due(examination.Batch, test):O}")),
            .. pending.Count == 0 ? Array.Empty<string>() : [$"physician's notice: SHA-256 {SignedText.Hash(PhysiciansNotice.Of(examination.Batch, disposition))}"],
        ]);
    }

    /// <summary>The rejection of a batch.</summary>
    public static string Rejection(Examination examination, string reason) =>
        SignedText.Of([.. Head(examination), $"reject, because: {SignedText.Free(reason)}", $"state of the record: {examination.Digest}"]);

    private static IEnumerable<string> Head(Examination examination) =>
    [
        $"batch {examination.Batch.Id}, order {SignedText.Free(examination.Batch.OrderNumber)}, chain of identity {SignedText.Free(examination.Batch.ChainOfIdentity ?? "none")}",
        $"master record {SignedText.Free(examination.Batch.Recipe!.Name)}, {examination.Batch.Recipe.Hash}",
    ];

    private static string Outcome(Specification test, TestResult result) => new TestState(test, TestStanding.AwaitsReview, result.Value, result.Words, result).Outcome;
}
