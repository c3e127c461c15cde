using Cellwright.Statistics.Numbers;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Charts;

/// <summary>
/// The multivariate exponentially weighted moving average (Lowry, Woodall, Champ &amp; Rigdon 1992, Technometrics 34:46): z = λ (x - mean) + (1 - λ) z before,
/// charted as z' Σ_z⁻¹ z, without unit.
/// </summary>
public static class Mewma
{
    /// <summary>The statistic for each row of <paramref name="observations"/>, in order of time.</summary>
    /// <param name="model">Mean and covariance while in control.</param>
    /// <param name="observations">Rows in order of time, columns as in the model.</param>
    /// <param name="lambda">Weight of the newest row.</param>
    /// <param name="exactCovariance">Use the covariance of z at its own time instead of the asymptotic one: quicker for changes at the start, with more false alarms there; <see cref="Limit"/> is for the asymptotic one.</param>
    /// <exception cref="UnusableInputException">The wrong number of columns, a value not finite, or a weight out of its range.</exception>
    public static double[] Chart(Hotelling model, Matrix<double> observations, double lambda = 0.1, bool exactCovariance = false)
    {
        Check(lambda);
        Input.Rows(observations, 1, 1, "observations");
        var (z, left) = (new double[model.Variables], 1.0);
        var found = new double[observations.RowCount];
        for (var row = 0; row < found.Length; row++)
        {
            var x = model.Scaled(observations.Row(row).ToArray());
            for (var j = 0; j < z.Length; j++) z[j] = (lambda * x[j]) + ((1 - lambda) * z[j]);
            left *= (1 - lambda) * (1 - lambda);
            found[row] = model.Distance(z) / (lambda / (2 - lambda) * (exactCovariance ? 1 - left : 1));
        }

        return found;
    }

    /// <summary>
    /// Average run length without a change, started at the mean, for a limit on the statistic with asymptotic covariance. The distance of z from
    /// the mean is a Markov process with noncentral chi-squared steps; its integral equation (Rigdon 1995, Journal of Statistical Computation and
    /// Simulation 52:351) is solved at Gauss-Legendre nodes in that distance, which refines the Markov chain of Runger &amp; Prabhu (1996, JASA 91:1701).
    /// </summary>
    /// <param name="lambda">Weight of the newest row.</param>
    /// <param name="limit">Limit on the statistic.</param>
    /// <param name="variables">Number of variables.</param>
    /// <exception cref="UnusableInputException">A setting out of its range, or a run length beyond what a double can resolve.</exception>
    public static double RunLength(double lambda, double limit, int variables)
    {
        Check(lambda);
        Input.Positive(limit, "limit");
        Input.Range(variables, 1, 1000, "number of variables");
        var radius = Math.Sqrt(limit * lambda / (2 - lambda));
        var (nodes, weights) = Quadrature.Nodes(0, radius, Ewma.NodesFor(radius / lambda));
        double Kernel(double from, double to) => 2 * to / (lambda * lambda) * NoncentralChiSquaredDensity(to * to / (lambda * lambda), variables, Math.Pow((1 - lambda) * from / lambda, 2));
        var system = Matrix<double>.Build.Dense(nodes.Length, nodes.Length, (i, j) => (i == j ? 1 : 0) - (weights[j] * Kernel(nodes[i], nodes[j])));
        var length = system.Solve(Vector<double>.Build.Dense(nodes.Length, 1.0));
        return Ewma.Sound(1 + nodes.Select((node, j) => weights[j] * Kernel(0, node) * length[j]).Sum());
    }

    /// <summary>The limit whose average run length without a change is <paramref name="runLength"/>.</summary>
    /// <param name="lambda">Weight of the newest row, from 0.005 to 1.</param>
    /// <param name="runLength">In charted rows, between 2 and 10 million.</param>
    /// <param name="variables">Number of variables, from 1 to 1000.</param>
    /// <exception cref="UnusableInputException">A setting out of its range.</exception>
    public static double Limit(double lambda, double runLength, int variables)
    {
        Check(lambda);
        Input.Range(variables, 1, 1000, "number of variables");
        Input.Between(runLength, 2, 1e7, "average run length");

        // A single row crosses this quantile once in the run length; smoothed rows cross it more seldom.
        var high = Probability.ChiSquaredQuantile(1 - (1 / runLength), variables);
        var low = high;
        while (RunLength(lambda, low) is var length && length > runLength) low /= 2;
        return MathNet.Numerics.RootFinding.Brent.FindRoot(limit => Math.Log(RunLength(lambda, limit) / runLength), low, high * 1.001, 1e-11 * high, 200);

        double RunLength(double weight, double limit) => Mewma.RunLength(weight, limit, variables);
    }

    /// <summary>A Poisson mixture of chi-squared densities, summed from its largest term outwards.</summary>
    private static double NoncentralChiSquaredDensity(double x, double freedom, double noncentrality)
    {
        if (noncentrality == 0) return Math.Exp(Log(0));
        var peak = (int)Math.Max(0, Math.Floor((Math.Sqrt((freedom * freedom / 4) + (noncentrality * x)) - (freedom / 2)) / 2));
        var (first, sum) = (Math.Exp(Log(peak)), 0.0);

        // Neighbouring terms have a simple ratio: (η/2)(x/2) / ((j+1)(ν/2 + j)).
        var product = noncentrality * x / 4;
        for (var (j, term) = (peak, first); term > 1e-18 * sum; j++)
        {
            sum += term;
            term *= product / ((j + 1) * ((freedom / 2) + j));
        }

        for (var (j, term) = (peak, first); j > 0; j--)
        {
            term *= j * ((freedom / 2) + j - 1) / product;
            if (term < 1e-18 * sum) break;
            sum += term;
        }

        return sum;

        double Log(int j) =>
            (noncentrality == 0 ? 0 : (j * Math.Log(noncentrality / 2)) - SpecialFunctions.GammaLn(j + 1.0)) - (noncentrality / 2)
            + (((freedom / 2) + j - 1) * Math.Log(x / 2)) - (x / 2) - Math.Log(2) - SpecialFunctions.GammaLn((freedom / 2) + j);
    }

    private static void Check(double lambda)
    {
        if (!(lambda is >= 0.005 and <= 1)) Input.Refuse($"The weight of the newest row is {lambda}. Give a number from 0.005 to 1.");
    }
}
