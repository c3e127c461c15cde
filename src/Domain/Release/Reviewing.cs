using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Release.Exceptions;
using static System.FormattableString;

namespace Cellwright.Domain.Release;

/// <summary>The rules that the acts of a review share: each gives the refusal, or null when it is kept.</summary>
internal static class Reviewing
{
    /// <summary>There is such a batch.</summary>
    public static Refusal? MustExist(Examination examination, string batch) =>
        examination.Batch.Recipe is null ? new("batch", $"There is no batch {batch}. Check its number.") : null;

    /// <summary>Whoever judges a batch has not worked in it (11.10(g)).</summary>
    public static Refusal? MustBeIndependent(Examination examination, Performer by) => examination.Did(by.Id) is { } did
        ? new("independence", $"{by.Name} {did} of batch {examination.Batch.Id}. Somebody of quality who did not work in it reviews and releases it.")
        : null;

    /// <summary>The exception is there, and exactly as the person saw it.</summary>
    public static Refusal? MustBeAsShown(Examination examination, string id, string fingerprint) => examination.Exception(id) switch
    {
        null => new("exception", $"Batch {examination.Batch.Id} has no exception {id}. Open the review again."),
        { } exception when exception.Fingerprint != fingerprint => new("shown", "This exception has changed since it was shown. Read it again, then decide."),
        _ => null,
    };

    /// <summary>The batch is at its end.</summary>
    public static Refusal? MustHaveEnded(Batch batch) => batch.EndedAt is null
        ? new("status", $"Batch {batch.Id} is being made. Decide when it is completed.")
        : null;

    /// <summary>What another reviewer has said already, or null: two who decide the same do not both count.</summary>
    public static Refusal? AlreadySaid(Review review, ReviewException exception, Verdict verdict) =>
        review.On(exception.Id) is { } said && said.Verdict == verdict && said.Fingerprint == exception.Fingerprint
            ? new("decided", Invariant($"{exception.Id} was {verdict.ToString().ToLowerInvariant()} by {said.By} at {said.At:yyyy-MM-dd HH:mm:ss zzz}. Go on with the next."))
            : null;
}
