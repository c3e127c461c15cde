using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Release.Commands;

/// <summary>Those who made the batch answer a returned exception; it waits for a reviewer again. What is wrong is not explained away: it is corrected in the batch.</summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Exception">Id of the exception.</param>
/// <param name="Answer">What the reviewer asked for.</param>
[AllowedTo(Role.Operator, Role.Supervisor)]
public sealed record AnswerReturn(string BatchId, string Exception, string Answer) : Command<Review>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Review> Decide(Review state, Act act)
    {
        if (state.On(Exception) is not { Verdict: Verdict.Returned } returned)
            return new Refusal("exception", $"Nobody has returned {Exception} of batch {BatchId}; there is nothing to answer. Open the review again.");
        return string.IsNullOrWhiteSpace(Answer)
            ? new Refusal("reason", $"Write the answer to: {returned.Words.TrimEnd('.')}.")
            : new ReturnAnswered(Exception, Answer.Trim());
    }
}

/// <summary>A returned exception was answered.</summary>
public sealed record ReturnAnswered(string Exception, string Answer) : Event<Review>
{
    /// <inheritdoc />
    public override Review Apply(Review state, Happened when) => state with
    {
        Opinions = state.Opinions.Add(new Opinion(Exception, Verdict.Answered, Answer, when.By, when.At, state.On(Exception)?.Fingerprint ?? "")),
    };
}
