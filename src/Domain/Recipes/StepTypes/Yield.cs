using Cellwright.Domain.Basics.Units;

namespace Cellwright.Domain.Recipes.StepTypes;

/// <summary>Actual against theoretical yield, as a percentage with limits; all three figures are recorded (21 CFR 211.103 and 211.188(b)(7)).</summary>
public sealed record Yield : Phase
{
    /// <summary>What there is.</summary>
    public required Computation Actual { get; init; }

    /// <summary>What there could be.</summary>
    public required Computation Theoretical { get; init; }

    /// <summary>Parameter, in %, that bears actual / theoretical.</summary>
    public required string Percent { get; init; }

    /// <inheritdoc />
    public override string Type => "yield";

    /// <inheritdoc />
    public override IEnumerable<Demand> Demands =>
    [
        Actual.For(this),
        Theoretical.For(this),
        new ComputedValueDemand(Parameter(Percent), Ratio.In(Unit.Parse(Parameter(Percent).Unit))),
    ];

    /// <inheritdoc />
    public override IEnumerable<string> Check(Recipe recipe)
    {
        foreach (var sentence in Actual.Check(this).Concat(Theoretical.Check(this))) yield return sentence;
        var percent = Parameters.FirstOrDefault(parameter => parameter.Name == Percent);
        if (percent is null) yield return $"Parameter {Percent} is to bear the percentage, and this step does not have it.";
        else if (percent.Unit != "%") yield return $"Parameter {Percent} bears the percentage and must be in %, not {percent.Unit}.";
        else if (percent.Proven.IsOpen) yield return $"Parameter {Percent} needs a proven range: a yield is judged (21 CFR 211.192).";
        var (actual, theoretical) = (Find(Actual.Parameter), Find(Theoretical.Parameter));
        if (actual is not null && theoretical is not null && !actual.IsCommensurableWith(theoretical))
            yield return $"Actual yield is in {actual.Text} and theoretical yield in {theoretical.Text}: they cannot be divided into a percentage.";
    }

    // Of the two recorded figures, and not of what they came from: a reviewer can divide them by hand.
    private Formula Ratio =>
        Formula.Parse($"[{Id}/{Actual.Parameter}] / [{Id}/{Theoretical.Parameter}]")
            .Bound(name => Unit.Parse(Parameter(name[(Id.Length + 1)..]).Unit));

    private Unit? Find(string name) =>
        Unit.TryParse(Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Unit, out var unit) ? unit : null;
}
