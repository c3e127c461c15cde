using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring.Continuous;

/// <summary>When a change began that the latest innovations show.</summary>
public static class ChangeOnset
{
    /// <summary>
    /// By how much the logarithm of the likelihood ratio may fall from its largest: ln 40. On either side of the change it is a random walk that falls, and exceeds what it has at the change by
    /// more than x with a probability of at most e⁻ˣ (Wald 1947, "Sequential Analysis", Wiley); both sides together 5 %.
    /// </summary>
    private static readonly double Within = Math.Log(40);

    /// <summary>
    /// The times between which, with a confidence of about 95 %, a change began that lasts to the end (likelihood ratios for change points: Siegmund 1988, Biometrika 75:1).
    /// Two kinds of change are tried, a push of the mean (½ n m'Ωm, m the mean since then) and a growth of scatter (½ np (s - 1 - ln s), s the mean T² a tag since then),
    /// and the likelier one is used.
    /// </summary>
    /// <param name="times">Of the innovations.</param>
    /// <param name="innovations">In order of time.</param>
    /// <param name="precision">Inverse of their covariance while normal.</param>
    /// <exception cref="UnusableInputException">No innovation, or as many times.</exception>
    public static (double Low, double High) Between(IReadOnlyList<double> times, IReadOnlyList<double[]> innovations, double[][] precision)
    {
        Input.Count(innovations.Count, 1, "innovations");
        Input.SameLength(times.Count, "times", innovations.Count, "innovations");
        var (omega, tags, count) = (Matrix<double>.Build.DenseOfRowArrays(precision), precision.Length, innovations.Count);
        var (push, growth) = (new double[count], new double[count]);
        var (sum, squares) = (Vector<double>.Build.Dense(tags), 0.0);
        for (var from = count - 1; from >= 0; from--)
        {
            var e = Vector<double>.Build.Dense(innovations[from]);
            (sum, squares) = (sum + e, squares + e.DotProduct(omega * e));
            double n = count - from;
            push[from] = sum.DotProduct(omega * sum) / (2 * n);
            var ratio = squares / (n * tags);
            growth[from] = ratio > 1 ? n * tags * (ratio - 1 - Math.Log(ratio)) / 2 : 0;
        }

        var likelier = push.Max() >= growth.Max() ? push : growth;
        var best = likelier.Max();
        var (first, last) = (Array.FindIndex(likelier, value => best - value <= Within), Array.FindLastIndex(likelier, value => best - value <= Within));

        // A change seen first at a row began after the row before it.
        return (times[Math.Max(0, first - 1)], times[last]);
    }
}
