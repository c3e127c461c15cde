using Cellwright.Statistics.Descriptive;
using Cellwright.Statistics.Numbers;

namespace Cellwright.Statistics.Capability;

/// <summary>An index with its two-sided confidence interval; without unit.</summary>
/// <param name="Value">Point estimate.</param>
/// <param name="Low">Lower confidence limit.</param>
/// <param name="High">Upper confidence limit.</param>
public readonly record struct CapabilityIndex(double Value, double Low, double High);

/// <summary>
/// How a normal process fits between specification limits. With the standard deviation within subgroups these are Cp and Cpk, which say what a stable
/// process can do; with the overall one, Pp and Ppk, what it did.
/// </summary>
/// <param name="Spread">(U - L) / 6σ: Cp or Pp; nothing without both limits. Interval by chi-squared with the degrees of freedom of sigma.</param>
/// <param name="Lower">(mean - L) / 3σ: nothing without a lower limit. Exact interval by the noncentral t (Chou, Owen &amp; Borrego 1990, Journal of Quality Technology 22:223).</param>
/// <param name="Upper">(U - mean) / 3σ: nothing without an upper limit. Interval as for the lower one.</param>
/// <param name="Nearest">The smaller of both: Cpk or Ppk. With both limits the interval is Bissell's (1990, Applied Statistics 39:331), with one that limit's exact one.</param>
/// <param name="Target">(U - L) / 6√(σ² + (mean - target)²): Cpm; nothing without both limits. Interval by Boyles (1991, Journal of Quality Technology 23:17).</param>
public sealed record CapabilityIndices(CapabilityIndex? Spread, CapabilityIndex? Lower, CapabilityIndex? Upper, CapabilityIndex Nearest, CapabilityIndex? Target)
{
    /// <summary>Pp, Ppk and Ppm of single values, from their overall standard deviation.</summary>
    /// <param name="values">At least two values, not all equal, in the unit of the limits.</param>
    /// <param name="lowerLimit">Lower specification limit, or nothing.</param>
    /// <param name="upperLimit">Upper specification limit, or nothing.</param>
    /// <param name="target">Target; the middle of the limits if nothing is said.</param>
    /// <param name="confidence">Confidence of the intervals.</param>
    /// <exception cref="UnusableInputException">Too few or equal values, one not finite, no limit, limits that are turned round, or a confidence outside (0, 1).</exception>
    public static CapabilityIndices Overall(ReadOnlySpan<double> values, double? lowerLimit, double? upperLimit, double? target = null, double confidence = 0.95)
    {
        var summary = Summary.Of(values);
        return Of(summary.Mean, summary.StandardDeviation, summary.Count, summary.Count - 1, lowerLimit, upperLimit, target, confidence);
    }

    /// <summary>The indices from a mean and a standard deviation that were estimated elsewhere, for example within subgroups.</summary>
    /// <param name="mean">Process mean.</param>
    /// <param name="sigma">Process standard deviation.</param>
    /// <param name="count">Number of values behind the mean.</param>
    /// <param name="freedom">Degrees of freedom of sigma: n - 1 overall, Σ(n_i - 1) for a pooled standard deviation.</param>
    /// <param name="lowerLimit">Lower specification limit, or nothing.</param>
    /// <param name="upperLimit">Upper specification limit, or nothing.</param>
    /// <param name="target">Target; the middle of the limits if nothing is said.</param>
    /// <param name="confidence">Confidence of the intervals.</param>
    /// <exception cref="UnusableInputException">Too few values or degrees of freedom, a number not finite, a standard deviation that is not above zero, no limit, limits that are turned round, or a confidence outside (0, 1).</exception>
    public static CapabilityIndices Of(double mean, double sigma, int count, double freedom, double? lowerLimit, double? upperLimit, double? target = null, double confidence = 0.95)
    {
        Input.Finite(mean, "mean");
        Input.Count(count, 2, "values");
        Input.Between(confidence, 0, 1, "confidence");
        if (sigma == 0) Input.Refuse($"The standard deviation is zero, so no capability can be stated. Record more digits, or check whether the sensor is frozen.");
        Input.Positive(sigma, "standard deviation");
        if (!(freedom >= 1) || !double.IsFinite(freedom)) Input.Refuse($"The number of degrees of freedom is {freedom}. Give at least one.");
        foreach (var limit in new[] { lowerLimit, upperLimit, target }) Input.Finite(limit ?? 0, "specification limit or target");
        if (lowerLimit is null && upperLimit is null) Input.Refuse($"There is no specification limit. Give at least one.");
        if (lowerLimit >= upperLimit) Input.Refuse($"The lower specification limit {lowerLimit} is not below the upper one {upperLimit}. Turn them round.");

        var alpha = 1 - confidence;
        CapabilityIndex? OneSided(double? distance) => distance is { } d ? Exact(d / (3 * sigma), count, freedom, alpha) : null;
        var (lower, upper) = (OneSided(mean - lowerLimit), OneSided(upperLimit - mean));
        if (lower is not { } low || upper is not { } high) return new CapabilityIndices(null, lower, upper, (lower ?? upper)!.Value, null);

        var spread = (upperLimit!.Value - lowerLimit!.Value) / (6 * sigma);
        var away = (mean - (target ?? ((lowerLimit.Value + upperLimit.Value) / 2))) / sigma;
        var boyles = count * Math.Pow(1 + (away * away), 2) / (1 + (2 * away * away));
        return new CapabilityIndices(
            WithChiSquared(spread, freedom, alpha), lower, upper, Bissell(Math.Min(low.Value, high.Value), count, freedom, alpha),
            WithChiSquared(spread / Math.Sqrt(1 + (away * away)), boyles, alpha));
    }

    private static CapabilityIndex WithChiSquared(double value, double freedom, double alpha) =>
        new(value, value * Math.Sqrt(Probability.ChiSquaredQuantile(alpha / 2, freedom) / freedom), value * Math.Sqrt(Probability.ChiSquaredQuantile(1 - (alpha / 2), freedom) / freedom));

    /// <summary>3 √n times the index is noncentral t with noncentrality 3 √n times the true index.</summary>
    private static CapabilityIndex Exact(double value, int count, double freedom, double alpha)
    {
        var root = 3 * Math.Sqrt(count);
        return new CapabilityIndex(value, NoncentralT.Shift(1 - (alpha / 2), freedom, value * root) / root, NoncentralT.Shift(alpha / 2, freedom, value * root) / root);
    }

    private static CapabilityIndex Bissell(double value, int count, double freedom, double alpha)
    {
        var away = Probability.NormalQuantile(1 - (alpha / 2)) * Math.Sqrt((1 / (9.0 * count)) + (value * value / (2 * freedom)));
        return new CapabilityIndex(value, value - away, value + away);
    }
}
