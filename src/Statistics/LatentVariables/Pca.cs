using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Cellwright.Statistics.LatentVariables;

/// <summary>
/// Principal component analysis (Jackson 1991, "A User's Guide to Principal Components"). Signs are free; here the loading of largest size is positive in each component.
/// </summary>
/// <param name="Scaling">How rows are scaled.</param>
/// <param name="Plane">Loadings, scores, T², SPE and their limits.</param>
/// <param name="Explained">Share of the scaled sum of squares that each component explains.</param>
public sealed record Pca(Scaling Scaling, Plane Plane, double[] Explained)
{
    /// <summary>Components by singular values of complete data. What is decomposed is as large as the smaller side only, so that wide data (unfolded batches) cost no more than tall.</summary>
    /// <param name="rows">Observations in rows, complete.</param>
    /// <param name="components">Number of components, fewer than rows and at most as many as columns.</param>
    /// <param name="toUnitVariance">Divide each column by its standard deviation.</param>
    /// <param name="constantAllowed">Leave columns that do not vary at zero instead of refusing them.</param>
    /// <exception cref="UnusableInputException">Too few rows, too many components, a value not finite, or a constant column.</exception>
    public static Pca BySvd(Matrix<double> rows, int components, bool toUnitVariance = true, bool constantAllowed = false)
    {
        Input.Rows(rows, 3, 1, "data");
        Check(rows, components);
        var scaling = Scaling.Of(rows, toUnitVariance, constantAllowed);
        var x = scaling.Apply(rows);
        var loadings = (x.ColumnCount > x.RowCount ? OfWide(x, components) : null) ?? OfAny(x, components);
        for (var a = 0; a < components; a++) loadings.SetColumn(a, loadings.Column(a).Multiply(Sign(loadings.Column(a))));
        return Of(scaling, x, loadings, Gram.Scores(x, loadings));
    }

    // Of unfolded batches: directions from the Gram matrix of the rows, set right on the data themselves (Rayleigh & Ritz; Parlett 1998, "The Symmetric Eigenvalue Problem",
    // chapter 11). Squaring costs digits where singular values lie far apart: null where it would cost more than a few.
    private static Matrix<double>? OfWide(Matrix<double> x, int components)
    {
        var eigen = Gram.OfRows(x).Evd(Symmetricity.Symmetric); // smallest first
        var (largest, smallest) = (eigen.EigenValues[x.RowCount - 1].Real, eigen.EigenValues[x.RowCount - components].Real);
        if (!(smallest > 1e-4 * largest)) return null;
        var along = Gram.Along(x, eigen.EigenVectors.SubMatrix(0, x.RowCount, x.RowCount - components, components));
        var qr = along.QR(QRMethod.Thin);
        return qr.Q * qr.R.Svd().U;
    }

    // x' = QR = (Q U) S V' when wide: the loadings are Q U. Otherwise they are V.
    private static Matrix<double> OfAny(Matrix<double> x, int components)
    {
        var wide = x.ColumnCount > x.RowCount;
        var qr = (wide ? x.Transpose() : x).QR(QRMethod.Thin);
        var svd = qr.R.Svd();
        if (!(svd.S[components - 1] > 1e-12 * svd.S[0]))
            Input.Refuse($"The data have fewer than {components} independent directions. Use fewer components.");
        return wide ? qr.Q * svd.U.SubMatrix(0, svd.U.RowCount, 0, components) : svd.VT.SubMatrix(0, components, 0, svd.VT.ColumnCount).Transpose();
    }

    /// <summary>
    /// Components one after the other by alternating regressions (NIPALS: Wold 1966, in "Research Papers in Statistics", Wiley), with missing values (NaN) left out of
    /// every sum. With complete data it finds what the singular values find.
    /// </summary>
    /// <param name="rows">Observations in rows; NaN is missing.</param>
    /// <param name="components">Number of components.</param>
    /// <param name="toUnitVariance">Divide each column by its standard deviation.</param>
    /// <param name="constantAllowed">Leave columns that do not vary at zero instead of refusing them.</param>
    /// <param name="tolerance">Largest change of a score, relative to the length of all, at which a component is found.</param>
    /// <exception cref="UnusableInputException">As for singular values, an empty row, or a component that was not found in 100 000 rounds.</exception>
    public static Pca ByNipals(Matrix<double> rows, int components, bool toUnitVariance = true, bool constantAllowed = false, double tolerance = 1e-13)
    {
        Input.Rows(rows, 3, 1, "data", missingAllowed: true);
        Check(rows, components);
        for (var i = 0; i < rows.RowCount; i++) Input.Count(rows.Row(i).Count(value => !double.IsNaN(value)), 1, $"values that are there in row {i + 1}");
        var scaling = Scaling.Of(rows, toUnitVariance, constantAllowed);
        var x = scaling.Apply(rows);
        var (present, left) = (x.Map(value => double.IsNaN(value) ? 0.0 : 1, Zeros.Include), x.Map(value => double.IsNaN(value) ? 0 : value, Zeros.Include));
        var complete = present.Enumerate().All(value => value == 1);
        var (loadings, scores) = (Matrix<double>.Build.Dense(x.ColumnCount, components), Matrix<double>.Build.Dense(x.RowCount, components));
        var whole = left.FrobeniusNorm();
        for (var a = 0; a < components; a++)
        {
            if (left.FrobeniusNorm() <= 1e-12 * whole) Input.Refuse($"The data have fewer than {components} independent directions. Use fewer components.");
            var t = left.EnumerateColumns().MaxBy(column => column.L2Norm())!.Clone();
            var p = Vector<double>.Build.Dense(x.ColumnCount);
            for (var round = 0; ; round++)
            {
                p = Over(left.TransposeThisAndMultiply(t), complete ? null : present.TransposeThisAndMultiply(t.PointwiseMultiply(t)), t.DotProduct(t));
                p = p.Normalize(2);
                var next = Over(left * p, complete ? null : present * p.PointwiseMultiply(p), 1);
                var (moved, length) = ((next - t).L2Norm(), next.L2Norm());
                t = next;
                if (moved <= tolerance * length) break;
                if (round == 100_000) Input.Refuse($"Component {a + 1} was not found in {round} rounds: two directions have nearly the same variance. Use singular values, or fewer components.");
            }

            var sign = Sign(p);
            loadings.SetColumn(a, p * sign);
            scores.SetColumn(a, t * sign);
            left = (left - t.OuterProduct(p)).PointwiseMultiply(present);
        }

        return Of(scaling, x, loadings, scores);
    }

    /// <summary>Scores, T² and SPE of one row in its own units; NaN is missing.</summary>
    /// <param name="row">A value for each column; NaN is missing.</param>
    /// <exception cref="UnusableInputException">Another number of values, one infinite, or none there.</exception>
    public Judgement Judge(ReadOnlySpan<double> row) => Plane.Judge(Scaling.Apply(row));

    /// <summary>Judges rows of a running process one after the other, each in its own units, in room that is taken once.</summary>
    public RowFollower Follow() => new(Scaling, Plane);

    internal static double Sign(Vector<double> loading) => loading[loading.AbsoluteMaximumIndex()] < 0 ? -1 : 1;

    internal static void Check(Matrix<double> rows, int components) => Input.Range(components, 1, Math.Min(rows.RowCount - 1, rows.ColumnCount), "number of components");

    internal static Vector<double> Over(Vector<double> sums, Vector<double>? squares, double all) => squares is null ? sums / all : sums.PointwiseDivide(squares.Map(value => value > 0 ? value : 1, Zeros.Include));

    private static Pca Of(Scaling scaling, Matrix<double> x, Matrix<double> loadings, Matrix<double> scores)
    {
        var residuals = Gram.Residuals(x, scores, loadings);
        var squares = x.Enumerate().Sum(value => double.IsNaN(value) ? 0 : value * value);
        var explained = scores.EnumerateColumns().Select(t => t.DotProduct(t) / squares).ToArray();
        return new Pca(scaling, new Plane(loadings, loadings, scores, residuals), explained);
    }
}
