using System.Collections.Immutable;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Deviations;

/// <summary>How severe a deviation is for the product and the patient.</summary>
public enum DeviationSeverity
{
    /// <summary>No effect on the quality of the product is to be expected.</summary>
    Minor,

    /// <summary>An effect on the quality of the product is possible.</summary>
    Major,

    /// <summary>An effect on the quality of the product, or on the patient, is likely.</summary>
    Critical,
}

/// <summary>What a deviation is about.</summary>
public enum DeviationClass
{
    /// <summary>A machine or an instrument.</summary>
    Equipment,

    /// <summary>Something that was put in.</summary>
    Material,

    /// <summary>What the master record says, or how it was followed.</summary>
    Procedure,

    /// <summary>The room.</summary>
    Environment,

    /// <summary>An act of a person.</summary>
    Person,

    /// <summary>A record or a label.</summary>
    Document,

    /// <summary>The response of the patient's cells.</summary>
    Biology,

    /// <summary>The process moved, as monitoring finds: whoever's cells it serves.</summary>
    Drift,
}

/// <summary>How a batch goes on after a deviation.</summary>
public enum RunAction
{
    /// <summary>It goes on as the recipe says.</summary>
    Continue,

    /// <summary>It waits until something else is decided.</summary>
    Hold,

    /// <summary>It goes on with the alternative step that the recipe offers.</summary>
    Alternative,

    /// <summary>It ends.</summary>
    Abort,
}

/// <summary>What came to a deviation after it was opened.</summary>
/// <param name="Parameter">Parameter concerned.</param>
/// <param name="Holds">True when the batch was held for it from then on.</param>
/// <param name="Evidence">Readings around it.</param>
/// <param name="At">When.</param>
public sealed record Widening(string Parameter, bool Holds, ImmutableList<EvidenceReading> Evidence, DateTimeOffset At);

/// <summary>Its alarm was put on the shelf, or taken off it before its time.</summary>
/// <param name="Until">Until when; no later than <paramref name="At"/> where it was taken off.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">User id.</param>
/// <param name="At">When.</param>
public sealed record Shelving(DateTimeOffset Until, string Reason, string By, DateTimeOffset At);

/// <summary>A decision of how the batch goes on.</summary>
/// <param name="Action">How.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">User id of whoever decided; of a signed decision the signer's.</param>
/// <param name="Name">Printed name, of a signed decision; else the user id.</param>
/// <param name="At">When.</param>
/// <param name="Alternative">The phase that is performed instead, or null.</param>
public sealed record RunDecision(RunAction Action, string Reason, string By, string Name, DateTimeOffset At, string? Alternative = null);

/// <summary>Somebody was given the work.</summary>
/// <param name="Person">User id.</param>
/// <param name="Name">Printed name at that time.</param>
/// <param name="Note">What is asked of them, or empty.</param>
/// <param name="By">Who gave it.</param>
/// <param name="At">When.</param>
public sealed record Assignment(string Person, string Name, string Note, string By, DateTimeOffset At);

/// <summary>Severity and class, with the reason for them.</summary>
/// <param name="Severity">How severe.</param>
/// <param name="Class">What it is about.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">User id.</param>
/// <param name="At">When.</param>
public sealed record Classification(DeviationSeverity Severity, DeviationClass Class, string Reason, string By, DateTimeOffset At);

/// <summary>What was found out.</summary>
/// <param name="Findings">What was looked at, and what was seen.</param>
/// <param name="RootCause">Why it happened.</param>
/// <param name="Reason">Why it supersedes the one before, or null for the first.</param>
/// <param name="By">User id of the investigator.</param>
/// <param name="At">When.</param>
public sealed record Investigation(string Findings, string RootCause, string? Reason, string By, DateTimeOffset At);

/// <summary>Whether another batch is affected.</summary>
/// <param name="BatchId">The other batch.</param>
/// <param name="Affected">True when it is; a deviation of its own then follows there.</param>
/// <param name="Reason">Why, or why not.</param>
/// <param name="By">User id.</param>
/// <param name="At">When.</param>
public sealed record BatchJudgement(string BatchId, bool Affected, string Reason, string By, DateTimeOffset At);

/// <summary>Whether an action takes the cause away here, or keeps it from coming again (ISO 9000:2015, 3.12.1 and 3.12.2).</summary>
public enum ActionKind
{
    /// <summary>Mends what is wrong: done before the deviation is closed.</summary>
    Corrective,

    /// <summary>Keeps it from happening elsewhere or again: may be due after the deviation was closed.</summary>
    Preventive,
}

/// <summary>Where an action stands.</summary>
public enum ActionStatus
{
    /// <summary>Its owner has yet to do it.</summary>
    Planned,

    /// <summary>Done, with evidence.</summary>
    Completed,

    /// <summary>Taken back, for a reason.</summary>
    Withdrawn,
}

/// <summary>A corrective or preventive action.</summary>
/// <param name="Number">From 1, within the deviation.</param>
/// <param name="Kind">Corrective or preventive.</param>
/// <param name="What">What is to be done.</param>
/// <param name="Owner">User id of whoever does it.</param>
/// <param name="OwnerName">Printed name.</param>
/// <param name="Due">Until when.</param>
/// <param name="PlannedBy">User id of whoever planned it.</param>
/// <param name="PlannedAt">When it was planned.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Outcome">Evidence that it was done, or the reason why it was withdrawn; null while it is planned.</param>
/// <param name="EndedBy">Who completed or withdrew it.</param>
/// <param name="EndedAt">When.</param>
/// <param name="OverdueAt">When it was announced that it is overdue, or null.</param>
public sealed record CorrectiveAction(
    int Number, ActionKind Kind, string What, string Owner, string OwnerName, DateTimeOffset Due, string PlannedBy, DateTimeOffset PlannedAt,
    ActionStatus Status = ActionStatus.Planned, string? Outcome = null, string? EndedBy = null, DateTimeOffset? EndedAt = null, DateTimeOffset? OverdueAt = null)
{
    /// <summary>Every check of its effectiveness, in order; one without a result was superseded when another follows.</summary>
    public ImmutableList<EffectivenessCheck> Checks { get; init; } = [];

    /// <summary>The check that waits for its result, or null; an action that was withdrawn has none.</summary>
    public EffectivenessCheck? OpenCheck => Status != ActionStatus.Withdrawn && Checks.LastOrDefault() is { Result: null } check ? check : null;

    /// <summary>True when it was done and was found not to have worked.</summary>
    public bool DidNotWork => Checks.LastOrDefault(check => check.Result is not null)?.Result is { Effective: false };

    /// <summary>True when it should have been done by now.</summary>
    public bool IsOverdue(DateTimeOffset now) => Status == ActionStatus.Planned && now > Due;

    /// <summary>True when its effect should have been looked at by now.</summary>
    public bool IsCheckOverdue(DateTimeOffset now) => OpenCheck is { } check && now > check.Due;

    /// <summary>When something about it is due that was not announced as overdue, or null.</summary>
    public DateTimeOffset? NextDue =>
        Status == ActionStatus.Planned && OverdueAt is null ? (OpenCheck is { OverdueAt: null } soon && soon.Due < Due ? soon.Due : Due)
        : OpenCheck is { OverdueAt: null } check ? check.Due : null;
}

/// <summary>How, by whom and until when it is looked at whether an action has worked.</summary>
/// <param name="Criterion">What is looked at, and what shows that it has worked.</param>
/// <param name="Person">User id of whoever makes it.</param>
/// <param name="Name">Printed name at that time.</param>
/// <param name="Due">Until when.</param>
/// <param name="PlannedBy">User id.</param>
/// <param name="PlannedAt">When it was planned.</param>
/// <param name="Reason">Why it supersedes the one before, or null.</param>
/// <param name="OverdueAt">When it was announced that it is overdue, or null.</param>
/// <param name="Result">What was found, or null.</param>
public sealed record EffectivenessCheck(
    string Criterion, string Person, string Name, DateTimeOffset Due, string PlannedBy, DateTimeOffset PlannedAt, string? Reason = null,
    DateTimeOffset? OverdueAt = null, EffectivenessResult? Result = null);

/// <summary>Whether an action has worked.</summary>
/// <param name="Effective">True when it has.</param>
/// <param name="Findings">What was looked at and seen.</param>
/// <param name="Signer">User id.</param>
/// <param name="Name">Printed name at that time.</param>
/// <param name="At">When.</param>
/// <param name="Shown">SHA-256 of exactly what was shown.</param>
public sealed record EffectivenessResult(bool Effective, string Findings, string Signer, string Name, DateTimeOffset At, string Shown);

/// <summary>The quality unit closed it.</summary>
/// <param name="Conclusion">What it concludes for the batch.</param>
/// <param name="Signer">User id.</param>
/// <param name="Name">Printed name at that time.</param>
/// <param name="At">When.</param>
/// <param name="Shown">SHA-256 of exactly what was shown.</param>
public sealed record Closure(string Conclusion, string Signer, string Name, DateTimeOffset At, string Shown);

/// <summary>It was opened again.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">User id.</param>
/// <param name="At">When.</param>
public sealed record Reopening(string Reason, string By, DateTimeOffset At);
