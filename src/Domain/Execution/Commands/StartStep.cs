using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Recipes.StepTypes;
using Cellwright.Domain.Recipes;
using static System.FormattableString;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Starts a step. Refused unless the recipe's sequence, windows, holds, training and equipment allow it now.</summary>
[AllowedTo(Role.Operator)]
public sealed record StartStep(string BatchId, string Step) : Command<Batch>, IOnPaper
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    string IOnPaper.Words => $"step {Step} started";

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (Rules.MayWork(state, act.At) is { } stopped) return stopped;
        if (state.Step(Step) is { } started)
            return started.Active
                ? new Refusal("sequence", Invariant($"Step {Step} was started at {started.StartedAt:HH:mm zzz} by {started.StartedBy}. Go on with it."))
                : new Refusal("sequence", $"Step {Step} is completed. {Rules.NextWords(state)}");

        var ready = Sequencing.Startable(state).FirstOrDefault(ready => ready.Key == Step);
        if (ready.Phase is null)
            return new Refusal("sequence", $"Step {Step} is not what the recipe has next. {Rules.NextWords(state)}");
        if (Rules.Trained(state, act.By, act.At) is { } untrained) return untrained;
        if (Clocks.NotBefore(state, Step, ready.Phase, Edge.Start) is { } earliest && act.At < earliest.At)
            return new Refusal("time", Invariant($"Too early: {earliest.What}. It may start at {earliest.At:yyyy-MM-dd HH:mm zzz}."));
        if (ready.Phase.Equipment is { } role && ready.Phase is not (CheckIn or CheckOut) && !state.Equipment.ContainsKey(role))
            return new Refusal("equipment", $"No equipment is checked in as {role}. Check it in first.");
        return Rules.InTime(state, ready.Phase.Id, Edge.Start, act.At) is { } late ? late : new StepStarted(Step, Instruments.Of(state, ready.Phase));
    }
}

/// <summary>A step is under way.</summary>
/// <param name="Step">Step key.</param>
/// <param name="Instruments">Items that measure for it when they are asked to, or null when there are none.</param>
public sealed record StepStarted(string Step, ImmutableList<string>? Instruments = null) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state.With(new Step
    {
        Key = Step,
        Phase = StepKey.Phase(Step),
        Number = state.Steps.Count + 1,
        StartedBy = when.By,
        StartedAt = when.At,
        StartedLate = when.Late,
        Instruments = Instruments ?? [],
    });
}
