using Cellwright.Domain.Basics;

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
        return string.IsNullOrWhiteSpace(Reason)
            ? new Refusal("reason", "Say what is missing or wrong, so that whoever made the batch can answer.")
            : new ExceptionReturned(Exception, Fingerprint, Reason.Trim());
    }
}

/// <summary>An exception was returned to those who made the batch.</summary>
public sealed record ExceptionReturned(string Exception, string Fingerprint, string Reason) : Event<Review>
{
    /// <inheritdoc />
    public override Review Apply(Review state, Happened when) =>
        state with { Opinions = state.Opinions.Add(new Opinion(Exception, Verdict.Returned, Reason, when.By, when.At, Fingerprint)) };
}
