using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>A watched tag that had fallen silent speaks again. What it says is judged by the limits as any reading is; the deviation stays.</summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Step">Step key.</param>
/// <param name="Equipment">Item.</param>
/// <param name="Tag">Tag.</param>
/// <param name="Value">What it said first.</param>
/// <param name="Unit">UCUM unit.</param>
/// <param name="HeardAt">When it was heard.</param>
/// <param name="Address">Address of the reading.</param>
[AllowedTo(Role.System)]
public sealed record ReportReturn(
    string BatchId, string Step, string Equipment, string Tag, double Value, string Unit, DateTimeOffset HeardAt, string Address) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act) =>
        state.Silences.GetValueOrDefault(Silence.Key(Step, Equipment, Tag)) is { Lasts: true } silence && HeardAt > silence.Since
            ? new TagReturned(Step, silence.Parameter, Equipment, Tag, Value, Unit, HeardAt, Address)
            : Decision<Batch>.Nothing;
}

/// <summary>A watched tag speaks again.</summary>
public sealed record TagReturned(
    string Step, string Parameter, string Equipment, string Tag, double Value, string Unit, DateTimeOffset HeardAt, string Address) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) =>
        Silence.Key(Step, Equipment, Tag) is var key && state.Silences.TryGetValue(key, out var silence)
            ? state with { Silences = state.Silences.SetItem(key, silence with { Returned = HeardAt }) }
            : state;
}
