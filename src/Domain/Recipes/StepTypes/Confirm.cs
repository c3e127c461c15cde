namespace Cellwright.Domain.Recipes.StepTypes;

/// <summary>The operator does something and confirms it; equipment may run a phase meanwhile.</summary>
public sealed record Confirm : Phase
{
    /// <summary>Sentences to confirm, one after the other.</summary>
    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>True when a second person verifies each.</summary>
    public bool SecondPerson { get; init; }

    /// <inheritdoc />
    public override string Type => "confirm";

    /// <inheritdoc />
    public override IEnumerable<Demand> Demands =>
        Statements.Select(Demand (text, index) => new ConfirmationDemand($"statement-{index + 1}", text, SecondPerson))
            .Concat(Values(SecondPerson));

    /// <inheritdoc />
    public override IEnumerable<string> Check(Recipe recipe)
    {
        if (Statements.Count == 0) yield return "There is no statement to confirm.";
    }
}
