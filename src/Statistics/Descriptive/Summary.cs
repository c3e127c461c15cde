using Cellwright.Statistics.Numbers;

namespace Cellwright.Statistics.Descriptive;

/// <summary>
/// Count, mean, spread and range of one series, in the unit of its values (variance: that unit squared).
/// Computed in two passes with 31 digits, so that a large constant part costs nothing.
/// </summary>
/// <param name="Count">Number of values.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Variance">Sum of squared deviations over n - 1.</param>
/// <param name="StandardDeviation">Square root of the variance.</param>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Maximum">Largest value.</param>
public sealed record Summary(int Count, double Mean, double Variance, double StandardDeviation, double Minimum, double Maximum)
{
    /// <summary>The summary of at least two finite values.</summary>
    /// <exception cref="UnusableInputException">Fewer than two values, or one is not finite.</exception>
    public static Summary Of(ReadOnlySpan<double> values)
    {
        Input.Values(values, 2, "values");
        return Of(Wide.From(values));
    }

    /// <summary>
    /// The same for values as they were written in decimal. A value such as 1000000.2 has no exact double: read as
    /// decimal, none of its digits is lost (NIST StRD NumAcc3 and NumAcc4 ask for this).
    /// </summary>
    /// <exception cref="UnusableInputException">Fewer than two values.</exception>
    public static Summary Of(ReadOnlySpan<decimal> values)
    {
        Input.Count(values.Length, 2, "values");
        return Of(Wide.From(values));
    }

    /// <summary>
    /// Autocorrelation at <paramref name="lag"/>: Σ (x_t - m)(x_{t+lag} - m) / Σ (x_t - m)², without unit
    /// (Box &amp; Jenkins 1976, "Time Series Analysis", section 2.1; the coefficient that NIST StRD certifies).
    /// </summary>
    /// <param name="values">In order of time, evenly spaced.</param>
    /// <exception cref="UnusableInputException">A lag below zero, fewer than lag + 2 values, all equal, or one not finite.</exception>
    public static double Autocorrelation(ReadOnlySpan<double> values, int lag = 1)
    {
        Input.Values(values, 2, "values");
        return Autocorrelation(Wide.From(values), lag);
    }

    /// <summary>The same for values as they were written in decimal.</summary>
    /// <param name="values">In order of time, evenly spaced.</param>
    /// <param name="lag">In steps, 0 or more.</param>
    /// <exception cref="UnusableInputException">A lag below zero, fewer than lag + 2 values, or all equal.</exception>
    public static double Autocorrelation(ReadOnlySpan<decimal> values, int lag = 1) => Autocorrelation(Wide.From(values), lag);

    private static Summary Of(DoubleDouble[] values)
    {
        var mean = Wide.Mean(values);
        var variance = Wide.SquaresAbout(values, mean) / (values.Length - 1);
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values) (low, high) = (Math.Min(low, (double)value), Math.Max(high, (double)value));
        return new Summary(values.Length, (double)mean, (double)variance, (double)DoubleDouble.Sqrt(variance), low, high);
    }

    private static double Autocorrelation(DoubleDouble[] values, int lag)
    {
        Input.Range(lag, 0, int.MaxValue, "lag");
        Input.Count(values.Length, lag + 2, "values");
        var mean = Wide.Mean(values);
        var all = Wide.SquaresAbout(values, mean);
        if (all.High == 0) Input.Refuse($"All {values.Length} values are equal, so they have no autocorrelation. Check whether the sensor is frozen.");
        DoubleDouble together = 0;
        for (var i = lag; i < values.Length; i++) together += (values[i] - mean) * (values[i - lag] - mean);
        return (double)(together / all);
    }
}
