using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Release.Exceptions;
using static System.FormattableString;

namespace Cellwright.Domain.Release;

/// <summary>What a reviewer said of an exception.</summary>
public enum Verdict
{
    /// <summary>Looked at and accepted as it stands.</summary>
    Accepted,

    /// <summary>Returned to those who made the batch, with a reason.</summary>
    Returned,

    /// <summary>Answered by those who made the batch: to be looked at again.</summary>
    Answered,
}

/// <summary>An opinion on one exception.</summary>
/// <param name="Exception">Id of the exception.</param>
/// <param name="Verdict">What was said.</param>
/// <param name="Words">Comment, reason or answer; empty where none was given.</param>
/// <param name="By">User id.</param>
/// <param name="At">When.</param>
/// <param name="Fingerprint">SHA-256 of exactly what was looked at.</param>
public sealed record Opinion(string Exception, Verdict Verdict, string Words, string By, DateTimeOffset At, string Fingerprint);

/// <summary>The quality unit's signature under a review.</summary>
/// <param name="Signer">User id.</param>
/// <param name="Name">Printed name at that time.</param>
/// <param name="At">When, with offset.</param>
/// <param name="Shown">SHA-256 of exactly what was shown.</param>
/// <param name="Digest">State of what was reviewed, see <see cref="Examination.Digest"/>.</param>
/// <param name="Trail">Entries of the audit trail that were reviewed by themselves.</param>
public sealed record ReviewSignature(string Signer, string Name, DateTimeOffset At, string Shown, string Digest, ImmutableHashSet<string> Trail);

/// <summary>The review of a batch, by however many people and shifts: what was said of each exception, and the signature under it.</summary>
public sealed record Review : IStream<Review>
{
    /// <inheritdoc />
    public static string Category => "review";

    /// <inheritdoc />
    public static Review Empty { get; } = new();

    /// <summary>Every opinion, in order; the last on an exception counts.</summary>
    public ImmutableList<Opinion> Opinions { get; init; } = [];

    /// <summary>Every signature, in order; the last counts, as long as nothing changed.</summary>
    public ImmutableList<ReviewSignature> Signatures { get; init; } = [];

    /// <summary>The last opinion on an exception, or null.</summary>
    public Opinion? On(string exception) => Opinions.LastOrDefault(opinion => opinion.Exception == exception);

    /// <summary>True when the exception was accepted exactly as it stands now.</summary>
    public bool Covers(ReviewException exception) =>
        On(exception.Id) is { Verdict: Verdict.Accepted } opinion && opinion.Fingerprint == exception.Fingerprint;

    /// <summary>True when it was accepted and has changed since: reopened by what touched it.</summary>
    public bool IsReopened(ReviewException exception) =>
        On(exception.Id) is { Verdict: Verdict.Accepted } opinion && opinion.Fingerprint != exception.Fingerprint;

    /// <summary>Exceptions that somebody must still look at.</summary>
    public IEnumerable<ReviewException> Left(Examination examination) => examination.Exceptions.Where(exception => !Covers(exception));

    /// <summary>The signature under exactly what stands now, or null.</summary>
    public ReviewSignature? Standing(Examination examination) =>
        Signatures.LastOrDefault() is { } last && last.Digest == examination.Digest && !Left(examination).Any() ? last : null;

    /// <summary>What the reviewer who signs is shown, word for word.</summary>
    public string Statement(Examination examination) => SignedText.Of([
        $"review of batch {examination.Batch.Id}, order {SignedText.Free(examination.Batch.OrderNumber)}, chain of identity {SignedText.Free(examination.Batch.ChainOfIdentity ?? "none")}",
        $"master record {SignedText.Free(examination.Batch.Recipe!.Name)}, {examination.Batch.Recipe.Hash}",
        Invariant($"{examination.Exceptions.Count} exceptions, each looked at:"),
        .. examination.Exceptions.Select(exception => Invariant($"{exception.Id}: {SignedText.Free(exception.What)}; accepted by {On(exception.Id)?.By} at {On(exception.Id)?.At:O}{Comment(exception)}")),
        Invariant($"{examination.OwnTrail.Count()} critical entries of the audit trail, looked at by themselves:"),
        .. examination.OwnTrail.Select(item => Invariant($"{item.Entry}, {item.At:O} by {item.By}: {SignedText.Free(item.What)}")),
        Invariant($"not looked at by a person, proven by {examination.Checks} checks of {examination.Rules.Count} rules that ran again over the record:"),
        .. examination.Rules.Select(rule => Invariant($"{rule.Title} ({rule.Basis}): {rule.Checks.Count} checks, {rule.Checks.Count(check => !check.Kept)} not kept")),
        $"state of what was reviewed: {examination.Digest}",
    ]);

    private string Comment(ReviewException exception) => On(exception.Id) is { Words.Length: > 0 } opinion ? $", {SignedText.Free(opinion.Words)}" : "";
}
