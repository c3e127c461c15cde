using Cellwright.Statistics.Numbers;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Charts;

/// <summary>
/// Hotelling's T² of several variables at once (Hotelling 1947, in "Techniques of Statistical Analysis", McGraw-Hill). The units of the variables cancel.
/// </summary>
public sealed class Hotelling
{
    private readonly double[] mean;
    private readonly double[] scale;
    private readonly double[,] root;
    private readonly double[,] inverse;

    private Hotelling(double[] mean, Matrix<double> covariance, int rows)
    {
        this.mean = mean;
        (Rows, Variables) = (rows, mean.Length);
        scale = [.. covariance.Diagonal().Select(Math.Sqrt)];
        var correlation = Matrix<double>.Build.Dense(Variables, Variables, (i, j) => covariance[i, j] / (scale[i] * scale[j]));

        // Correlations are exact to 1e-16, so an eigenvalue below 1e-12 is not known to be above zero.
        var smallest = correlation.Evd(Symmetricity.Symmetric).EigenValues.Min(value => value.Real);
        if (!(smallest > 1e-12 * Variables)) Input.Refuse($"The covariance of the {Variables} variables is singular: one of them follows from the others. Leave it out, or use principal components.");
        (root, inverse) = (correlation.Cholesky().Factor.ToArray(), correlation.Inverse().ToArray());
    }

    /// <summary>Number of training rows.</summary>
    public int Rows { get; }

    /// <summary>Number of variables.</summary>
    public int Variables { get; }

    /// <summary>Mean and covariance (over n - 1) of training rows.</summary>
    /// <param name="training">Observations in rows, variables in columns; more rows than columns plus one.</param>
    /// <exception cref="UnusableInputException">Too few rows, a value not finite, a constant column, or a singular covariance.</exception>
    public static Hotelling Fit(Matrix<double> training)
    {
        Input.Rows(training, 3, 1, "training data");
        Input.Count(training.RowCount, training.ColumnCount + 2, "rows of training data");
        var mean = new double[training.ColumnCount];
        var centred = training.Clone();
        for (var j = 0; j < mean.Length; j++)
        {
            var column = training.Column(j).ToArray();
            mean[j] = (double)Wide.Mean(Wide.From(column.AsSpan()));
            centred.SetColumn(j, column.Select(value => value - mean[j]).ToArray());
            if (column.All(value => value == column[0])) Input.Refuse($"Column {j + 1} of the training data is constant. Leave it out.");
        }

        return new Hotelling(mean, centred.TransposeThisAndMultiply(centred) / (training.RowCount - 1), training.RowCount);
    }

    /// <summary>T² of one observation.</summary>
    /// <param name="observation">A value for each variable, in its unit.</param>
    /// <exception cref="UnusableInputException">The wrong number of values, or one not finite.</exception>
    public double Statistic(ReadOnlySpan<double> observation) => Distance(Scaled(observation));

    /// <summary>
    /// By how much T² falls when one variable is replaced by what the others say of it, for each variable: (S⁻¹d)_i² / (S⁻¹)_ii.
    /// This is the reconstruction-based contribution (Alcala &amp; Qin 2009, Automatica 45:1593) and the conditional term of
    /// Mason, Tracy &amp; Young (1995, Journal of Quality Technology 27:99). They do not add up to T².
    /// </summary>
    /// <param name="observation">A value for each variable, in its unit.</param>
    /// <exception cref="UnusableInputException">The wrong number of values, or one not finite.</exception>
    public double[] Contributions(ReadOnlySpan<double> observation)
    {
        var z = Scaled(observation);
        var found = new double[z.Length];
        for (var i = 0; i < z.Length; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < z.Length; j++) sum += inverse[i, j] * z[j];
            found[i] = sum * sum / inverse[i, i];
        }

        return found;
    }

    /// <summary>
    /// The limit for the training rows themselves (Phase I), exceeded by a normal row with probability <paramref name="alpha"/>:
    /// (m-1)²/m times the upper quantile of a beta distribution with p/2 and (m-p-1)/2 (Tracy, Young &amp; Mason 1992, Journal of Quality Technology 24:88).
    /// </summary>
    /// <exception cref="UnusableInputException">alpha outside (0, 1).</exception>
    public double LimitOfTraining(double alpha)
    {
        Input.Between(alpha, 0, 1, "share of false alarms");
        double m = Rows, p = Variables;
        return (m - 1) * (m - 1) / m * Probability.BetaQuantile(1 - alpha, p / 2, (m - p - 1) / 2);
    }

    /// <summary>The limit for new rows (Phase II): p(m+1)(m-1)/(m(m-p)) times the upper quantile of F with p and m-p (Tracy, Young &amp; Mason 1992).</summary>
    /// <param name="alpha">Share of false alarms, between 0 and 1.</param>
    /// <exception cref="UnusableInputException">alpha outside (0, 1).</exception>
    public double LimitOfNew(double alpha)
    {
        Input.Between(alpha, 0, 1, "share of false alarms");
        double m = Rows, p = Variables;
        return p * (m + 1) * (m - 1) / (m * (m - p)) * Probability.FisherQuantile(1 - alpha, p, m - p);
    }

    internal double[] Scaled(ReadOnlySpan<double> observation)
    {
        Input.Values(observation, 1, "observation");
        Input.SameLength(observation.Length, "values in the observation", Variables, "variables in the model");
        var z = new double[Variables];
        for (var i = 0; i < z.Length; i++) z[i] = (observation[i] - mean[i]) / scale[i];
        return z;
    }

    /// <summary>z' R⁻¹ z of a vector in the scaled units.</summary>
    internal double Distance(double[] z)
    {
        var (sum, solved) = (0.0, new double[z.Length]);
        for (var i = 0; i < z.Length; i++)
        {
            solved[i] = z[i];
            for (var j = 0; j < i; j++) solved[i] -= root[i, j] * solved[j];
            solved[i] /= root[i, i];
            sum += solved[i] * solved[i];
        }

        return sum;
    }
}
