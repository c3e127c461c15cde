using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Recipes;
using static System.FormattableString;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Completes a step. Refused until everything it asks for is recorded, verified and signed, and its time has passed.</summary>
[AllowedTo(Role.Operator)]
public sealed record CompleteStep(string BatchId, string Step) : Command<Batch>, IOnPaper
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    string IOnPaper.Words => $"step {Step} completed";

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (state.Status == BatchStatus.Running && state.Step(Step) is { Active: false }) return Decision<Batch>.Nothing;
        if (Rules.MayWorkIn(state, Step, act) is { } refusal) return refusal;
        var phase = state.Recipe!.Phase(StepKey.Phase(Step));
        if (Clocks.NotBefore(state, Step, phase, Edge.End) is { } earliest && act.At < earliest.At)
            return new Refusal("time", Invariant($"Too early: {earliest.What}. It may be completed at {earliest.At:yyyy-MM-dd HH:mm zzz}."));
        if (Rules.InTime(state, Step, Edge.End, act.At) is { } late) return late;
        var missing = Completeness.Missing(state, Step).ToList();
        if (missing.Count > 0)
            return new Refusal("incomplete", $"Step {Step} still needs: {string.Join("; ", missing)}.");

        var events = new List<Event<Batch>> { new StepCompleted(Step, state.Step(Step)!.Instruments is { IsEmpty: false } instruments ? instruments : null) };
        var after = events[0].Apply(state, new Happened(act.By.Id, act.At, 0));
        for (var position = Sequencing.Of(after); ; position = Sequencing.Of(after))
        {
            if (position.Done && Completeness.MissingAnywhere(after).ToList() is { Count: > 0 } open)
                return new Refusal("incomplete", $"Step {Step} is the last, and the batch still needs: {string.Join("; ", open)}.");
            if (position.Done) events.Add(new BatchCompleted(after.EquipmentHeld));
            if (position.Done || position.Due.IsEmpty) return events;
            var taken = new FlowDecided(position.Due[0].Node, position.Due[0].Branch, position.Due[0].Because);
            events.Add(taken);
            after = taken.Apply(after, default);
        }
    }
}

/// <summary>A step is done.</summary>
/// <param name="Step">Step key.</param>
/// <param name="Instruments">Items that measured for it, or null when there were none.</param>
public sealed record StepCompleted(string Step, ImmutableList<string>? Instruments = null) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) =>
        state.Change(Step, step => step with { CompletedAt = when.At, CompletedBy = when.By, CompletedLate = when.Late }) with
        {
            Excursions = state.Excursions.IsEmpty ? state.Excursions : state.Excursions.RemoveRange(state.Excursions.Keys.Where(key => key.StartsWith(Step + "/", StringComparison.Ordinal))),
            Silences = state.Silences.IsEmpty ? state.Silences : state.Silences.RemoveRange(state.Silences.Values.Where(silence => silence.Step == Step).Select(silence => Silence.Key(Step, silence.Equipment, silence.Tag))),
        };
}

/// <summary>The recipe's flow took a branch, or went round or out of a loop, on the values recorded until then.</summary>
public sealed record FlowDecided(string Node, int Branch, string Because) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) =>
        state with { Decisions = state.Decisions.SetItem(Node, new FlowDecision(Node, Branch, Because, state.Steps.Count)) };
}

/// <summary>Every step of the recipe is done.</summary>
/// <param name="Released">Equipment that was not checked out and is given back now, or null when there was none.</param>
public sealed record BatchCompleted(ImmutableList<string>? Released = null) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) =>
        state with { Status = BatchStatus.Completed, EndedAt = when.At, Equipment = state.Equipment.Clear() };
}
