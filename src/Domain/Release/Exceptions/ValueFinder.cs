using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Release.Exceptions;

/// <summary>Values that ask for a look: in the alert range, entered in place of equipment, entered late.</summary>
internal sealed class ValueFinder : ExceptionFinder
{
    /// <summary>An entry that says an earlier source time than this is a late one (ours: the time between reading and entering).</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    public override IEnumerable<ReviewException> Find(Findings findings)
    {
        var ordinals = new Dictionary<(string, string), int>();
        foreach (var (line, value) in findings.Of<ValueRecorded>())
        {
            var ordinal = ordinals[(value.Step, value.Parameter)] = ordinals.GetValueOrDefault((value.Step, value.Parameter)) + 1;
            ReviewException Of(ExceptionKind kind, string id, Measured what) => About(findings, line, value, ordinal) with
            {
                Id = $"{id}:{value.Step}/{value.Parameter}#{ordinal}",
                Kind = kind,
                What = $"{findings.TitleOf(value.Step, value.Parameter)} in step {value.Step} {what.Exact}",
                Print = $"{findings.TitleOf(value.Step, value.Parameter)} in step {value.Step} {what.Print}",
            };

            // Outside the proven range a deviation speaks of it.
            if (value.Assessment == Assessment.Alert) yield return Of(ExceptionKind.AlertValue, "value", Measured.Of(measure => $"was {measure(Recording.Number(value.Value), value.Unit)}, outside its normal operating range"));
            if (value.Source == ValueSource.Fallback) yield return Of(ExceptionKind.Fallback, "fallback", "was entered by hand where equipment is bound");
            // What came from paper has an exception of its own, a step at a time.
            if (value is { Late: null, Supersedes: null, Source: ValueSource.Hand or ValueSource.Fallback } && line.At - value.SourceAt > Late)
                yield return Of(ExceptionKind.LateEntry, "late", $"was entered {Words.Of(line.At - value.SourceAt)} after it was true");
        }
    }

    private static ReviewException About(Findings findings, RecordLine line, ValueRecorded value, int ordinal)
    {
        var parameter = Standing.Parameter(findings.Batch, value.Step, value.Parameter);
        var step = findings.Batch.Step(value.Step);
        var later = step?.Values.FirstOrDefault(other => other.Parameter == value.Parameter && other.Ordinal == ordinal + 1);
        var itself = step?.Values.FirstOrDefault(other => other.Parameter == value.Parameter && other.Ordinal == ordinal);
        return new ReviewException
        {
            Id = "",
            Kind = ExceptionKind.AlertValue,
            What = "",
            Step = value.Step,
            Parameter = value.Parameter,
            At = line.At,
            By = line.By,
            Entries = [line.Address],
            Evidence =
            [
                new("value", Measured.Of(measure => $"{measure(Recording.Number(value.Value), value.Unit)}, {Source(value)}, true at {findings.When(value.SourceAt)}")),
                new("normal operating range", Recording.Range(parameter?.Normal ?? Limits.Open, value.Unit)),
                new("proven acceptable range", Recording.Range(parameter?.Proven ?? Limits.Open, value.Unit)),
                .. value.Reason is { } reason ? [new Evidence("reason", reason)] : Array.Empty<Evidence>(),
                .. itself?.VerifiedBy is { } second ? [new Evidence("verified by", findings.Name(second))] : Array.Empty<Evidence>(),
                .. later is not null ? [new Evidence("superseded by", Measured.Of(measure => $"{measure(Recording.Number(later.Value), later.Unit)}, {later.Reason}"))] : Array.Empty<Evidence>(),
            ],
        };
    }

    private static string Source(ValueRecorded value) => value.Source switch
    {
        ValueSource.Equipment => $"from {value.Equipment}",
        ValueSource.Fallback => "entered by hand in place of equipment",
        ValueSource.Computed => $"computed: {value.Computation}",
        _ => "entered by hand",
    };
}
