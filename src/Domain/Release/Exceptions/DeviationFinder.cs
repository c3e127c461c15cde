using System.Collections.Immutable;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Domain.Release.Exceptions;

/// <summary>Deviations, and the time limits that opened some of them: one matter, one exception (211.192).</summary>
internal sealed class DeviationFinder : ExceptionFinder
{
    public override IEnumerable<ReviewException> Find(Findings findings)
    {
        var expired = findings.Of<ClockExpired>().ToLookup(expired => (expired.Event.Step, expired.Line.At));
        foreach (var (line, announced) in findings.Of<DeviationAnnounced>())
        {
            var clock = expired[(announced.Step, line.At)].Select(found => found.Line.Address).ToList();
            var silence = findings.Of<TagFellSilent>().Where(silent => silent.Event.DeviationId == announced.DeviationId).Select(silent => silent.Line.Address);
            var extended = findings.Of<DeviationExtended>().Where(found => found.Event.DeviationId == announced.DeviationId).ToList();
            var deviation = findings.End.Deviations.GetValueOrDefault(announced.DeviationId);
            yield return new ReviewException
            {
                Id = $"deviation:{announced.DeviationId}",
                Kind = clock.Count > 0 ? ExceptionKind.ClockExpiry : ExceptionKind.Deviation,
                What = $"{announced.DeviationId}: {extended.LastOrDefault().Event?.What ?? announced.What}",
                Step = announced.Step,
                Parameter = announced.Parameter,
                At = line.At,
                By = line.By,
                Evidence = [.. About(findings, announced, [.. extended.Select(found => found.Event)], deviation)],
                Entries = [.. clock, .. silence, line.Address, .. extended.Select(found => found.Line.Address), .. findings.Record.Lines.Where(other => other.Stream == $"{Deviation.Category}/{announced.DeviationId}").Select(other => other.Address)],
                Awaits = deviation is { IsClosed: true } ? null : $"{announced.DeviationId} is open: it is accepted once it is closed, by signature.",
            };
        }
    }

    private static string Around(ImmutableList<EvidenceReading> readings) => $"{readings.Count} around it, {readings[0].Address} to {readings[^1].Address}";

    private static IEnumerable<Evidence> About(Findings findings, DeviationAnnounced announced, IReadOnlyList<DeviationExtended> extended, Deviation? deviation)
    {
        yield return new("effect", announced.Holds || extended.Any(more => more.Holds) ? "the batch was held until it was decided" : "the batch was not held");
        if (announced.Evidence.Count > 0) yield return new("readings", Around(announced.Evidence));
        foreach (var more in extended) yield return new("came to it", $"{more.Parameter}{(more.Holds ? ", which holds the batch" : "")}{(more.Evidence.Count > 0 ? $": {Around(more.Evidence)}" : "")}");
        if (deviation is null) yield break;
        foreach (var decision in deviation.Decisions)
            yield return new("decision", $"{decision.Action.ToString().ToLowerInvariant()}{(decision.Alternative is { } alternative ? $" {alternative}" : "")}: {decision.Reason} ({decision.Name}, {findings.When(decision.At)})");
        foreach (var shelving in deviation.Shelvings)
            yield return new("alarm", $"{(shelving.Until > shelving.At ? $"shelved until {findings.When(shelving.Until)}" : "taken off the shelf")}: {shelving.Reason} ({findings.Name(shelving.By)}, {findings.When(shelving.At)})");
        if (deviation.Classifications.LastOrDefault() is { } judged) yield return new("severity", $"{judged.Severity.ToString().ToLowerInvariant()}, {judged.Class.ToString().ToLowerInvariant()}: {judged.Reason}");
        if (deviation.Investigation is { } investigation) yield return new("root cause", $"{investigation.RootCause} ({findings.Name(investigation.By)})");
        foreach (var judgement in deviation.Judgements.GroupBy(judgement => judgement.BatchId).Select(group => group.Last()))
            yield return new($"batch {judgement.BatchId}", $"{(judgement.Affected ? "affected" : "not affected")}: {judgement.Reason}");

        // A preventive action may be due after the closure; that it is done then changes nothing of what was reviewed.
        foreach (var action in deviation.Actions)
            yield return new("action", $"{action.Number}, {action.Kind.ToString().ToLowerInvariant()}, {action.OwnerName}: {action.What}{(action is { Kind: ActionKind.Corrective, Outcome: { } outcome } ? $"; {outcome}" : "")}");
        yield return new("standing", deviation.Closure is { } closure ? $"closed by {closure.Name}, {findings.When(closure.At)}: {closure.Conclusion}" : "open");
    }
}
