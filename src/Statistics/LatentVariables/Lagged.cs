using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.LatentVariables;

/// <summary>
/// Samples of a continuous process beside those before them. Principal components of such rows are dynamic PCA (Ku, Storer &amp; Georgakis 1995, Chemometrics and Intelligent
/// Laboratory Systems 30:179): they model how tags follow each other in time.
/// </summary>
public static class Lagged
{
    /// <summary>Row t holds sample t + lags, then the sample before it, and so on to sample t: lags fewer rows, (lags + 1) · tags columns.</summary>
    /// <param name="samples">Samples in order of time, tags in columns; NaN is missing.</param>
    /// <param name="lags">Number of earlier samples, 0 or more.</param>
    /// <exception cref="UnusableInputException">No more samples than lags, or one infinite.</exception>
    public static Matrix<double> Rows(Matrix<double> samples, int lags)
    {
        Input.Range(lags, 0, 10_000, "number of lags");
        Input.Rows(samples, lags + 1, 1, "samples", missingAllowed: true);
        var tags = samples.ColumnCount;
        return Matrix<double>.Build.Dense(samples.RowCount - lags, (lags + 1) * tags, (t, column) => samples[t + lags - (column / tags), column % tags]);
    }
}
