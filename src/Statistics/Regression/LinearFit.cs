using Cellwright.Statistics.Numbers;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Regression;

/// <summary>
/// Ordinary least squares. Coefficients are in the unit of y over that of their column; the first is the intercept where one was asked for.
/// Householder QR (Golub 1965, Numerische Mathematik 7:206) with 31 digits: normal equations, or QR in double alone, lose the
/// digits that NIST StRD Filip and Wampler ask for.
/// </summary>
/// <param name="Coefficients">One for each column, the intercept first.</param>
/// <param name="StandardErrors">Standard deviation of each coefficient's estimate.</param>
/// <param name="Residuals">y less its fitted value, one a row.</param>
/// <param name="Leverages">Diagonal of the hat matrix, one a row, between 0 and 1.</param>
/// <param name="DegreesOfFreedom">Rows less coefficients.</param>
/// <param name="SquaresRegression">Sum of squares that the fit explains, about the mean where there is an intercept, else about zero.</param>
/// <param name="SquaresResidual">Sum of squared residuals.</param>
/// <param name="HasIntercept">Whether an intercept was fitted.</param>
public sealed record LinearFit(
    double[] Coefficients, double[] StandardErrors, double[] Residuals, double[] Leverages, int DegreesOfFreedom, double SquaresRegression, double SquaresResidual, bool HasIntercept)
{
    /// <summary>Share of a column's length that must be left once the columns before it are taken out. Decimal data read as doubles are exact to 1e-16; the worst of NIST StRD (Filip) leaves 1e-10.</summary>
    private const double Dependent = 1e-14;

    /// <summary>Coefficients less the intercept.</summary>
    public int DegreesRegression => Coefficients.Length - (HasIntercept ? 1 : 0);

    /// <summary>Standard deviation of the residuals, over the degrees of freedom.</summary>
    public double ResidualDeviation => Math.Sqrt(SquaresResidual / DegreesOfFreedom);

    /// <summary>Share of the sum of squares that is explained; about zero, not the mean, where there is no intercept (as NIST StRD does).</summary>
    public double RSquared => SquaresRegression / (SquaresRegression + SquaresResidual);

    /// <summary>Ratio of the mean squares; infinite where the fit is exact.</summary>
    public double F => SquaresResidual == 0 ? double.PositiveInfinity : SquaresRegression / DegreesRegression / (SquaresResidual / DegreesOfFreedom);

    /// <summary>The fit of <paramref name="y"/> (one a row) on the columns of <paramref name="x"/> (observations in rows).</summary>
    /// <param name="x">Predictors, observations in rows.</param>
    /// <param name="y">Responses, one a row.</param>
    /// <param name="intercept">Fit a constant beside the columns.</param>
    /// <exception cref="UnusableInputException">Sizes differ, too few rows, a value not finite, or columns that depend on each other.</exception>
    public static LinearFit Of(Matrix<double> x, ReadOnlySpan<double> y, bool intercept = true)
    {
        Input.Rows(x, 2, 1, "predictors");
        Input.Values(y, 2, "responses");
        Input.SameLength(x.RowCount, "rows of predictors", y.Length, "responses");
        var columns = new List<DoubleDouble[]>();
        if (intercept) columns.Add(Wide.From(Ones(x.RowCount)));
        for (var j = 0; j < x.ColumnCount; j++) columns.Add(Wide.From(x.Column(j).ToArray().AsSpan()));
        return Of([.. columns], Wide.From(y), intercept);
    }

    /// <summary>The fit of y = b0 + b1 x + … of the given degree; the powers of x are formed with 31 digits.</summary>
    /// <exception cref="UnusableInputException">Sizes differ, too few different x, or a value not finite.</exception>
    public static LinearFit Polynomial(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int degree)
    {
        Input.Range(degree, 1, 30, "degree");
        Input.Values(x, degree + 2, "predictors");
        Input.Values(y, 2, "responses");
        Input.SameLength(x.Length, "predictors", y.Length, "responses");
        var columns = new DoubleDouble[degree + 1][];
        columns[0] = Wide.From(Ones(x.Length));
        for (var power = 1; power <= degree; power++)
        {
            columns[power] = new DoubleDouble[x.Length];
            for (var i = 0; i < x.Length; i++) columns[power][i] = columns[power - 1][i] * x[i];
        }

        return Of(columns, Wide.From(y), true);
    }

    private static LinearFit Of(DoubleDouble[][] columns, DoubleDouble[] y, bool intercept)
    {
        var (n, p) = (y.Length, columns.Length);
        Input.Count(n, p + 1, "observations");
        var qr = new WideQr(columns);
        for (var j = 0; j < p; j++)
        {
            if (!(qr.Left[j] > Dependent))
                Input.Refuse($"Column {j + (intercept ? 0 : 1)} of the predictors (0 is the intercept) is constant or depends on the columns before it. Leave it out.");
        }

        var coefficients = qr.Solve(y);
        var residuals = new DoubleDouble[n];
        for (var i = 0; i < n; i++)
        {
            residuals[i] = y[i];
            for (var j = 0; j < p; j++) residuals[i] -= columns[j][i] * coefficients[j];
        }

        // Below what 31 digits can hold of y, a residual is rounding: an exact fit then has residuals of exactly zero.
        var scale = DoubleDouble.Sqrt(Wide.SquaresAbout(y, 0));
        var left = Wide.SquaresAbout(residuals, 0);
        if (DoubleDouble.Sqrt(left).High <= 1e-24 * scale.High) (left, residuals) = (0, new DoubleDouble[n]);

        var centre = intercept ? Wide.Mean(y) : 0;
        var explained = Wide.SquaresAbout([.. y.Select((value, i) => value - residuals[i])], centre);
        if ((explained + left).High == 0) Input.Refuse($"All {n} responses are equal, so there is nothing to explain. Check how they were recorded.");
        var sigma = DoubleDouble.Sqrt(left / (n - p));
        return new LinearFit(
            [.. coefficients.Select(value => (double)value)], [.. qr.InverseRowNorms().Select(norm => (double)(sigma * norm))],
            [.. residuals.Select(value => (double)value)], qr.Leverages(), n - p, (double)explained, (double)left, intercept);
    }

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
