using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Release.Exceptions;

namespace Cellwright.Domain.Release.Commands;

/// <summary>A reviewer returns an exception to those who made the batch, with a reason; also one that somebody accepted before.</summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Exception">Id of the exception.</param>
/// <param name="Fingerprint">SHA-256 of exactly what was shown.</param>
/// <param name="Reason">What is missing or wrong.</param>
[AllowedTo(Role.QA)]
public sealed record ReturnException(string BatchId, string Exception, string Fingerprint, string Reason) : Command<Review>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Review state, Performer by, DateTimeOffset at) => [new RecordOf(BatchId)];

    /// <inheritdoc />
    public override Decision<Review> Decide(Review state, Act act)
    {
        var examination = Examination.Of(act.Facts.Of(new RecordOf(BatchId)));
        if ((Reviewing.MustExist(examination, BatchId) ?? Reviewing.MustBeIndependent(examination, act.By)
            ?? Reviewing.MustBeAsShown(examination, Exception, Fingerprint)) is { } refusal) return refusal;
        if (Reviewing.AlreadySaid(state, examination.Exception(Exception)!, Verdict.Returned) is { } said) return said;
        if (string.IsNullOrWhiteSpace(Reason))
            return new Refusal("reason", "Say what is missing or wrong, so that whoever made the batch can answer.");
        var exception = examination.Exception(Exception)!;
        return new ExceptionReturned(Exception, Fingerprint, Reason.Trim()) { Step = exception.Step, Doer = DoerOf(exception, examination.Batch) };
    }

    // What the system found in a step is answered by whoever completed the step, or has it in hand.
    private static string? DoerOf(ReviewException exception, Batch batch)
    {
        var step = exception.Step is null ? null : batch.Step(exception.Step);
        var doer = exception.By == Performer.System.Id ? step?.CompletedBy ?? step?.StartedBy : exception.By;
        return doer == Performer.System.Id ? null : doer;
    }
}

/// <summary>An exception was returned to those who made the batch.</summary>
public sealed record ExceptionReturned(string Exception, string Fingerprint, string Reason) : Event<Review>
{
    /// <summary>Step that it is about, or null.</summary>
    public string? Step { get; init; }

    /// <summary>User id of whoever did what it is about, or null when nobody did it with their own hands.</summary>
    public string? Doer { get; init; }

    /// <summary>Who is told: the floor, and whoever did it. What the reviewer wrote does not leave the site.</summary>
    /// <param name="batchId">Batch.</param>
    public Notice Notice(string batchId) => new(NoticeKind.ExceptionReturned, batchId, null,
        $"The review of batch {batchId} returned an exception{(Step is null ? "" : $" of step {Step}")}. Read there why, and answer.", [Role.Supervisor], Doer);

    /// <inheritdoc />
    public override Review Apply(Review state, Happened when) =>
        state with { Opinions = state.Opinions.Add(new Opinion(Exception, Verdict.Returned, Reason, when.By, when.At, Fingerprint)) };
}
