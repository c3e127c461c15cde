using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Hands the responsibility for a batch to whoever gives this command, with what the next shift must know.</summary>
[AllowedTo(Role.Operator, Role.Supervisor)]
public sealed record HandOver(string BatchId, string Note) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (state.Status is not (BatchStatus.Running or BatchStatus.Paused)) return Rules.MustRun(state)!;
        if (string.IsNullOrWhiteSpace(Note)) return new Refusal("reason", "Write what the next shift must know.");
        if (Rules.Trained(state, act.By, act.At) is { } untrained) return untrained;
        return state.Responsible == act.By.Id
            ? new Refusal("hand-over", $"{act.By.Name} is responsible for this batch already. The person who takes over signs in and takes it over.")
            : new HandedOver(state.Responsible, act.By.Id, Note.Trim());
    }
}

/// <summary>Responsibility passed from one person to another.</summary>
public sealed record HandedOver(string From, string To, string Note) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state with { Responsible = To };
}
