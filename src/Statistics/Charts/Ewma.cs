using Cellwright.Statistics.Numbers;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Charts;

/// <summary>The exponentially weighted moving average (Roberts 1959, Technometrics 1:239): z = λ x + (1 - λ) z before, from the process mean on.</summary>
public static class Ewma
{
    /// <summary>
    /// The chart of <paramref name="values"/>, with the exact standard error of each point, σ √(λ/(2-λ) [1 - (1-λ)^2t]), in the unit of the values
    /// (Lucas &amp; Saccucci 1990, Technometrics 32:1).
    /// </summary>
    /// <param name="values">In order of time; means of subgroups may be charted with sigma over the root of their size.</param>
    /// <param name="estimate">Process mean and the standard deviation of one charted value.</param>
    /// <param name="lambda">Weight of the newest value, above 0 and at most 1.</param>
    /// <param name="width">Half width of the limits in standard errors.</param>
    /// <exception cref="UnusableInputException">No value, one not finite, or a setting out of its range.</exception>
    public static ChartPoint[] Chart(ReadOnlySpan<double> values, ProcessEstimate estimate, double lambda = 0.2, double width = 3)
    {
        Input.Values(values, 1, "values");
        Check(lambda, width);
        var (mean, sigma) = estimate.Checked();
        var points = new ChartPoint[values.Length];
        for (var (i, z, left) = (0, mean, 1.0); i < values.Length; i++)
        {
            z = (lambda * values[i]) + ((1 - lambda) * z);
            left *= (1 - lambda) * (1 - lambda);
            var away = width * sigma * Math.Sqrt(lambda / (2 - lambda) * (1 - left));
            points[i] = new ChartPoint(z, mean, mean - away, mean + away);
        }

        return points;
    }

    /// <summary>
    /// Average run length of the two-sided chart with constant limits, started at the mean, in charted values: Crowder's integral
    /// equation (1987, Technometrics 29:401), solved at Gauss-Legendre nodes.
    /// </summary>
    /// <param name="lambda">Weight of the newest value.</param>
    /// <param name="width">Half width of the limits in asymptotic standard errors.</param>
    /// <param name="shift">Shift of the mean in standard deviations; 0 gives the run length to a false alarm.</param>
    /// <exception cref="UnusableInputException">A setting out of its range, or a run length beyond what a double can resolve.</exception>
    public static double RunLength(double lambda, double width, double shift = 0)
    {
        Check(lambda, width);
        Input.Finite(shift, "shift");
        var limit = width * Math.Sqrt(lambda / (2 - lambda));
        var (nodes, weights) = Quadrature.Nodes(-limit, limit, NodesFor(2 * limit / lambda));
        double Kernel(double from, double to) => Probability.NormalDensity(((to - ((1 - lambda) * from)) / lambda) - shift) / lambda;
        var system = Matrix<double>.Build.Dense(nodes.Length, nodes.Length, (i, j) => (i == j ? 1 : 0) - (weights[j] * Kernel(nodes[i], nodes[j])));
        var length = system.Solve(Vector<double>.Build.Dense(nodes.Length, 1.0));
        return Sound(1 + nodes.Select((node, j) => weights[j] * Kernel(0, node) * length[j]).Sum());
    }

    /// <summary>The half width, in asymptotic standard errors, whose average run length without a shift is <paramref name="runLength"/>.</summary>
    /// <param name="lambda">Weight of the newest value, from 0.005 to 1.</param>
    /// <param name="runLength">In charted values, between 1.5 and 100 million.</param>
    /// <exception cref="UnusableInputException">A setting out of its range.</exception>
    public static double Width(double lambda, double runLength)
    {
        Input.Between(runLength, 1.5, 1e8, "average run length");
        var high = 0.25;
        while (RunLength(lambda, high) < runLength) high += 0.25;
        return MathNet.Numerics.RootFinding.Brent.FindRoot(width => Math.Log(RunLength(lambda, width) / runLength), 0.01, high, 1e-12, 200);
    }

    /// <summary>Nodes for an integral equation whose kernel is one wide on an interval of this width. MathNet holds these orders to full precision, and computes others to 1e-10 only.</summary>
    internal static int NodesFor(double width) => width switch { < 6 => 64, < 16 => 128, < 40 => 256, _ => 512 };

    internal static double Sound(double runLength)
    {
        // At 1e9 the system's smallest eigenvalue, 1e-9, still stands a million roundings from zero.
        if (!(runLength is >= 1 and < 1e9)) Input.Refuse($"The average run length comes out as {runLength}, beyond what can be computed soundly. Choose a narrower limit.");
        return runLength;
    }

    private static void Check(double lambda, double width)
    {
        if (!(lambda is >= 0.005 and <= 1)) Input.Refuse($"The weight of the newest value is {lambda}. Give a number from 0.005 to 1.");
        Input.Positive(width, "width of the limits in standard errors");
    }
}
