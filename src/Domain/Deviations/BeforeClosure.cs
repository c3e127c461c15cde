using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Deviations;

/// <summary>What a deviation still needs before it can be closed: the page's list of things to do, and the server's rule.</summary>
public static class BeforeClosure
{
    /// <summary>One sentence fragment for each thing that is missing.</summary>
    public static IEnumerable<Phrase> Missing(Deviation deviation, Batch batch, IReadOnlyList<RelatedBatch> related)
    {
        if (deviation.Status == DeviationStatus.Open && batch.Status != BatchStatus.Aborted) yield return new("decision", "the decision how the batch goes on");
        if (deviation.Severity is null) yield return new("severity", "severity and class");
        if (deviation.Investigation is null) yield return new("investigation", "the investigation with its root cause");
        var open = related.Where(other => deviation.JudgementOn(other.BatchId) is null).Select(other => other.BatchId).ToList();
        if (open.Count > 0) yield return open.Count == 1
            ? new("whether-affected", "whether batch {0} is affected", open[0])
            : new("whether-all-affected", "whether batches {0} are affected", string.Join(", ", open));
        foreach (var action in deviation.Actions.Where(action => action is { Status: ActionStatus.Planned, Kind: ActionKind.Corrective }))
            yield return new("corrective-action", "corrective action {0} by {1}, due {2:yyyy-MM-dd}", action.Number, action.OwnerName, action.Due);
        foreach (var action in deviation.Actions.Where(action => action.DidNotWork && !deviation.Actions.Any(other => other.Status != ActionStatus.Withdrawn && other.PlannedAt > action.Checks.Last(check => check.Result is not null).Result!.At)))
            yield return new("another-action", "another action, because action {0} has not worked", action.Number);
        // Proportionate to the risk (ICH Q10, 3.2.2): what may have touched the product is not left without an act.
        if (deviation.Severity is DeviationSeverity.Major or DeviationSeverity.Critical && deviation.Actions.All(action => action.Status == ActionStatus.Withdrawn))
            yield return new("some-action", "a corrective or preventive action, because it is {0}", Risk.Word(deviation.Severity));
    }

    /// <summary>Why this person may not close it, or null: nobody reviews their own work.</summary>
    public static Refusal? RefusalFor(Deviation deviation, Batch batch, Performer signer) =>
        Circumstances.PeopleIn(batch, deviation.Step).Contains(signer.Id)
            ? new("independence", $"{signer.Name} worked in step {deviation.Step} of batch {deviation.BatchId}. Somebody else of the quality unit closes its deviation.")
        : deviation.Investigation?.By == signer.Id
            ? new("independence", $"{signer.Name} investigated {deviation.Id}. Somebody else of the quality unit reviews that and closes it.")
        : null;
}
