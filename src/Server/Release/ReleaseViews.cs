using Cellwright.Domain.Basics;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Exceptions;
using Cellwright.Domain.Release.Proof;

namespace Cellwright.Server.Release;

/// <summary>An exception with what was said of it.</summary>
/// <param name="Exception">The exception with its evidence.</param>
/// <param name="Standing"><c>open</c>, <c>accepted</c>, <c>returned</c>, <c>answered</c> or <c>reopened</c>.</param>
/// <param name="Said">The last that was said of it, or null.</param>
public sealed record ExceptionView(ReviewException Exception, string Standing, Opinion? Said)
{
    /// <summary>True while somebody must still look at it.</summary>
    public bool Left => Standing != "accepted";

    /// <summary>An exception as it stands in a review.</summary>
    public static ExceptionView Of(ReviewException exception, Review review) => new(
        exception,
        review.Covers(exception) ? "accepted"
        : review.IsReopened(exception) ? "reopened"
        : review.On(exception.Id)?.Verdict switch { Verdict.Returned => "returned", Verdict.Answered => "answered", _ => "open" },
        review.On(exception.Id));
}

/// <summary>A review as a client sees it.</summary>
/// <param name="Batch">Batch number.</param>
/// <param name="Left">Exceptions that somebody must still look at.</param>
/// <param name="Exceptions">In the order of risk.</param>
/// <param name="Rules">The proof for everything else.</param>
/// <param name="Trail">Critical entries of the audit trail.</param>
/// <param name="Digest">State of what is reviewed.</param>
/// <param name="Signed">The signature under exactly this state, or null.</param>
public sealed record ReviewView(
    string Batch, int Left, IReadOnlyList<ExceptionView> Exceptions, IReadOnlyList<RuleProof> Rules, IReadOnlyList<TrailItem> Trail, string Digest, ReviewSignature? Signed)
{
    /// <summary>The view of a review.</summary>
    public static ReviewView Of(Examination examination, Review review) => new(
        examination.Batch.Id, review.Left(examination).Count(), [.. examination.Exceptions.Select(exception => ExceptionView.Of(exception, review))],
        examination.Rules, examination.Trail, examination.Digest, review.Standing(examination));
}

/// <summary>What becomes of a batch, as a client sees it.</summary>
/// <param name="Batch">Batch number.</param>
/// <param name="Status">What was decided.</param>
/// <param name="Tests">Every test of the release specification.</param>
/// <param name="Missing">What stands between the batch and its final release.</param>
/// <param name="MissingConditionally">What stands between it and a release with results pending.</param>
/// <param name="Results">Every result, also those that another stands in place of.</param>
/// <param name="Obligations">What a conditional release owes.</param>
/// <param name="Decisions">Every decision.</param>
/// <param name="Amended">True when the record changed after the last release.</param>
public sealed record ReleaseView(
    string Batch, string Status, IReadOnlyList<TestState> Tests, IReadOnlyList<Phrase> Missing, IReadOnlyList<Phrase> MissingConditionally,
    IReadOnlyList<TestResult> Results, IReadOnlyList<Obligation> Obligations, IReadOnlyList<DispositionDecision> Decisions, bool Amended)
{
    /// <summary>The view of a disposition.</summary>
    public static ReleaseView Of(Examination examination, Review review, Disposition disposition, DateTimeOffset at) => new(
        examination.Batch.Id, disposition.Status.ToString(), Testing.Of(examination.Batch, disposition),
        [.. Domain.Release.Missing.Of(examination, review, disposition, false, at)], [.. Domain.Release.Missing.Of(examination, review, disposition, true, at)],
        disposition.Results, [.. disposition.Obligations.Values.OrderBy(owed => owed.Due).ThenBy(owed => owed.Test, StringComparer.Ordinal)], disposition.Decisions,
        disposition.Decisions.LastOrDefault() is { } last && last.Digest != examination.Digest);
}
