namespace Cellwright.Domain.Recipes.StepTypes;

/// <summary>A person reads values and enters them; a second person verifies unless the recipe says otherwise (21 CFR 211.188(b)(11)).</summary>
public sealed record RecordByHand : Phase
{
    /// <summary>True when a second person verifies each value.</summary>
    public bool SecondPerson { get; init; } = true;

    /// <inheritdoc />
    public override string Type => "record-by-hand";

    /// <inheritdoc />
    public override IEnumerable<Demand> Demands => Values(SecondPerson);

    /// <inheritdoc />
    public override IEnumerable<string> Check(Recipe recipe)
    {
        if (Parameters.All(parameter => parameter.SettingOnly)) yield return "There is no parameter to record.";
        foreach (var parameter in Parameters.Where(parameter => parameter is { Tag: not null, SettingOnly: false }))
            yield return $"Parameter {parameter.Name} has a tag, so that equipment can give it; use a step of type record.";
    }
}
