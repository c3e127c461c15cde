namespace Cellwright.Statistics.Monitoring.Across;

/// <summary>Something recorded of every batch that could bear on its response: shift, operator, an item of equipment, a reagent lot, a site.</summary>
/// <param name="Name">As people say it, e.g. <c>operator</c>.</param>
/// <param name="Levels">What it was in each batch; null where it was not recorded, which counts as a level of its own.</param>
public sealed record Fact(string Name, IReadOnlyList<string?> Levels)
{
    /// <summary>Name of the level of batches for which it was not recorded.</summary>
    public static string NotRecorded => "not recorded";
}

/// <summary>A change that was approved, at its known place: a recipe version that came into force, an item that was calibrated.</summary>
/// <param name="Name">As people say it.</param>
/// <param name="After">For each batch, whether it was made after the change.</param>
public sealed record ApprovedChange(string Name, IReadOnlyList<bool> After);

/// <summary>Batches in time order with one response each, what was recorded of them, and what was approved meanwhile.</summary>
/// <param name="Batches">Numbers of the batches, in time order.</param>
/// <param name="Responses">One for each batch, in one unit: a recorded value, or the mean innovation of a monitored run.</param>
/// <param name="Facts">One level for each batch.</param>
/// <param name="Changes">Candidates at known places.</param>
public sealed record BatchTable(IReadOnlyList<string> Batches, IReadOnlyList<double> Responses, IReadOnlyList<Fact> Facts, IReadOnlyList<ApprovedChange> Changes)
{
    /// <summary>Fewer batches cannot tell a cause from chance: with seven, two means and a residual leave five degrees of freedom (an engineering assumption).</summary>
    public const int Fewest = 8;

    /// <summary>More are not looked at once: years of a therapy, and the mixed model's work grows with their cube.</summary>
    public const int Most = 200;

    internal void Check()
    {
        Input.SameLength(Batches.Count, "batches", Responses.Count, "responses");
        if (Batches.Count < Fewest)
            Input.Refuse($"Too few batches: {Batches.Count}. Telling what moved them needs at least {Fewest}. Look at the chart, and ask again when there are more.");
        if (Batches.Count > Most) Input.Refuse($"There are {Batches.Count} batches, and at most {Most} are looked at together. Choose the newest.");
        Input.Values([.. Responses], Fewest, "responses");
        foreach (var fact in Facts) Input.SameLength(Batches.Count, "batches", fact.Levels.Count, $"levels of {fact.Name}");
        foreach (var change in Changes) Input.SameLength(Batches.Count, "batches", change.After.Count, $"places of {change.Name}");
        if (Responses.All(value => value == Responses[0])) Input.Refuse($"All {Batches.Count} responses are equal, so nothing moved. Record more digits, or check whether the sensor is frozen.");
    }
}
