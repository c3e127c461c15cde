using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Deviations;

/// <summary>Records what was found out and the root cause (211.192). A further one supersedes it, for a reason; both stay readable.</summary>
/// <param name="DeviationId">Deviation.</param>
/// <param name="Findings">What was looked at, and what was seen.</param>
/// <param name="RootCause">Why it happened; if it is not known, what was ruled out.</param>
/// <param name="Reason">Why the investigation before no longer stands; needed when there is one.</param>
[AllowedTo(Role.QA, Role.Supervisor, Role.Engineer)]
public sealed record RecordInvestigation(string DeviationId, string Findings, string RootCause, string? Reason = null) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act)
    {
        if (state.RefusalUnlessWorkedOn(DeviationId) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(Findings)) return new Refusal("findings", "Say what was looked at, and what was seen.");
        if (string.IsNullOrWhiteSpace(RootCause)) return new Refusal("root-cause", "Name the root cause. If it cannot be known, say what was ruled out and how.");
        var reason = string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim();
        if (state.Investigation is { } last)
        {
            if ((last.Findings, last.RootCause) == (Findings.Trim(), RootCause.Trim())) return Decision<Deviation>.Nothing;
            if (reason is null) return new Refusal("reason", $"{DeviationId} was investigated already. Say why that investigation no longer stands; it stays readable.");
        }

        return new InvestigationRecorded(Findings.Trim(), RootCause.Trim(), state.Investigation is null ? null : reason);
    }
}

/// <summary>The deviation was investigated.</summary>
public sealed record InvestigationRecorded(string Findings, string RootCause, string? Reason = null) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) =>
        state with { Investigations = state.Investigations.Add(new Investigation(Findings, RootCause, Reason, when.By, when.At)) };
}
