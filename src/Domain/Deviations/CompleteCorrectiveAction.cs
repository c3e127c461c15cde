using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Deviations;

/// <summary>The owner of an action says that it is done, with evidence. A preventive action is completed after the closure, too.</summary>
/// <param name="DeviationId">Deviation.</param>
/// <param name="Number">Number of the action.</param>
/// <param name="Evidence">How it can be seen that it was done: a document, a calibration, a training.</param>
[AllowedTo(Role.Operator, Role.Verifier, Role.QA, Role.Engineer, Role.Supervisor)]
public sealed record CompleteCorrectiveAction(string DeviationId, int Number, string Evidence) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act)
    {
        if (state.RefusalUnlessExists(DeviationId) is { } refusal) return refusal;
        if (state.RefusalUnlessPlanned(Number) is { } notPlanned) return notPlanned;
        if (state.Actions[Number - 1] is var action && action.Owner != act.By.Id)
            return new Refusal("owner", $"Action {Number} is {action.OwnerName}'s, who alone says that it is done. If somebody else did it, withdraw it and plan it for them.");
        return string.IsNullOrWhiteSpace(Evidence)
            ? new Refusal("evidence", "Give the evidence: where it can be seen that this was done.")
            : new CorrectiveActionCompleted(Number, Evidence.Trim());
    }
}

/// <summary>An action was done.</summary>
public sealed record CorrectiveActionCompleted(int Number, string Evidence) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) => state.Ended(Number, ActionStatus.Completed, Evidence, when);
}
