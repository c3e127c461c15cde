using Cellwright.Statistics.Descriptive;
using Cellwright.Statistics.Numbers;

namespace Cellwright.Statistics.Regression;

/// <summary>
/// The line between two quantities that are both measured with error (Deming 1943; Linnet 1990, Statistics in Medicine 9:1463), with standard errors by the jackknife
/// (Linnet 1993, Clinical Chemistry 39:424).
/// </summary>
/// <param name="Intercept">In the unit of y.</param>
/// <param name="Slope">In the unit of y over that of x.</param>
/// <param name="InterceptError">Standard error of the intercept.</param>
/// <param name="SlopeError">Standard error of the slope.</param>
/// <param name="Pairs">Number of pairs.</param>
public sealed record Deming(double Intercept, double Slope, double InterceptError, double SlopeError, int Pairs)
{
    /// <summary>The line through pairs.</summary>
    /// <param name="x">One of each pair.</param>
    /// <param name="y">The other.</param>
    /// <param name="errorRatio">Variance of the error of x over that of y, which must be known from elsewhere; 1 minimises distances at right angles.</param>
    /// <exception cref="UnusableInputException">Sizes differ, fewer than four pairs, a value not finite, a ratio not above zero, or pairs that do not go together at all.</exception>
    public static Deming Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double errorRatio = 1)
    {
        Input.Values(x, 4, "values of x");
        Input.Values(y, 4, "values of y");
        Input.SameLength(x.Length, "values of x", y.Length, "values of y");
        Input.Positive(errorRatio, "ratio of error variances");
        var (intercept, slope) = Line(x, y, errorRatio);
        var (n, intercepts, slopes) = (x.Length, new double[x.Length], new double[x.Length]);
        for (var i = 0; i < n; i++)
        {
            var (a, b) = Line(Without(x, i), Without(y, i), errorRatio);
            (intercepts[i], slopes[i]) = ((n * intercept) - ((n - 1) * a), (n * slope) - ((n - 1) * b));
        }

        return new Deming(intercept, slope, Summary.Of(intercepts).StandardDeviation / Math.Sqrt(n), Summary.Of(slopes).StandardDeviation / Math.Sqrt(n), n);
    }

    /// <summary>An interval for the slope, by Student's t with n - 2 degrees of freedom.</summary>
    /// <param name="confidence">Confidence, between 0 and 1.</param>
    /// <exception cref="UnusableInputException">A confidence outside (0, 1).</exception>
    public (double Low, double High) SlopeInterval(double confidence = 0.95)
    {
        Input.Between(confidence, 0, 1, "confidence");
        var reach = Probability.StudentQuantile((1 + confidence) / 2, Pairs - 2) * SlopeError;
        return (Slope - reach, Slope + reach);
    }

    private static (double Intercept, double Slope) Line(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double ratio)
    {
        var (mx, my) = (Summary.Of(x).Mean, Summary.Of(y).Mean);
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
            xy += (x[i] - mx) * (y[i] - my);
        }

        if (!(Math.Abs(xy) > 1e-12 * Math.Sqrt(xx * yy))) Input.Refuse($"The two do not vary together at all, so no line goes through them. Look at their rank correlation instead.");
        var half = (ratio * yy) - xx;
        var slope = (half + Math.Sqrt((half * half) + (4 * ratio * xy * xy))) / (2 * ratio * xy);
        return (my - (slope * mx), slope);
    }

    private static double[] Without(ReadOnlySpan<double> values, int left) => [.. values[..left], .. values[(left + 1)..]];
}
