using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Corrects a recorded value: a further value with a reason supersedes it, both stay readable, a second person verifies. What the old value fed is judged again and listed.</summary>
[AllowedTo(Role.Operator, Role.Supervisor)]
public sealed record CorrectValue(
    string BatchId, string Step, string Parameter, double Value, string Unit, string Reason) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (state.Status is BatchStatus.None or BatchStatus.Ordered) return Rules.MustRun(state)!;
        if (state.Step(Step) is not { } step) return Rules.MustBeActive(state, Step)!;
        if (Rules.Trained(state, act.By, act.At) is { } untrained) return untrained;
        if (step.Current(Parameter) is not { } current)
            return new Refusal("correction", $"{Parameter} was not recorded in step {Step}; there is nothing to correct. Record it, or choose the step in which it was recorded.");
        var phase = state.Recipe!.Phase(step.Phase);
        var parameter = phase.Parameter(Parameter);
        var demands = phase.Demands.ToList();
        if (demands.Any(demand => demand is ComputedValueDemand && demand.Name == Parameter))
            return new Refusal("computed", $"{parameter.Title} is computed from other values. Correct its inputs, or record the reason as a deviation.");
        if (string.IsNullOrWhiteSpace(Reason))
            return new Refusal("reason", "A correction needs a reason. Say why the first value is wrong and how the right one is known.");
        if (Unit != current.Unit || !double.IsFinite(Value))
            return new Refusal("unit", $"Give {parameter.Title} as a number in {UnitPrint.Named(current.Unit)}.");
        var addition = demands.OfType<MaterialDemand>().FirstOrDefault(demand => demand.Amount.Name == Parameter);
        if (addition is not null && !AddMaterial.IsAmount(Value))
            return new Refusal("unit", $"Give the amount of {addition.Material.Title} in {UnitPrint.Named(current.Unit)}, as a number not below zero that a lot can hold.");

        return Correcting.Of(state, new ValueRecorded
        {
            Step = Step,
            Parameter = Parameter,
            Value = Value,
            Unit = Unit,
            Assessment = parameter.Assess(Value),
            Source = ValueSource.Hand,
            Reason = Reason.Trim(),
            SourceAt = current.SourceAt,
            AwaitsVerification = true,
            Supersedes = current.Value,
            Lot = addition is null ? null : step.For(addition.Name)?.What,
        }, parameter, act);
    }
}
