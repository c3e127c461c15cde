using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Domain.Execution.Paper;

/// <summary>The earliest moment at which an act can have been done on paper, by what it follows in the recipe.</summary>
internal static class PaperTime
{
    /// <summary>That moment and what it was, or null where nothing stands before it.</summary>
    public static (DateTimeOffset At, string What)? NotBefore(Batch batch, Command<Batch> act) => act switch
    {
        StartStep start => Sequencing.Before(batch, start.Step).MaxBy(step => step.CompletedAt) is { } last ? (last.CompletedAt!.Value, $"the end of step {last.Key}") : Started(batch),
        CompleteStep complete when batch.Step(complete.Step) is { } step => (Latest(step), $"what was done last in step {step.Key}"),
        IOnPaper other when batch.Step(other.Step) is { } step => (step.StartedAt, $"the start of step {step.Key}"),
        _ => null,
    };

    private static (DateTimeOffset, string)? Started(Batch batch) => batch.StartedAt is { } at ? (at, "the start of the batch") : null;

    private static DateTimeOffset Latest(Step step) =>
        step.Values.Select(value => value.At).Concat(step.Done.Select(done => done.At)).Append(step.StartedAt).Max();
}
