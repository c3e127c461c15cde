using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Cellwright.Statistics.Regression;

/// <summary>
/// Least squares for a curve that is not linear in its coefficients. Levenberg and Marquardt's method (Marquardt 1963, SIAM Journal on Applied Mathematics 11:431; MathNet.Numerics) comes near
/// from where it is started; there steps of Gauss and Newton, solved by <see cref="LinearFit"/> with 31 digits, find the last digits and the standard errors, which normal equations lose.
/// It is a local method: another start may find another minimum, with a smaller or larger <see cref="SquaresResidual"/>.
/// </summary>
/// <param name="Coefficients">In the order of the start, in the units of the curve.</param>
/// <param name="StandardErrors">Standard deviation of each coefficient's estimate, from the curve's slopes at the solution (asymptotic).</param>
/// <param name="Residuals">y less the curve, one a row, in the unit of y.</param>
/// <param name="SquaresResidual">Sum of squared residuals.</param>
public sealed record NonlinearFit(double[] Coefficients, double[] StandardErrors, double[] Residuals, double SquaresResidual)
{
    /// <summary>Of a coefficient, to either side, for its slope: the error of a sixth-order difference is then as small as rounding (1e-13 of the curve).</summary>
    private const double Apart = 1e-3;

    /// <summary>A solution is one where no further step moves a coefficient by more than this part of it or of its standard error.</summary>
    private const double Settled = 1e-6;

    /// <summary>Rows less coefficients.</summary>
    public int DegreesOfFreedom => Residuals.Length - Coefficients.Length;

    /// <summary>Standard deviation of the residuals, over the degrees of freedom.</summary>
    public double ResidualDeviation => Math.Sqrt(SquaresResidual / DegreesOfFreedom);

    /// <summary>The fit of <paramref name="y"/> (one a row) by a curve of the columns of <paramref name="x"/> (observations in rows).</summary>
    /// <param name="curve">The value for coefficients and one row of x, smooth in the coefficients.</param>
    /// <param name="x">Predictors, observations in rows.</param>
    /// <param name="y">Responses.</param>
    /// <param name="start">A guess for each coefficient, of the right order of size.</param>
    /// <exception cref="UnusableInputException">Sizes differ, too few rows, a value not finite, a curve without value at the start, coefficients that the data do not fix, or no solution near the start.</exception>
    public static NonlinearFit Of(Func<double[], double[], double> curve, Matrix<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> start)
    {
        Input.Rows(x, 2, 1, "predictors");
        Input.Values(y, start.Length + 1, "responses");
        Input.Values(start, 1, "start");
        Input.SameLength(x.RowCount, "rows of predictors", y.Length, "responses");
        var (rows, responses) = (x.ToRowArrays(), y.ToArray());
        var first = new Slopes(curve, rows, start.ToArray());
        if (!first.AreFinite) Input.Refuse($"The curve, or its slope, has no value at the start ({string.Join(", ", start.ToArray())}). Start where it is defined for all rows.");
        var near = Near(curve, rows, responses, first.At);
        return Exact(curve, rows, responses, near);
    }

    private static double[] Near(Func<double[], double[], double> curve, double[][] rows, double[] y, double[] start)
    {
        var objective = ObjectiveFunction.NonlinearModel(
            (at, _) => Vector<double>.Build.Dense(Values(at.ToArray())), (at, _) => new Slopes(curve, rows, at.ToArray()).Jacobian,
            Vector<double>.Build.Dense(rows.Length, i => i), Vector<double>.Build.Dense(y));
        var found = new LevenbergMarquardtMinimizer(gradientTolerance: 1e-30, stepTolerance: 1e-15, functionTolerance: 1e-30, maximumIterations: 10_000)
            .FindMinimum(objective, Vector<double>.Build.Dense(start));
        return found.MinimizingPoint.Exists(value => !double.IsFinite(value)) ? start : found.MinimizingPoint.ToArray();

        double[] Values(double[] at) => Array.ConvertAll(rows, row => curve(at, row));
    }

    private static NonlinearFit Exact(Func<double[], double[], double> curve, double[][] rows, double[] y, double[] near)
    {
        var best = Step(near);
        for (var round = 0; round < 20; round++)
        {
            var next = Step([.. best.At.Zip(best.By, (one, by) => one + by)]);
            if (!(next.Size < best.Size)) break;
            best = next;
        }

        if (!(best.Size <= Settled)) Input.Refuse($"No solution was found near the start: at {string.Join(", ", best.At)} the coefficients still move. Start elsewhere, or fit a curve with fewer coefficients.");
        return new NonlinearFit(best.At, best.Errors, best.Residuals, best.Residuals.Sum(value => value * value));

        (double[] At, double[] By, double[] Errors, double[] Residuals, double Size) Step(double[] at)
        {
            var slopes = new Slopes(curve, rows, at);
            if (!slopes.AreFinite) return (at, at, at, at, double.NaN);
            double[] residuals = [.. y.Select((value, i) => value - slopes.Values[i])];
            if (Array.TrueForAll(residuals, value => value == 0)) return (at, new double[at.Length], new double[at.Length], residuals, 0);
            var fit = Along(slopes.Jacobian, residuals);
            return (at, fit.Coefficients, fit.StandardErrors, residuals, fit.Coefficients.Select((by, a) => Math.Abs(by) / (Math.Abs(at[a]) + fit.StandardErrors[a])).Max());
        }
    }

    private static LinearFit Along(Matrix<double> jacobian, double[] residuals)
    {
        try
        {
            return LinearFit.Of(jacobian, residuals, intercept: false);
        }
        catch (UnusableInputException)
        {
            throw Input.Unusable($"The data do not fix all coefficients ({jacobian.ColumnCount}): where the search ended, one of them changes nothing that the others do not change as well. Start elsewhere, or fit a curve with fewer coefficients.");
        }
    }

    /// <summary>The curve and its slopes by central differences of sixth order.</summary>
    private sealed class Slopes
    {
        private static readonly (int Steps, double Weight)[] Differences = [(1, 3.0 / 4), (2, -3.0 / 20), (3, 1.0 / 60)];

        public Slopes(Func<double[], double[], double> curve, double[][] rows, double[] at)
        {
            (At, Values, Jacobian) = (at, Array.ConvertAll(rows, row => curve(at, row)), Matrix<double>.Build.Dense(rows.Length, at.Length));
            for (var a = 0; a < at.Length; a++)
            {
                var step = Apart * (at[a] == 0 ? 1 : Math.Abs(at[a]));
                var moved = (double[])at.Clone();
                foreach (var (steps, weight) in Differences)
                {
                    var (above, below) = (at[a] + (steps * step), at[a] - (steps * step));
                    for (var i = 0; i < rows.Length; i++)
                    {
                        moved[a] = above;
                        var up = curve(moved, rows[i]);
                        moved[a] = below;
                        Jacobian[i, a] += 2 * steps * weight * (up - curve(moved, rows[i])) / (above - below);
                    }
                }
            }
        }

        public double[] At { get; }

        public double[] Values { get; }

        public Matrix<double> Jacobian { get; }

        public bool AreFinite => Array.TrueForAll(Values, double.IsFinite) && Jacobian.Enumerate().All(double.IsFinite);
    }
}
