using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Release.Commands;

/// <summary>A reviewer has looked at an exception and accepts it as it stands. Whatever touches it later opens it again.</summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Exception">Id of the exception.</param>
/// <param name="Fingerprint">SHA-256 of exactly what was shown.</param>
/// <param name="Comment">What the reviewer thinks of it, or null.</param>
[AllowedTo(Role.QA)]
public sealed record AcceptException(string BatchId, string Exception, string Fingerprint, string? Comment = null) : Command<Review>
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
        var exception = examination.Exception(Exception)!;
        if (Reviewing.AlreadySaid(state, exception, Verdict.Accepted) is { } said) return said;
        if (exception.Awaits is { } awaited) return new Refusal("open", awaited);
        return state.On(Exception) is { Verdict: Verdict.Returned } returned && returned.Fingerprint == Fingerprint
            ? new Refusal("returned", $"{returned.By} returned this: {returned.Words.TrimEnd('.')}. Wait for an answer, or for a correction.")
            : new ExceptionAccepted(Exception, Fingerprint, (Comment ?? "").Trim());
    }
}

/// <summary>An exception was looked at and accepted.</summary>
public sealed record ExceptionAccepted(string Exception, string Fingerprint, string Comment) : Event<Review>
{
    /// <inheritdoc />
    public override Review Apply(Review state, Happened when) =>
        state with { Opinions = state.Opinions.Add(new Opinion(Exception, Verdict.Accepted, Comment, when.By, when.At, Fingerprint)) };
}
