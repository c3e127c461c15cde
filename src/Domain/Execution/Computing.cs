using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

/// <summary>Values that the server computes from recorded ones, the first time and again after a correction.</summary>
internal static class Computing
{
    /// <summary>A computed value, with its formula and inputs in words.</summary>
    public static ValueRecorded Of(Batch batch, string step, ComputedValueDemand demand, double value, DateTimeOffset at) => new()
    {
        Step = step,
        Parameter = demand.Name,
        Value = value,
        Unit = demand.Parameter.Unit,
        Assessment = demand.Parameter.Assess(value),
        Source = ValueSource.Computed,
        Computation = $"{demand.Formula.Text} with {Inputs(batch, demand.Formula)}",
        SourceAt = at,
    };

    /// <summary>References of a formula and the values they have.</summary>
    public static string Inputs(Batch batch, Formula formula) =>
        string.Join(", ", formula.References.Select(reference => $"{reference} = {Recording.Number(batch.ValueOf(reference))}"));

    /// <summary>
    /// What follows from a correction: each computed value that no longer agrees with what stands is superseded by one that does.
    /// Steps inside a loop are left as they are: their inputs were those of their own iteration.
    /// </summary>
    public static List<Event<Batch>> Again(Batch batch, IReadOnlyList<Event<Batch>> corrected, Act act)
    {
        var events = new List<Event<Batch>>();
        var changed = corrected.OfType<ValueRecorded>().Select(value => $"{StepKey.Phase(value.Step)}/{value.Parameter}").ToHashSet();
        var when = new Happened(act.By.Id, act.At, 0);
        var after = corrected.Aggregate(batch, (state, happened) => happened.Apply(state, when));
        foreach (var step in batch.Steps.Values.Where(step => step.Key == step.Phase).OrderBy(step => step.StartedAt))
            foreach (var demand in batch.Recipe!.Phase(step.Phase).Demands.OfType<ComputedValueDemand>())
            {
                if (after.Step(step.Key)!.Current(demand.Name) is not { Source: ValueSource.Computed } old || !demand.Formula.References.Any(changed.Contains)) continue;
                var value = demand.Formula.Evaluate(after.ValueOf);
                if (!double.IsFinite(value) || value.Equals(old.Value)) continue;
                var recorded = Recording.Of(after, Of(after, step.Key, demand, value, act.At) with
                {
                    Supersedes = old.Value,
                    Reason = "computed again after a correction",
                }, demand.Parameter);
                after = recorded.Aggregate(after, (state, happened) => happened.Apply(state, when));
                events.AddRange(recorded);
                changed.Add($"{step.Phase}/{demand.Name}");
            }

        return events;
    }
}
