using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.LatentVariables;

/// <summary>
/// Canonical variate analysis of a continuous process (Larimore 1990, IEEE Conference on Decision and Control, p. 596; for monitoring: Russell, Chiang &amp; Braatz 2000, Chemometrics and
/// Intelligent Laboratory Systems 51:81): the combinations of a past of samples that say most of what follows are the states, the other directions of that past are the rest.
/// </summary>
public sealed class CanonicalVariates
{
    private readonly Matrix<double> projection;

    private CanonicalVariates(Scaling scaling, int lags, int states, double[] correlations, Matrix<double> projection) =>
        (Scaling, Lags, States, Correlations, this.projection) = (scaling, lags, states, correlations, projection);

    /// <summary>How samples are scaled.</summary>
    public Scaling Scaling { get; }

    /// <summary>Number of samples of the past.</summary>
    public int Lags { get; }

    /// <summary>Number of states.</summary>
    public int States { get; }

    /// <summary>Canonical correlations of past and future, the largest first.</summary>
    public IReadOnlyList<double> Correlations { get; }

    /// <summary>The analysis of a run in control.</summary>
    /// <param name="samples">Samples in order of time, tags in columns, complete.</param>
    /// <param name="lags">Number of samples of past and of future.</param>
    /// <param name="states">Number of states, fewer than lags · tags.</param>
    /// <exception cref="UnusableInputException">Too few samples, a value not finite, a constant tag, too many states, or a past whose covariance is singular.</exception>
    public static CanonicalVariates Fit(Matrix<double> samples, int lags, int states)
    {
        Input.Rows(samples, 3, 1, "samples");
        Input.Range(lags, 1, 1000, "number of lags");
        var dimension = lags * samples.ColumnCount;
        Input.Range(states, 1, dimension - 1, "number of states");
        Input.Count(samples.RowCount, dimension + (2 * lags), "samples");
        var scaling = Scaling.Of(samples);
        var rows = Lagged.Rows(scaling.Apply(samples), (2 * lags) - 1);
        var (future, past) = (rows.SubMatrix(0, rows.RowCount, 0, dimension), rows.SubMatrix(0, rows.RowCount, dimension, dimension));
        var (rootPast, rootFuture) = (InverseRoot(past, "past", refuse: true), InverseRoot(future, "future", refuse: false));
        var svd = (rootFuture * (future.TransposeThisAndMultiply(past) / (rows.RowCount - 1)) * rootPast).Svd();
        var projection = svd.VT * rootPast;
        return new CanonicalVariates(scaling, lags, states, [.. svd.S.Select(value => Math.Min(value, 1))], projection);
    }

    /// <summary>
    /// For the past of the latest <see cref="Lags"/> samples: T² of the states and T² of the rest (T_s² and T_r² of the source), without unit. Limits are to be calibrated on other
    /// normal runs: with many directions in the rest those of theory are far too low.
    /// </summary>
    /// <param name="latest">The latest samples in order of time, in their own units.</param>
    /// <exception cref="UnusableInputException">Another number of samples or tags, or a value not finite.</exception>
    public (double OfStates, double OfRest) Judge(Matrix<double> latest)
    {
        Input.Rows(latest, 1, 1, "latest samples");
        Input.SameLength(latest.RowCount, "latest samples", Lags, "samples of a past");
        var variates = projection * Lagged.Rows(Scaling.Apply(latest), Lags - 1).Row(0);
        double states = 0, rest = 0;
        for (var i = 0; i < variates.Count; i++)
        {
            if (i < States) states += variates[i] * variates[i];
            else rest += variates[i] * variates[i];
        }

        return (states, rest);
    }

    private static Matrix<double> InverseRoot(Matrix<double> rows, string what, bool refuse)
    {
        var spectrum = Spectrum.Of(rows.TransposeThisAndMultiply(rows) / (rows.RowCount - 1));
        var least = 1e-12 * spectrum.Values[^1];
        if (refuse && spectrum.Values[0] <= least) Input.Refuse($"The covariance of the {what} is singular: a tag follows from others. Leave it out, or use fewer lags.");
        return spectrum.InverseRoot(least, dropped: true);
    }
}
