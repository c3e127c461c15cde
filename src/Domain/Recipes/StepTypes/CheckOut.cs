namespace Cellwright.Domain.Recipes.StepTypes;

/// <summary>Equipment is given back, so that the next batch can have it after cleaning.</summary>
public sealed record CheckOut : Phase
{
    /// <summary>Roles given back, by name.</summary>
    public required IReadOnlyList<EquipmentRole> Roles { get; init; }

    /// <inheritdoc />
    public override string Type => "check-out";

    /// <inheritdoc />
    public override IEnumerable<Demand> Demands => Roles.Select(role => new CheckOutDemand(role.Name, role));

    /// <inheritdoc />
    public override IEnumerable<string> Check(Recipe recipe)
    {
        if (Roles.Count == 0) yield return "There is no role to give back.";
        if (Parameters.Count > 0) yield return "A check-out records the item and no parameters; put them in a step before it.";
    }
}
