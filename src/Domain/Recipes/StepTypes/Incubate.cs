namespace Cellwright.Domain.Recipes.StepTypes;

/// <summary>Time passes under watched conditions: the step cannot be completed before its minimum duration.</summary>
public sealed record Incubate : Phase
{
    /// <inheritdoc />
    public override string Type => "incubate";

    /// <inheritdoc />
    public override IEnumerable<Demand> Demands => Values(secondPerson: true);

    /// <inheritdoc />
    public override IEnumerable<string> Check(Recipe recipe)
    {
        if (MinimumDuration is null) yield return "A timed incubation needs a minimum-duration.";
        if (!Parameters.Any(parameter => parameter.Watch)) yield return "A timed incubation needs a parameter with watch: true, so that somebody knows when its conditions are lost.";
    }
}
