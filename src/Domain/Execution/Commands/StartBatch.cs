using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Opens an ordered batch for work; who starts it is responsible until a hand-over.</summary>
[AllowedTo(Role.Supervisor)]
public sealed record StartBatch(string BatchId) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act) => state.Status switch
    {
        BatchStatus.Ordered => new BatchStarted(),
        BatchStatus.Running => Decision<Batch>.Nothing,
        _ => Rules.MustRun(state)!,
    };
}

/// <summary>Work on the batch may begin.</summary>
public sealed record BatchStarted : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) =>
        state with { Status = BatchStatus.Running, StartedAt = when.At, Responsible = when.By };
}
