using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring.Continuous;

/// <summary>
/// Every tag predicted from the rows before by a vector autoregression whose coefficients are shrunk (ridge regression: Hoerl &amp; Kennard 1970, Technometrics 12:55).
/// What the prediction misses, the innovation, is white while the process is as it was, however its tags swing: that is what charts are made for
/// (residual charts: Alwan &amp; Roberts 1988, Journal of Business &amp; Economic Statistics 6:87).
/// </summary>
/// <param name="Coefficients">Lags · tags × tags, for scaled rows, the latest first.</param>
/// <param name="Precision">Inverse covariance of the innovations of scaled tags.</param>
internal sealed record Predictor(Matrix<double> Coefficients, Matrix<double> Precision)
{
    /// <summary>
    /// Pasts and shrinkages to choose from: a longer past costs a coefficient for each tag squared, and neighbouring shrinkages of this ladder differ little (engineering assumptions).
    /// </summary>
    private static readonly int[] Pasts = [1, 2, 3, 5];
    private static readonly double[] Ridges = [0.01, 0.03, 0.1, 0.3, 1];

    /// <summary>The past and the shrinkage under which rows that were left out are likeliest: mean of e'Ωe - ln |Ω| over blocks (the logarithmic score of Dawid &amp; Sebastiani 1999, Annals of Statistics 27:65).</summary>
    public static (int Lags, double Ridge) Choose(Blocks blocks)
    {
        var scores = new Dictionary<(int, double), double>();
        foreach (var fold in blocks.Folds())
        {
            var scaling = blocks.Scaling(fold);
            foreach (var lags in Pasts)
            {
                var (past, next) = Pairs(fold.Training.ConvertAll(scaling.Apply), lags);

                // At least two rows for each coefficient of a tag (an engineering assumption); one row of the past is always tried.
                if (lags > 1 && past.RowCount < 2 * past.ColumnCount) continue;
                var (heldPast, heldNext) = Pairs([scaling.Apply(fold.WarmUpAndHeld)], lags);
                var (eigen, rows) = (past.TransposeThisAndMultiply(past).Evd(Symmetricity.Symmetric), Math.Min(fold.Held, heldNext.RowCount));
                foreach (var ridge in Ridges)
                {
                    var one = Solve(past, next, ridge, eigen.EigenValues.Select(value => value.Real).ToArray(), eigen.EigenVectors);
                    var missed = heldNext - (heldPast * one.Coefficients);
                    missed = missed.SubMatrix(missed.RowCount - rows, rows, 0, missed.ColumnCount);
                    var score = missed.PointwiseMultiply(missed * one.Precision).RowSums().Average() - LogDeterminant(one.Precision);
                    scores[(lags, ridge)] = scores.GetValueOrDefault((lags, ridge)) + score;
                }
            }
        }

        if (scores.Count == 0) Input.Refuse($"The training run has too few rows for its tags. Use a longer run, or fewer tags.");
        return scores.MinBy(pair => pair.Value).Key;
    }

    /// <summary>The predictor of runs that are scaled already.</summary>
    public static Predictor Fit(List<Matrix<double>> scaled, int lags, double ridge)
    {
        var (past, next) = Pairs(scaled, lags);
        var eigen = past.TransposeThisAndMultiply(past).Evd(Symmetricity.Symmetric);
        return Solve(past, next, ridge, eigen.EigenValues.Select(value => value.Real).ToArray(), eigen.EigenVectors);
    }

    /// <summary>With P'P = V D V': B = V (D + r)⁻¹ V'P'Q for any shrinkage r. Residuals are divided by 1 - h, as if each row had been left out, or they would be too small.</summary>
    private static Predictor Solve(Matrix<double> past, Matrix<double> next, double ridge, double[] values, Matrix<double> vectors)
    {
        var scores = past * vectors;
        var shrunk = Vector<double>.Build.Dense([.. values.Select(value => 1 / (Math.Max(value, 0) + (ridge * past.RowCount)))]);
        var turned = Matrix<double>.Build.DenseOfDiagonalVector(shrunk) * scores.TransposeThisAndMultiply(next);
        var missed = next - (scores * turned);
        var leverage = scores.PointwiseMultiply(scores) * shrunk;
        for (var i = 0; i < missed.RowCount; i++) missed.SetRow(i, missed.Row(i) / Math.Max(1 - leverage[i], 1e-6));
        var centred = missed - Matrix<double>.Build.DenseOfRowVectors(Enumerable.Repeat(missed.ColumnSums() / missed.RowCount, missed.RowCount));
        var covariance = centred.TransposeThisAndMultiply(centred) / (missed.RowCount - 1);
        return new Predictor(vectors * turned, Inverse(covariance));
    }

    /// <summary>Pairs of a past (the latest row first) and the row after it, run after run.</summary>
    private static (Matrix<double> Past, Matrix<double> Next) Pairs(List<Matrix<double>> runs, int lags)
    {
        var tags = runs[0].ColumnCount;
        var usable = runs.Where(run => run.RowCount > lags).ToList();
        var (past, next) = (Matrix<double>.Build.Dense(usable.Sum(run => run.RowCount - lags), lags * tags), Matrix<double>.Build.Dense(usable.Sum(run => run.RowCount - lags), tags));
        var at = 0;
        foreach (var run in usable)
        {
            var count = run.RowCount - lags;
            next.SetSubMatrix(at, 0, run.SubMatrix(lags, count, 0, tags));
            for (var lag = 1; lag <= lags; lag++) past.SetSubMatrix(at, (lag - 1) * tags, run.SubMatrix(lags - lag, count, 0, tags));
            at += count;
        }

        return (past, next);
    }

    /// <summary>The inverse of a covariance; what is singular but for rounding gets a floor of 1e-10 of its largest eigenvalue.</summary>
    internal static Matrix<double> Inverse(Matrix<double> covariance)
    {
        var eigen = ((covariance + covariance.Transpose()) / 2).Evd(Symmetricity.Symmetric);
        var floor = 1e-10 * eigen.EigenValues.Max(value => value.Real);
        var roots = Vector<double>.Build.Dense([.. eigen.EigenValues.Select(value => 1 / Math.Sqrt(Math.Max(value.Real, floor)))]);
        var half = eigen.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(roots);
        return half.TransposeAndMultiply(half);
    }

    private static double LogDeterminant(Matrix<double> precision) => precision.Cholesky().DeterminantLn;
}
