using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Release;

/// <summary>What was decided of a batch.</summary>
public enum DispositionStatus
{
    /// <summary>Nothing yet.</summary>
    Undecided,

    /// <summary>Released while results are awaited: obligations run.</summary>
    Conditional,

    /// <summary>Released.</summary>
    Released,

    /// <summary>Rejected.</summary>
    Rejected,
}

/// <summary>A result of a release test. Never edited: another one with a reason stands in its place, both stay readable.</summary>
/// <param name="Test">Name of the test in the release specification.</param>
/// <param name="Ordinal">Number among the results of this test, from 1.</param>
/// <param name="Value">The number, or null for a result in words.</param>
/// <param name="Words">The words, or null for a number.</param>
/// <param name="Meets">True when it meets the specification.</param>
/// <param name="Reference">Where the raw data lie: report, method and its version.</param>
/// <param name="PerformedAt">When the test ended.</param>
/// <param name="By">Who recorded it.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Reason">Why it stands in place of the one before, or null for the first.</param>
/// <param name="ReviewedBy">Printed name of the second person, or null while it awaits review (211.194(a)(8)).</param>
/// <param name="ReviewedAt">When it was reviewed.</param>
/// <param name="ApprovedBecause">Why the quality unit approved an exception for a result that does not meet the specification, or null.</param>
public sealed record TestResult(
    string Test, int Ordinal, double? Value, string? Words, bool Meets, string Reference, DateTimeOffset PerformedAt, string By, DateTimeOffset At, string? Reason,
    string? ReviewedBy = null, DateTimeOffset? ReviewedAt = null, string? ApprovedBecause = null)
{
    /// <summary>True once a second person reviewed it.</summary>
    public bool Reviewed => ReviewedBy is not null;
}

/// <summary>What a conditional release owes.</summary>
/// <param name="Test">The result that is awaited.</param>
/// <param name="Due">By when.</param>
/// <param name="FulfilledAt">When a result within specification was reviewed, or null.</param>
/// <param name="MissedAt">When a result out of specification was reviewed, or null.</param>
/// <param name="OverdueAt">When the due time ran out without a result, or null.</param>
/// <param name="Notice">How and to whom it was told that the result is out of specification, or null.</param>
public sealed record Obligation(
    string Test, DateTimeOffset Due, DateTimeOffset? FulfilledAt = null, DateTimeOffset? MissedAt = null, DateTimeOffset? OverdueAt = null, string? Notice = null)
{
    /// <summary>True while the result is awaited.</summary>
    public bool Open => FulfilledAt is null && MissedAt is null;

    /// <summary>True while the physician must still be told.</summary>
    public bool OwesNotice => MissedAt is not null && Notice is null;
}

/// <summary>A decision of the quality unit, by signature.</summary>
/// <param name="Status">What was decided.</param>
/// <param name="Reason">Why; empty for a release.</param>
/// <param name="Signer">User id.</param>
/// <param name="Name">Printed name at that time.</param>
/// <param name="At">When, with offset.</param>
/// <param name="Shown">SHA-256 of exactly what was shown.</param>
/// <param name="Digest">State of what was reviewed, see <see cref="Examination.Digest"/>; another one now means that the record was amended since.</param>
/// <param name="Notice">The physician's notice, word for word, or null.</param>
public sealed record DispositionDecision(
    DispositionStatus Status, string Reason, string Signer, string Name, DateTimeOffset At, string Shown, string Digest, string? Notice);

/// <summary>What becomes of a batch: results of its release tests, decisions, obligations.</summary>
public sealed record Disposition : IStream<Disposition>
{
    /// <inheritdoc />
    public static string Category => "release";

    /// <inheritdoc />
    public static Disposition Empty { get; } = new();

    /// <summary>What was decided.</summary>
    public DispositionStatus Status { get; init; }

    /// <summary>Every result, in order.</summary>
    public ImmutableList<TestResult> Results { get; init; } = [];

    /// <summary>Obligations of a conditional release, by test.</summary>
    public ImmutableDictionary<string, Obligation> Obligations { get; init; } = ImmutableDictionary<string, Obligation>.Empty;

    /// <summary>Every decision, in order.</summary>
    public ImmutableList<DispositionDecision> Decisions { get; init; } = [];

    /// <summary>The result of a test that stands, or null.</summary>
    public TestResult? Result(string test) => Results.LastOrDefault(result => result.Test == test);

    /// <summary>The physician's notice of the conditional release, or null.</summary>
    public string? Notice => Decisions.LastOrDefault(decision => decision.Notice is not null)?.Notice;

    internal Disposition Change(string test, Func<TestResult, TestResult> change) =>
        Result(test) is { } result ? this with { Results = Results.Replace(result, change(result)) } : this;

    internal Disposition Change(string test, Func<Obligation, Obligation> change) =>
        Obligations.TryGetValue(test, out var owed) ? this with { Obligations = Obligations.SetItem(test, change(owed)) } : this;

    internal Disposition Decided(DispositionDecision decision) => this with { Status = decision.Status, Decisions = Decisions.Add(decision) };
}
