using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cellwright.Statistics.Monitoring;

namespace Cellwright.Domain.Monitoring;

/// <summary>A statistic as it stood when a verdict was reached.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Without unit.</param>
/// <param name="Limit">It is outside above this.</param>
public sealed record StatisticThen(string Name, double Value, double Limit);

/// <summary>What a model says of a batch as far as it has come, with everything that it takes to come to the same again.</summary>
/// <param name="Model">Name of the model, <c>id@version</c>.</param>
/// <param name="ModelHash">SHA-256 of its file.</param>
/// <param name="Verdict">The answer.</param>
/// <param name="Sentence">Why, in sentences.</param>
/// <param name="Step">Key of the step of the last station that was judged.</param>
/// <param name="Through">End of that station.</param>
/// <param name="BatchVersion">Version of the batch that was judged: what was recorded later it did not know.</param>
/// <param name="Stations">How many stations were judged.</param>
/// <param name="OnsetLow">Not before this the process moved; null where that is not localised.</param>
/// <param name="OnsetHigh">Not after this.</param>
/// <param name="TopTags">What bears the signal, the strongest first.</param>
/// <param name="Statistics">The statistics at the last station that could be judged, with their limits.</param>
/// <param name="CovariateR2">Share of the variation that the starting material explains in batches left out of the fit; null where there is none.</param>
/// <param name="CalibrationRuns">How many runs the limits rest on.</param>
/// <param name="Alpha">The rate of false alarms for a whole batch that they are set for.</param>
/// <param name="Inputs">SHA-256 of the rows that were judged: from the record and the readings, the same rows come again.</param>
public sealed record ModelVerdict(
    string Model, string ModelHash, Verdict Verdict, string Sentence, string Step, DateTimeOffset Through, long BatchVersion, int Stations, DateTimeOffset? OnsetLow, DateTimeOffset? OnsetHigh,
    ImmutableList<string> TopTags, ImmutableList<StatisticThen> Statistics, double? CovariateR2, int CalibrationRuns, double Alpha, string Inputs)
{
    /// <summary>What bears the signal most, or null.</summary>
    [JsonIgnore]
    public string? Strongest => TopTags.Count > 0 ? TopTags[0] : null;

    /// <summary>
    /// Whether it says something else than <paramref name="before"/>. Statistics move with every station and an onset becomes narrower; what is recorded is another answer, or
    /// the same answer for another reason.
    /// </summary>
    public bool Differs(ModelVerdict before) =>
        Verdict != before.Verdict || ModelHash != before.ModelHash || (Verdict == Verdict.Drift && !(SharesTag(before) && Overlaps(before)));

    /// <summary>Whether both may mean the same movement of the process: what bears this one most bore the other too, and the two may have begun together.</summary>
    public bool IsSameDrift(ModelVerdict other) => SharesTag(other) && Overlaps(other);

    private bool SharesTag(ModelVerdict other) => Strongest is { } strongest ? other.TopTags.Contains(strongest) : other.Strongest is null;

    // What is not localised may have begun at any time.
    private bool Overlaps(ModelVerdict other) => !(OnsetLow > other.OnsetHigh) && !(other.OnsetLow > OnsetHigh);
}
