using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Release.Commands;

/// <summary>The physician was told that a result is out of specification after the product was released conditionally.</summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Test">The result that was told.</param>
/// <param name="Words">To whom, how and when.</param>
[AllowedTo(Role.QA)]
public sealed record RecordNotice(string BatchId, string Test, string Words) : Command<Disposition>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Disposition> Decide(Disposition state, Act act)
    {
        if (state.Obligations.GetValueOrDefault(Test) is not { MissedAt: not null } owed)
            return new Refusal("notice", $"No notice is owed for {Test} of batch {BatchId}. Open the release again to see what is owed.");
        if (owed.Notice is not null) return Decision<Disposition>.Nothing;
        return string.IsNullOrWhiteSpace(Words)
            ? new Refusal("reason", "Write to whom, how and when it was told.")
            : new NoticeGiven(Test, Words.Trim());
    }
}

/// <summary>The physician was told.</summary>
public sealed record NoticeGiven(string Test, string Words) : Event<Disposition>
{
    /// <inheritdoc />
    public override Disposition Apply(Disposition state, Happened when) => state.Change(Test, (Obligation owed) => owed with { Notice = Words });
}
