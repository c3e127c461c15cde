using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Deviations;

/// <summary>The quality unit opens a closed deviation again, for a reason. Its closure stays readable.</summary>
[AllowedTo(Role.QA)]
public sealed record ReopenDeviation(string DeviationId, string Reason) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act) =>
        state.RefusalUnlessExists(DeviationId) is { } none ? none
        : !state.IsClosed ? new Refusal("closed", $"{DeviationId} is not closed. Go on working on it.")
        : string.IsNullOrWhiteSpace(Reason) ? new Refusal("reason", "Say what has become known since it was closed.")
        : new DeviationReopened(Reason.Trim());
}

/// <summary>The deviation is worked on again.</summary>
public sealed record DeviationReopened(string Reason) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) => state with
    {
        // A deviation of an aborted batch may have been closed without a decision.
        Status = state.DecidedAt is null ? DeviationStatus.Open : DeviationStatus.Decided,
        Reopenings = state.Reopenings.Add(new Reopening(Reason, when.By, when.At)),
    };
}
