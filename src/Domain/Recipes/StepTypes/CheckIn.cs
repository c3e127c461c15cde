namespace Cellwright.Domain.Recipes.StepTypes;

/// <summary>Equipment is scanned into its roles: identity, calibration due, clean status, room.</summary>
public sealed record CheckIn : Phase
{
    /// <summary>Roles to fill, by name.</summary>
    public required IReadOnlyList<EquipmentRole> Roles { get; init; }

    /// <inheritdoc />
    public override string Type => "check-in";

    /// <inheritdoc />
    public override IEnumerable<Demand> Demands => Roles.Select(role => new CheckInDemand(role.Name, role));

    /// <inheritdoc />
    public override IEnumerable<string> Check(Recipe recipe)
    {
        if (Roles.Count == 0) yield return "There is no role to fill.";
        if (Parameters.Count > 0) yield return "A check-in records the item and no parameters; put them in a step that follows.";
    }
}
