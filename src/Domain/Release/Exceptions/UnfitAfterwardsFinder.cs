using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Materials;

namespace Cellwright.Domain.Release.Exceptions;

/// <summary>Lots that were rejected and items that a calibration found wrong after they had served this batch: nothing in the batch itself says so (211.192).</summary>
internal sealed class UnfitAfterwardsFinder : ExceptionFinder
{
    public override IEnumerable<ReviewException> Find(Findings findings)
    {
        var lots = findings.Of<MaterialAdded>().GroupBy(found => found.Event.LotId).ToDictionary(group => group.Key, group => group.First());
        var items = findings.Of<EquipmentCheckedIn>().GroupBy(found => found.Event.EquipmentId).ToDictionary(group => group.Key, group => group.First());
        foreach (var line in findings.Record.Lines)
        {
            if (line is { Category: "lot", Happened: LotRejected rejected } && lots.TryGetValue(line.StreamId, out var added) && line.At >= added.Line.At)
                yield return Of(line, $"Lot {line.StreamId} was rejected after it went into step {added.Event.Step}", added.Event.Step, new("reason", rejected.Reason));
            if (line is { Category: "equipment", Happened: CalibrationRecorded { FoundWrong: true } failed } && items.TryGetValue(line.StreamId, out var used) && line.At >= used.Line.At)
                yield return Of(line, $"{line.StreamId} {(failed.Passed ? "was found out of tolerance" : "failed its calibration")} after it served this batch", used.Event.Step, new("calibration", findings.When(failed.PerformedAt) + (failed.FoundOutOfTolerance is { } found ? $": {found}" : "")));
        }
    }

    private static ReviewException Of(RecordLine line, string what, string step, Evidence evidence) => new()
    {
        Id = $"unfit:{line.Address}",
        Kind = ExceptionKind.UnfitAfterwards,
        What = what,
        Step = step,
        At = line.At,
        By = line.By,
        Entries = [line.Address],
        Evidence = [evidence],
    };
}
