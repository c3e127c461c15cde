using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring.Continuous;

/// <summary>How a process without batches goes while it is normal: where its tags stand, and what follows from the rows before.</summary>
/// <param name="Means">Of the followed tags, in their units.</param>
/// <param name="Scales">Standard deviations, in their units.</param>
/// <param name="Lags">Rows of the past from which the next is predicted.</param>
/// <param name="Ridge">Shrinkage of that prediction, a share of the variance of a scaled tag.</param>
/// <param name="Coefficients">Lags · tags × tags, for scaled rows, the latest first.</param>
/// <param name="Precision">Inverse covariance of the innovations, tags × tags, scaled.</param>
/// <param name="Levels">Those of the followed tags that hold a level.</param>
/// <param name="LevelPrecision">Inverse correlation of the tags that hold a level.</param>
public sealed record NormalCourse(double[] Means, double[] Scales, int Lags, double Ridge, double[][] Coefficients, double[][] Precision, int[] Levels, double[][] LevelPrecision)
{
    internal static NormalCourse Fit(IReadOnlyList<Matrix<double>> runs, int lags, double ridge, int[] levels)
    {
        var scaling = Blocks.ScalingOf(runs);
        var scaled = runs.Select(scaling.Apply).ToList();
        var rows = Matrix<double>.Build.DenseOfRowVectors(scaled.SelectMany(run => run.EnumerateRows()));
        var covariance = rows.TransposeThisAndMultiply(rows) / (rows.RowCount - 1);
        var predictor = Predictor.Fit(scaled, lags, ridge);
        var standing = levels.Length == 0 ? [] : Predictor.Inverse(Matrix<double>.Build.Dense(levels.Length, levels.Length, (i, j) => covariance[levels[i], levels[j]])).ToRowArrays();
        return new NormalCourse(scaling.Means, scaling.Scales, lags, ridge, predictor.Coefficients.ToRowArrays(), predictor.Precision.ToRowArrays(), levels, standing);
    }
}
