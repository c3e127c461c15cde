using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Server.Pages.Parts;

/// <summary>The work on a deviation in the words of the audit trail.</summary>
internal static class DeviationTrail
{
    /// <summary>The words for an event of that work, or null for any other.</summary>
    public static TrailWords? Of(object happened) => happened switch
    {
        DeviationOpened e => new($"Deviation opened with {e.Evidence.Count} readings: {e.What}"),
        DeviationWidened e => new($"More came to the deviation, with {e.Evidence.Count} readings{(e.Holds ? "; it holds the batch from now on" : "")}: {e.What}"),
        ContinuationDecided e => new($"Decided to continue, signed by {e.Name}", Reason: e.Justification),
        HoldDecided e => new("Decided to hold the batch", Reason: e.Reason),
        AlternativeDecided e => new($"Decided on the alternative, signed by {e.Name}", e.Step, e.Alternative, e.Justification),
        AbortDecided e => new($"Decided to abort the batch, signed by {e.Name}", Reason: e.Reason),
        AlternativeTaken e => new("Alternative step taken", e.Step, e.Alternative, e.Reason),
        DeviationAssigned e => new("Deviation assigned", After: e.Name, Reason: e.Note),
        AlarmShelved e => new("Alarm shelved, or taken off the shelf", After: $"until {Say.Stamp(e.Until)}", Reason: e.Reason),
        AlarmReturned e => new($"Alarm back from the shelf: its time was over at {Say.Stamp(e.Until)}"),
        DeviationClassified e => new("Deviation classified", After: $"{Say.Word(e.Severity)}, {Say.Word(e.Class)}", Reason: e.Reason),
        InvestigationRecorded e => new($"Investigated: {e.Findings}", After: $"root cause: {e.RootCause}", Reason: e.Reason),
        BatchJudged e => new($"Batch {e.OtherBatch} judged", After: e.Affected ? "affected" : "not affected", Reason: e.Reason),
        CorrectiveActionPlanned e => new($"{e.Kind} action {e.Number} planned for {e.OwnerName}: {e.What}", After: $"due {Say.Stamp(e.Due)}"),
        CorrectiveActionCompleted e => new($"Action {e.Number} completed: {e.Evidence}"),
        CorrectiveActionWithdrawn e => new($"Action {e.Number} withdrawn", Reason: e.Reason),
        CorrectiveActionOverdue e => new($"Action {e.Number} was due at {Say.Stamp(e.Due)}"),
        EffectivenessCheckPlanned e => new($"Check of the effect of action {e.Number} planned for {e.Name}: {e.Criterion}", After: $"due {Say.Stamp(e.Due)}", Reason: e.Reason),
        EffectivenessCheckOverdue e => new($"Check of the effect of action {e.Number} was due at {Say.Stamp(e.Due)}"),
        EffectivenessChecked e => new($"Effect of action {e.Number} checked, signed by {e.Name} (effectiveness): {e.Findings}", After: e.Effective ? "has worked" : "has not worked"),
        DeviationClosed e => new($"Deviation closed, signed by {e.Name} (closure)", Reason: e.Conclusion),
        DeviationReopened e => new("Deviation reopened", Reason: e.Reason),
        NoticesSeen e => new($"Notices seen up to entry {e.UpTo}"),
        NoticesReopened e => new($"Notices new again: of {(e.Entries.Count == 1 ? "entry" : "entries")} {string.Join(", ", e.Entries)}"),
        _ => null,
    };
}
