namespace Cellwright.Domain.Recipes.StepTypes;

/// <summary>Samples are taken and labelled. A result with a tag comes from the instrument, one without is entered by hand; a result that comes later belongs to a later step.</summary>
public sealed record Sample : Phase
{
    /// <summary>What is taken.</summary>
    public required IReadOnlyList<SampleToTake> Samples { get; init; }

    /// <summary>True when a second person verifies results that are entered by hand.</summary>
    public bool SecondPerson { get; init; } = true;

    /// <inheritdoc />
    public override string Type => "sample";

    /// <inheritdoc />
    public override IEnumerable<Demand> Demands =>
        Samples.Select(Demand (sample) => new SampleDemand(sample.Name, sample.Title)).Concat(Values(SecondPerson));

    /// <inheritdoc />
    public override IEnumerable<string> Check(Recipe recipe)
    {
        if (Samples.Count == 0) yield return "There is no sample to take.";
        foreach (var sample in Samples.Where(sample => Parameters.Any(parameter => parameter.Name == sample.Name)))
            yield return $"Sample {sample.Name} has the name of a parameter of this step; give it another.";
    }
}

/// <summary>A sample: what is printed on its label.</summary>
/// <param name="Name">Name within the step.</param>
/// <param name="Title">What it is and what for.</param>
public sealed record SampleToTake(string Name, string Title);
