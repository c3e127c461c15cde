using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Holds a batch: no step goes on until the hold is released.</summary>
[AllowedTo(Role.QA, Role.Supervisor, Role.System)]
public sealed record PlaceHold(string BatchId, string HoldId, string Reason) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act) =>
        state.Status is BatchStatus.None or BatchStatus.Completed or BatchStatus.Aborted ? Rules.MustRun(state)!
        : state.Holds.ContainsKey(HoldId) ? Decision<Batch>.Nothing
        : !act.By.Holds(Role.System) && IsDeviation(HoldId) ? new Refusal("deviation", $"Ids of the form {BatchId}-D1 belong to deviations, and only a deviation's decision releases them. Give the hold another id.")
        : string.IsNullOrWhiteSpace(Reason) ? new Refusal("reason", "Say why the batch is held.")
        : new HoldPlaced(HoldId, Reason.Trim());

    private bool IsDeviation(string id) =>
        id.StartsWith(BatchId + "-D", StringComparison.Ordinal) && id.AsSpan(BatchId.Length + 2) is { Length: > 0 } number && !number.ContainsAnyExceptInRange('0', '9');
}

/// <summary>The batch is held.</summary>
public sealed record HoldPlaced(string HoldId, string Reason) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) =>
        state with { Holds = state.Holds.SetItem(HoldId, new Hold(HoldId, Reason, when.By, when.At)) };
}
