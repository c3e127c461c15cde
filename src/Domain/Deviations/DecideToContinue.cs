using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using static System.FormattableString;

namespace Cellwright.Domain.Deviations;

/// <summary>The quality unit lets the batch go on in spite of a deviation, with a justification, by signature.</summary>
[AllowedTo(Role.QA), Signed("approval")]
public sealed record DecideToContinue(string DeviationId, string Justification) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act)
    {
        if (state.RefusalUnlessWorkedOn(DeviationId) is { } refusal) return refusal;
        if (state.IsDecided)
            return new Refusal("deviation", Invariant($"{DeviationId} was decided by {state.DecidedBy} at {state.DecidedAt:yyyy-MM-dd HH:mm zzz}."));
        if (string.IsNullOrWhiteSpace(Justification))
            return new Refusal("reason", "Say why the batch may go on in spite of this deviation.");
        if (act.Signature is not { Meaning: "approval" } signature)
            return new Refusal("signature", "This needs a signature (approval): give user name and password again.");
        if (!signature.Signer.Holds(Role.QA))
            return new Refusal("role", $"{signature.Signer.Name} may not decide a deviation: it takes the role QA.");
        return signature.Shown == Statements.Hash(state.Statement(Justification.Trim()))
            ? new ContinuationDecided(Justification.Trim(), signature.Signer.Id, signature.Signer.Name, signature.Shown)
            : new Refusal("shown", "What was shown is no longer what stands in the record. Read it again, then sign.");
    }
}

/// <summary>The batch may go on.</summary>
public sealed record ContinuationDecided(string Justification, string Signer, string Name, string Shown) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) => state with
    {
        Status = DeviationStatus.Decided,
        Justification = Justification,
        DecidedBy = Name,
        DecidedAt = when.At,
        Decisions = state.Decisions.Add(new RunDecision(RunAction.Continue, Justification, Signer, Name, when.At)),
    };
}
