using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Computes what the step computes, from recorded values; the formula and its inputs stand in the record.</summary>
[AllowedTo(Role.Operator, Role.System)]
public sealed record ComputeValues(string BatchId, string Step) : Command<Batch>, IOnPaper
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    string IOnPaper.Words => $"step {Step}, values computed";

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (Rules.MayWorkIn(state, Step, act) is { } refusal) return refusal;
        var events = new List<Event<Batch>>();
        var after = state;
        var announced = 0;
        foreach (var demand in state.Recipe!.Demands(StepKey.Phase(Step)).OfType<ComputedValueDemand>())
        {
            if (state.Step(Step)!.Current(demand.Name) is not null) continue;
            var missing = demand.Formula.References.Where(reference => double.IsNaN(after.ValueOf(reference))).ToList();
            if (missing.Count > 0)
                return new Refusal("incomplete", $"{demand.Parameter.Title} needs {string.Join(" and ", missing)}, which is not recorded yet. Record that first, then compute.");
            var value = demand.Formula.Evaluate(after.ValueOf);
            if (!double.IsFinite(value))
                return new Refusal("value", $"{demand.Parameter.Title} cannot be computed: {demand.Formula.Text} gives no finite number with {Computing.Inputs(after.ValueOf, demand.Formula)}. Correct the value that is wrong, or report a deviation.");

            var recorded = Recording.Of(state, Computing.Of(after.ValueOf, Step, demand, value, act.At), demand.Parameter, ahead: announced);
            announced += recorded.Count - 1;
            after = recorded[0].Apply(after, new Happened(act.By.Id, act.At, 0));
            events.AddRange(recorded);
        }

        return events;
    }
}
