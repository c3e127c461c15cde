using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Release.Exceptions;

/// <summary>Corrections: each act by itself, with every value that it superseded and what was computed again from it.</summary>
internal sealed class CorrectionFinder : ExceptionFinder
{
    public override IEnumerable<ReviewException> Find(Findings findings)
    {
        var corrections = findings.Of<ValueRecorded>().Where(found => found.Event.Supersedes is not null);
        foreach (var act in corrections.GroupBy(found => (found.Line.By, found.Line.At)))
        {
            var (line, first) = act.First();
            var what = Measured.Of(measure => $"{findings.TitleOf(first.Step, first.Parameter)} in step {first.Step} was changed from {Recording.Number(first.Supersedes!.Value)} to {measure(Recording.Number(first.Value), first.Unit)}");
            yield return new ReviewException
            {
                Id = $"correction:{first.Step}/{first.Parameter}@{line.Version}",
                Kind = ExceptionKind.Correction,
                What = what.Exact,
                Print = what.Print,
                Step = first.Step,
                Parameter = first.Parameter,
                At = line.At,
                By = line.By,
                Entries = [.. act.Select(found => found.Line.Address)],
                Evidence = [new("reason", first.Reason ?? "none"), .. act.SelectMany(found => About(findings, found.Event)), .. Reached(findings, line)],
            };
        }
    }

    // What else the old value had fed, as the correction itself traced it; computed values stand above with their figures.
    private static IEnumerable<Evidence> Reached(Findings findings, RecordLine line) =>
        from notice in findings.Batch.Corrections
        where notice.By == line.By && notice.At == line.At
        from reached in notice.Reached
        where reached.Kind != ReachedKind.ComputedValue || !reached.Changed
        select new Evidence(reached.Changed ? "reached" : "judged again", reached.What);

    private static IEnumerable<Evidence> About(Findings findings, ValueRecorded value)
    {
        yield return new(value.Source == ValueSource.Computed ? "computed again" : "value",
            Measured.Of(measure => $"{value.Step}/{value.Parameter}: {Recording.Number(value.Supersedes!.Value)} superseded by {measure(Recording.Number(value.Value), value.Unit)}"));
        if (findings.Batch.Step(value.Step)?.Current(value.Parameter) is not { } current) yield break;
        if (!current.Value.Equals(value.Value)) yield return new("since then", Measured.Of(measure => $"{value.Step}/{value.Parameter} is {measure(Recording.Number(current.Value), current.Unit)}"));
        else if (current.VerifiedBy is { } second) yield return new("verified by", findings.Name(second));
    }
}
