using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Performs the step that the recipe offers instead of another, as a deviation was decided, and releases the deviation's hold.</summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Step">Key or phase of the step that it takes the place of.</param>
/// <param name="Alternative">Phase that is performed instead.</param>
/// <param name="HoldId">Hold that the decision ends.</param>
/// <param name="Reason">Why.</param>
[AllowedTo(Role.System)]
public sealed record TakeAlternative(string BatchId, string Step, string Alternative, string HoldId, string Reason) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (state.Status is not (BatchStatus.Running or BatchStatus.Paused)) return Rules.MustRun(state)!;
        if (Alternatives.Offered(state, Step).All(phase => phase.Id != Alternative))
        {
            // Somebody was faster: the batch must not go on as if nothing had been decided.
            return state.Holds.ContainsKey(HoldId)
                ? Decision<Batch>.Nothing
                : new HoldPlaced(HoldId, $"step {Alternative} was to be performed instead of {Step}, which has gone on meanwhile; the quality unit must decide again");
        }

        var key = Alternatives.OpenKey(state, Step)!;
        var instruments = state.Step(key)?.Instruments is { IsEmpty: false } measuring ? measuring : null;
        var events = new List<Event<Batch>> { new AlternativeTaken(key, StepKey.Instead(key, Alternative), Reason, instruments) };
        if (state.Holds.ContainsKey(HoldId)) events.Add(new HoldReleased(HoldId, Reason));
        return events;
    }
}

/// <summary>Another step is performed in the place of one; what was recorded in that one stays.</summary>
/// <param name="Step">Key of the step that ends, or is not performed.</param>
/// <param name="Alternative">Key of the step that is performed instead.</param>
/// <param name="Reason">Why.</param>
/// <param name="Instruments">Items that measured for it, or null when there were none.</param>
public sealed record AlternativeTaken(string Step, string Alternative, string Reason, ImmutableList<string>? Instruments = null) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) =>
        state.Change(Step, step => step with { CompletedAt = when.At, CompletedBy = when.By, ReplacedBy = Alternative }) with
        {
            Replaced = state.Replaced.SetItem(Step, Alternative),
            Excursions = state.Excursions.RemoveRange(state.Excursions.Keys.Where(key => key.StartsWith(Step + "/", StringComparison.Ordinal))),
        };
}
