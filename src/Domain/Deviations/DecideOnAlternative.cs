using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Deviations;

/// <summary>The quality unit lets the batch go on with the alternative that the recipe offers for the step, by signature.</summary>
/// <param name="DeviationId">Deviation.</param>
/// <param name="Alternative">Id of the phase that is performed instead.</param>
/// <param name="Justification">Why.</param>
[AllowedTo(Role.QA), Signed("approval")]
public sealed record DecideOnAlternative(string DeviationId, string Alternative, string Justification) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Deviation state, Performer by, DateTimeOffset at) => [new StateOf<Batch>(state.BatchId)];

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act)
    {
        if (state.RefusalUnlessUndecided(DeviationId) is { } refusal) return refusal;
        var batch = act.Facts.Of(new StateOf<Batch>(state.BatchId));
        var offered = Alternatives.Offered(batch, state.Step);
        if (offered.FirstOrDefault(phase => phase.Id == Alternative) is not { } phase)
            return new Refusal("alternative", NotOffered(batch, state, offered));
        if (string.IsNullOrWhiteSpace(Justification))
            return new Refusal("reason", "Say why the alternative step is performed.");
        if (DeviationStatements.RefusalFor(act, "approval", DeviationStatements.Alternative(state, phase, Justification.Trim()), Role.QA) is { } unsigned) return unsigned;
        var signature = act.Signature!;
        return new AlternativeDecided(state.Step, phase.Id, Justification.Trim(), signature.Signer.Id, signature.Signer.Name, signature.Shown);
    }

    private string NotOffered(Batch batch, Deviation state, IReadOnlyList<Phase> offered) =>
        offered.Count > 0 ? $"The recipe does not offer {Alternative} instead of step {state.Step}. It offers {string.Join(", ", offered.Select(phase => phase.Id))}: choose one of these."
        : batch.Step(state.Step) is { Active: false } ? $"Step {state.Step} has ended: nothing can take its place any more. Decide otherwise."
        : $"The recipe offers nothing instead of step {state.Step} now. Decide otherwise.";
}

/// <summary>The batch goes on with another step.</summary>
public sealed record AlternativeDecided(string Step, string Alternative, string Justification, string Signer, string Name, string Shown) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) => state.Decided(
        new RunDecision(RunAction.Alternative, Justification, Signer, Name, when.At, Alternative));
}
