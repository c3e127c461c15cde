using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Lets work on a paused batch go on.</summary>
[AllowedTo(Role.Supervisor)]
public sealed record ResumeBatch(string BatchId, string Reason) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act) => state.Status switch
    {
        BatchStatus.Running => Decision<Batch>.Nothing,
        BatchStatus.Paused when string.IsNullOrWhiteSpace(Reason) => new Refusal("reason", "Say why work may go on."),
        BatchStatus.Paused => new BatchResumed(Reason.Trim()),
        _ => Rules.MustRun(state)!,
    };
}

/// <summary>Work goes on.</summary>
public sealed record BatchResumed(string Reason) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state with { Status = BatchStatus.Running };
}
