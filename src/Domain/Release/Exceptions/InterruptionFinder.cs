using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Domain.Release.Exceptions;

/// <summary>Holds that a person placed or lifted, pauses and aborts. A deviation's own hold stands with the deviation.</summary>
internal sealed class InterruptionFinder : ExceptionFinder
{
    public override IEnumerable<ReviewException> Find(Findings findings)
    {
        var deviations = findings.Batch.Deviations.Select(deviation => deviation.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (line, hold) in findings.Of<HoldPlaced>().Where(found => !deviations.Contains(found.Event.HoldId)))
            yield return Closed(findings, line, ExceptionKind.Hold, $"hold:{hold.HoldId}@{line.Version}", $"The batch was held ({hold.HoldId}): {hold.Reason}", "lifted",
                findings.Of<HoldReleased>().Where(found => found.Event.HoldId == hold.HoldId).Select(found => (found.Line, found.Event.Reason)));
        foreach (var (line, pause) in findings.Of<BatchPaused>())
            yield return Closed(findings, line, ExceptionKind.Pause, $"pause@{line.Version}", $"The batch was paused: {pause.Reason}", "resumed",
                findings.Of<BatchResumed>().Select(found => (found.Line, found.Event.Reason)));
        foreach (var (line, aborted) in findings.Of<BatchAborted>())
            yield return new ReviewException
            {
                Id = $"abort@{line.Version}",
                Kind = ExceptionKind.Abort,
                What = $"The batch was aborted: {aborted.Reason}",
                At = line.At,
                By = line.By,
                Entries = [line.Address],
                Evidence = [new("signed by", $"{aborted.Name} ({aborted.Signer}), shown SHA-256 {aborted.Shown}")],
            };
    }

    private static ReviewException Closed(
        Findings findings, RecordLine line, ExceptionKind kind, string id, string what, string ended, IEnumerable<(RecordLine Line, string Reason)> ends)
    {
        var end = ends.FirstOrDefault(found => found.Line.Version > line.Version);
        return new ReviewException
        {
            Id = id,
            Kind = kind,
            What = what,
            At = line.At,
            By = line.By,
            Entries = end.Line is null ? [line.Address] : [line.Address, end.Line.Address],
            Evidence = [new(ended, end.Line is null ? "not yet" : $"{findings.When(end.Line.At)} by {findings.Name(end.Line.By)}: {end.Reason}")],
        };
    }
}
