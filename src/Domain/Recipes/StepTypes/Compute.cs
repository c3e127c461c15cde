using Cellwright.Domain.Basics.Units;

namespace Cellwright.Domain.Recipes.StepTypes;

/// <summary>Values that follow from recorded ones. Nobody types them; units are checked and converted.</summary>
public sealed record Compute : Phase
{
    /// <summary>Which parameter follows from what, in the order of computing.</summary>
    public required IReadOnlyList<Computation> Computations { get; init; }

    /// <inheritdoc />
    public override string Type => "compute";

    /// <inheritdoc />
    public override IEnumerable<Demand> Demands =>
        Computations.Select(Demand (computation) => computation.For(this))
            .Concat(Values(secondPerson: true).Where(value => Computations.All(computation => computation.Parameter != value.Name)));

    /// <inheritdoc />
    public override IEnumerable<string> Check(Recipe recipe)
    {
        if (Computations.Count == 0) yield return "There is nothing to compute.";
        foreach (var sentence in Computations.SelectMany(computation => computation.Check(this))) yield return sentence;
    }
}

/// <summary>A parameter and the formula that gives it.</summary>
/// <param name="Parameter">Name of the parameter of the same step.</param>
/// <param name="Formula">Gives its value, converted to its unit.</param>
public sealed record Computation(string Parameter, Formula Formula)
{
    /// <summary>The demand that the server fulfils.</summary>
    public ComputedValueDemand For(Phase phase) => new(phase.Parameter(Parameter), InUnit(phase, Formula));

    /// <summary>What is wrong, one sentence each.</summary>
    public IEnumerable<string> Check(Phase phase)
    {
        var parameter = phase.Parameters.FirstOrDefault(parameter => parameter.Name == Parameter);
        if (parameter is null) yield return $"Parameter {Parameter} is computed, and this step does not have it.";
        else if (parameter.Tag is not null) yield return $"Parameter {Parameter} is computed, so it cannot come from tag {parameter.Tag} too.";
        else if (Formula.IsCondition) yield return $"Parameter {Parameter} is computed by a condition; a formula for it gives a number.";
        else if (Formula.Unit is { } unit && Unit.TryParse(parameter.Unit, out var wanted))
        {
            var wrong = "";
            try
            {
                Formula.In(wanted);
            }
            catch (FormatException mismatch)
            {
                wrong = $"Parameter {Parameter} is in {parameter.Unit} and its formula gives {unit.Text}: {mismatch.Message}";
            }

            if (wrong.Length > 0) yield return wrong;
        }
    }

    private Formula InUnit(Phase phase, Formula formula) =>
        formula.Unit is null ? formula : formula.In(Unit.Parse(phase.Parameter(Parameter).Unit));
}
