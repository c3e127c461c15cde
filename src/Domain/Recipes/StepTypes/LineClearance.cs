namespace Cellwright.Domain.Recipes.StepTypes;

/// <summary>Set-up or line clearance: each point is checked by one person and verified by a second (21 CFR 211.130(e), 211.188(b)(6)).</summary>
public sealed record LineClearance : Phase
{
    /// <summary>Points of the checklist.</summary>
    public required IReadOnlyList<string> Checklist { get; init; }

    /// <inheritdoc />
    public override string Type => "line-clearance";

    /// <inheritdoc />
    public override IEnumerable<Demand> Demands =>
        Checklist.Select(Demand (text, index) => new ConfirmationDemand($"point-{index + 1}", text, SecondPerson: true))
            .Concat(Values(secondPerson: true));

    /// <inheritdoc />
    public override IEnumerable<string> Check(Recipe recipe)
    {
        if (Checklist.Count == 0) yield return "There is no point to check.";
    }
}
