using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Domain.Release.Exceptions;

/// <summary>Watched values that left their normal range: one exception for a value and a step, however often.</summary>
internal sealed class ExcursionFinder : ExceptionFinder
{
    public override IEnumerable<ReviewException> Find(Findings findings)
    {
        foreach (var group in findings.Of<ExcursionBegan>().GroupBy(found => (found.Event.Step, found.Event.Parameter)))
        {
            var ((step, name), (first, _)) = (group.Key, group.First());
            if (Standing.Parameter(findings.Batch, step, name) is not { } parameter) continue;
            var ends = findings.Of<ExcursionEnded>().Where(found => (found.Event.Step, found.Event.Parameter) == group.Key).ToList();
            yield return new ReviewException
            {
                Id = $"excursion:{step}/{name}",
                Kind = ExceptionKind.Excursion,
                What = $"{parameter.Title} left its normal range during step {step}{(group.Count() > 1 ? $", {group.Count()} times" : "")}",
                Step = step,
                Parameter = name,
                At = first.At,
                By = first.By,
                Entries = [.. group.Select(found => found.Line.Address), .. ends.Select(found => found.Line.Address)],
                Evidence =
                [
                    new("normal operating range", Recording.Range(parameter.Normal, parameter.Unit)),
                    new("proven acceptable range", Recording.Range(parameter.Proven, parameter.Unit)),
                    .. group.Select(found => new Evidence("left", Measured.Of(measure => $"{measure(Recording.Number(found.Event.Value), found.Event.Unit)} at {findings.When(found.Event.ReadAt)}, {found.Event.Equipment}"))),
                    .. ends.Select(found => new Evidence("back", Measured.Of(measure => $"{measure(Recording.Number(found.Event.Value), found.Event.Unit)} at {findings.When(found.Event.ReadAt)}"))),
                ],
            };
        }
    }
}
