namespace Cellwright.Domain.Recipes.StepTypes;

/// <summary>Lots are scanned and added. A critical material is verified by a second person (21 CFR 211.101(d)).</summary>
public sealed record AddMaterial : Phase
{
    /// <summary>What is added, and the parameter that bears the amount of each.</summary>
    public required IReadOnlyList<Addition> Additions { get; init; }

    /// <inheritdoc />
    public override string Type => "add-material";

    /// <inheritdoc />
    public override IEnumerable<Demand> Demands =>
        Additions.Select(Demand (addition) => new MaterialDemand(addition.Material.Name, addition.Material, Parameter(addition.Amount)))
            .Concat(Values(Additions.Any(addition => addition.Material.Critical)).Where(value => !IsAmount(value.Name)));

    /// <inheritdoc />
    public override IEnumerable<string> Check(Recipe recipe)
    {
        if (Additions.Count == 0) yield return "There is no material to add.";
        foreach (var addition in Additions.Where(addition => Parameters.All(parameter => parameter.Name != addition.Amount)))
            yield return $"The amount of {addition.Material.Name} refers to a parameter {addition.Amount}, which this step does not have.";
        foreach (var twice in Additions.GroupBy(addition => addition.Material.Name).Where(group => group.Count() > 1))
            yield return $"Material {twice.Key} is added twice in one step; give the second addition a step of its own.";
        foreach (var twice in Additions.GroupBy(addition => addition.Amount).Where(group => group.Count() > 1))
            yield return $"Parameter {twice.Key} is the amount of two materials; give each its own.";
    }

    private bool IsAmount(string name) => Additions.Any(addition => addition.Amount == name);
}

/// <summary>A material that is added in a step.</summary>
/// <param name="Material">Which, by its name in the recipe's materials.</param>
/// <param name="Amount">Parameter of the step that bears the amount.</param>
public sealed record Addition(Material Material, string Amount);
