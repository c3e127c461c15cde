using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Paper;

namespace Cellwright.Domain.Release.Exceptions;

/// <summary>What was done on paper while the server was down: a step of one pack at a time, with every act, its second person and what the record holds against it.</summary>
internal sealed class PaperFinder : ExceptionFinder
{
    public override IEnumerable<ReviewException> Find(Findings findings) =>
        from line in findings.Record.Lines
        where line.Late is not null && line.Stream == $"batch/{findings.Record.BatchId}"
        let words = PaperWords.Of(line.Happened)
        where words is not null
        group line by (words.Value.Step, line.Late!.Pack) into entered
        select About(findings, entered.Key.Step, entered.Key.Pack, [.. entered]);

    private static ReviewException About(Findings findings, string step, string pack, List<RecordLine> lines)
    {
        var last = lines[^1];
        return new ReviewException
        {
            Id = $"paper:{step}/{pack}",
            Kind = ExceptionKind.LateEntry,
            What = $"Step {step}: {lines.Count} {(lines.Count == 1 ? "entry was" : "entries were")} done on paper ({pack}) and entered {Words.Of(last.At - lines.Min(line => line.DoneAt))} afterwards",
            Step = step,
            At = last.At,
            By = last.By,
            Entries = [.. lines.Select(line => line.Address)],
            Evidence =
            [
                .. lines.Select(line => line.Late!.Reason).Distinct().Select(reason => new Evidence("reason", reason)),
                .. lines.Select(line => line.Late!.Doubt).OfType<string>().Distinct().Select(doubt => new Evidence("doubt", doubt)),
                .. lines.Select(line => new Evidence("done on paper", $"{findings.When(line.DoneAt)} by {findings.Name(line.DoneBy)}: {PaperWords.Of(line.Happened)!.Value.What}; entered {findings.When(line.At)} by {findings.Name(line.By)}, compared by {findings.Name(line.Late!.Verifier)}")),
            ],
        };
    }
}
