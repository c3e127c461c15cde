using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using static System.FormattableString;

namespace Cellwright.Domain.Release.Exceptions;

/// <summary>The record of a batch as those read it who look for exceptions: every line, and how everything stands at the end.</summary>
internal sealed record Findings(BatchRecord Record, Standing End)
{
    public Batch Batch => End.Batch;

    /// <summary>Lines of the batch's own stream with an event of this type.</summary>
    public IEnumerable<(RecordLine Line, TEvent Event)> Of<TEvent>()
        where TEvent : class => Record.Lines.Where(line => line.Happened is TEvent && line.Stream == $"batch/{Record.BatchId}").Select(line => (line, (TEvent)line.Happened!));

    /// <summary>Printed name and user id.</summary>
    public string Name(string id) => id == Performer.System.Id ? Performer.System.Name : End.Person(id) is { Registered: true } person ? $"{person.Name} ({id})" : id;

    public string TitleOf(string step, string parameter) =>
        Standing.Parameter(Batch, step, parameter)?.Title ?? parameter;

    /// <summary>Date and time; a device's own time in the offset of the site, as the order bears it.</summary>
    public string When(DateTimeOffset at) => Invariant($"{at.ToOffset(Batch.OrderedAt.Offset):yyyy-MM-dd HH:mm:ss zzz}");
}

/// <summary>Finds the exceptions of one kind, by a pure look at the record.</summary>
internal abstract class ExceptionFinder
{
    public abstract IEnumerable<ReviewException> Find(Findings findings);
}
