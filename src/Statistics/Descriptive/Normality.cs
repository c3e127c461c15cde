using Cellwright.Statistics.Numbers;

namespace Cellwright.Statistics.Descriptive;

/// <summary>Whether values may come from a normal population whose mean and deviation are not known.</summary>
/// <param name="Statistic">Anderson and Darling's A², adjusted for the number of values; without unit.</param>
/// <param name="P">Chance of so much or more in a normal population.</param>
public readonly record struct Normality(double Statistic, double P)
{
    /// <summary>
    /// Anderson and Darling's test (1954, JASA 49:765) with A² (1 + 0.75/n + 2.25/n²) and its chances as in Stephens 1986, "Goodness-of-Fit Techniques" (D'Agostino &amp; Stephens, eds.), table 4.9.
    /// </summary>
    /// <param name="values">At least eight, not all equal: for fewer the table does not hold, and nothing would be found anyway.</param>
    /// <exception cref="UnusableInputException">Too few values, one not finite, or all equal.</exception>
    public static Normality Of(ReadOnlySpan<double> values)
    {
        Input.Values(values, 8, "values");
        var summary = Summary.Of(values);
        if (summary.Variance == 0) Input.Refuse($"All {values.Length} values are equal, so nothing can be said of their distribution. Record more digits, or check whether the sensor is frozen.");
        var (sorted, n) = (values.ToArray(), (double)values.Length);
        Array.Sort(sorted);
        var sum = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var (low, high) = ((sorted[i] - summary.Mean) / summary.StandardDeviation, (sorted[^(i + 1)] - summary.Mean) / summary.StandardDeviation);
            sum += ((2 * i) + 1) * (Math.Log(Math.Max(1e-300, Probability.Normal(low))) + Math.Log(Math.Max(1e-300, Probability.Normal(-high))));
        }

        var a = (-n - (sum / n)) * (1 + (0.75 / n) + (2.25 / (n * n)));
        return new(a, Chance(a));
    }

    /// <summary>The chance of an adjusted A².</summary>
    internal static double Chance(double a) => a switch
    {
        < 0.2 => 1 - Math.Exp(-13.436 + (101.14 * a) - (223.73 * a * a)),
        < 0.34 => 1 - Math.Exp(-8.318 + (42.796 * a) - (59.938 * a * a)),
        < 0.6 => Math.Exp(0.9177 - (4.279 * a) - (1.38 * a * a)),
        < 13 => Math.Exp(1.2937 - (5.709 * a) + (0.0186 * a * a)),
        _ => 0,
    };
}
