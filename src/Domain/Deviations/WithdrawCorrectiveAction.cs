using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Deviations;

/// <summary>The quality unit takes a planned action back, for a reason. It stays readable.</summary>
[AllowedTo(Role.QA)]
public sealed record WithdrawCorrectiveAction(string DeviationId, int Number, string Reason) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act)
    {
        if (state.RefusalUnlessExists(DeviationId) is { } refusal) return refusal;
        if (state.RefusalUnlessPlanned(Number) is { } notPlanned) return notPlanned;
        return string.IsNullOrWhiteSpace(Reason)
            ? new Refusal("reason", "Say why it is no longer needed, or what takes its place.")
            : new CorrectiveActionWithdrawn(Number, Reason.Trim());
    }
}

/// <summary>An action is no longer to be done.</summary>
public sealed record CorrectiveActionWithdrawn(int Number, string Reason) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) => state.Ended(Number, ActionStatus.Withdrawn, Reason, when);
}
