using Cellwright.Domain.Basics;

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
        if (state.RefusalUnlessUndecided(DeviationId) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(Justification))
            return new Refusal("reason", "Say why the batch may go on in spite of this deviation.");
        if (DeviationStatements.RefusalFor(act, "approval", state.Statement(Justification.Trim()), Role.QA) is { } unsigned) return unsigned;
        var signature = act.Signature!;
        return new ContinuationDecided(Justification.Trim(), signature.Signer.Id, signature.Signer.Name, signature.Shown);
    }
}

/// <summary>The batch may go on.</summary>
public sealed record ContinuationDecided(string Justification, string Signer, string Name, string Shown) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) => state.Decided(new RunDecision(RunAction.Continue, Justification, Signer, Name, when.At));
}
