using Cellwright.Statistics.Numbers;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.LatentVariables;

/// <summary>Products over the long side of wide matrices, in which a row is a batch and a column one tag at one time: column after column, as they lie in memory.</summary>
internal static class Gram
{
    /// <summary>X X', rows × rows.</summary>
    public static Matrix<double> OfRows(Matrix<double> x)
    {
        var n = x.RowCount;
        var sums = new double[n * n];
        Lanes.AddOuter(sums, Columns(x), n);
        return Matrix<double>.Build.Dense(n, n, (i, k) => sums[(Math.Max(i, k) * n) + Math.Min(i, k)]);
    }

    /// <summary>X' U, columns × as many as U has.</summary>
    public static Matrix<double> Along(Matrix<double> x, Matrix<double> u)
    {
        var (columns, n, over) = (Columns(x), x.RowCount, u.ToColumnArrays());
        var along = new double[x.ColumnCount * over.Length];
        for (var j = 0; j < x.ColumnCount; j++)
            for (var a = 0; a < over.Length; a++) along[(a * x.ColumnCount) + j] = Lanes.Dot(columns.AsSpan(j * n, n), over[a]);
        return Matrix<double>.Build.Dense(x.ColumnCount, over.Length, along);
    }

    /// <summary>X V, rows × as many as V has.</summary>
    public static Matrix<double> Scores(Matrix<double> x, Matrix<double> v)
    {
        var (columns, n, over) = (Columns(x), x.RowCount, Columns(v));
        var scores = new double[n * v.ColumnCount];
        for (var j = 0; j < x.ColumnCount; j++)
            for (var a = 0; a < v.ColumnCount; a++) Lanes.Add(scores.AsSpan(a * n, n), over[(a * x.ColumnCount) + j], columns.AsSpan(j * n, n));
        return Matrix<double>.Build.Dense(n, v.ColumnCount, scores);
    }

    /// <summary>X - T P'; NaN stays NaN.</summary>
    public static Matrix<double> Residuals(Matrix<double> x, Matrix<double> t, Matrix<double> p)
    {
        var (left, n, scores, loadings) = ((double[])Columns(x).Clone(), x.RowCount, Columns(t), Columns(p));
        for (var j = 0; j < x.ColumnCount; j++)
            for (var a = 0; a < t.ColumnCount; a++) Lanes.Add(left.AsSpan(j * n, n), -loadings[(a * x.ColumnCount) + j], scores.AsSpan(a * n, n));
        return Matrix<double>.Build.Dense(n, x.ColumnCount, left);
    }

    private static double[] Columns(Matrix<double> matrix) => matrix.AsColumnMajorArray() ?? matrix.ToColumnMajorArray();
}
