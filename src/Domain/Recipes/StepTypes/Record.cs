namespace Cellwright.Domain.Recipes.StepTypes;

/// <summary>Values flow from equipment: single, averaged over a window, or a condition that must have held for a while.</summary>
public sealed record Record : Phase
{
    /// <inheritdoc />
    public override string Type => "record";

    /// <inheritdoc />
    public override IEnumerable<Demand> Demands => Values(secondPerson: true);

    /// <inheritdoc />
    public override IEnumerable<string> Check(Recipe recipe)
    {
        if (Parameters.All(parameter => parameter.SettingOnly)) yield return "There is no parameter to record.";
        foreach (var parameter in Parameters.Where(parameter => parameter is { Tag: null, SettingOnly: false }))
            yield return $"Parameter {parameter.Name} has no tag; name one, or use a step of type record-by-hand.";
    }
}
