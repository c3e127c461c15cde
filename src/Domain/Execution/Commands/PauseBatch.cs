using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Pauses the batch. Clocks of the recipe go on: cells do not pause.</summary>
[AllowedTo(Role.Operator, Role.Supervisor)]
public sealed record PauseBatch(string BatchId, string Reason) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act) =>
        state.Status == BatchStatus.Paused ? Decision<Batch>.Nothing
        : Rules.MustRun(state) is { } refusal ? refusal
        : string.IsNullOrWhiteSpace(Reason) ? new Refusal("reason", "Say why the batch is paused.")
        : new BatchPaused(Reason.Trim());
}

/// <summary>Work stopped for a reason.</summary>
public sealed record BatchPaused(string Reason) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state with { Status = BatchStatus.Paused };
}
