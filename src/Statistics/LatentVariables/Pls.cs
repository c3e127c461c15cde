using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Cellwright.Statistics.LatentVariables;

/// <summary>
/// Partial least squares: components of x that explain y. By NIPALS (Wold, Sjöström &amp; Eriksson 2001, Chemometrics and Intelligent Laboratory Systems 58:109),
/// which takes missing values, or by SIMPLS (de Jong 1993, the same journal 18:251), whose scores have length one. With one response both predict alike.
/// </summary>
/// <param name="X">Scaling of the predictors.</param>
/// <param name="Y">Scaling of the responses.</param>
/// <param name="Plane">Loadings P, weights R (t = R'x), scores, T², SPE and limits in the space of x.</param>
/// <param name="DeflatedWeights">W of NIPALS, for the deflated x; in SIMPLS R itself.</param>
/// <param name="ResponseLoadings">C, responses × components.</param>
/// <param name="ResponseScores">U, rows × components.</param>
public sealed record Pls(Scaling X, Scaling Y, Plane Plane, Matrix<double> DeflatedWeights, Matrix<double> ResponseLoadings, Matrix<double> ResponseScores)
{
    /// <summary>Regression coefficients for scaled x and y, columns × responses.</summary>
    public Matrix<double> Coefficients => Plane.Weights * ResponseLoadings.Transpose();

    /// <summary>The model by NIPALS. NaN is missing, in x and in y.</summary>
    /// <param name="x">Predictors, observations in rows.</param>
    /// <param name="y">Responses, one or more columns.</param>
    /// <param name="components">Number of components.</param>
    /// <param name="toUnitVariance">Divide each column of x and y by its standard deviation.</param>
    /// <param name="constantAllowed">Leave columns of x that do not vary at zero instead of refusing them.</param>
    /// <param name="tolerance">Largest change of a score, relative to the length of all, at which a component is found.</param>
    /// <exception cref="UnusableInputException">Sizes differ, too few rows, too many components, a constant column, or a component that was not found.</exception>
    public static Pls ByNipals(Matrix<double> x, Matrix<double> y, int components, bool toUnitVariance = true, bool constantAllowed = false, double tolerance = 1e-13)
    {
        var (sx, sy, e, f) = Scaled(x, y, components, toUnitVariance, constantAllowed, missingAllowed: true);
        var (thereX, thereY) = (There(e), There(f));
        var scaledX = e;
        (e, f) = (Zeroed(e), Zeroed(f));
        var (completeX, completeY) = (thereX.Enumerate().All(value => value == 1), thereY.Enumerate().All(value => value == 1));
        Matrix<double> New(int rows) => Matrix<double>.Build.Dense(rows, components);
        var (w, p, c, t, u) = (New(x.ColumnCount), New(x.ColumnCount), New(y.ColumnCount), New(x.RowCount), New(x.RowCount));
        var whole = f.FrobeniusNorm();
        for (var a = 0; a < components; a++)
        {
            Explainable(e.TransposeThisAndMultiply(f).FrobeniusNorm(), whole, a);
            var own = f.EnumerateColumns().MaxBy(column => column.L2Norm())!.Clone();
            var score = Vector<double>.Build.Dense(x.RowCount);
            Vector<double> weight, load;
            for (var round = 0; ; round++)
            {
                weight = Pca.Over(e.TransposeThisAndMultiply(own), completeX ? null : thereX.TransposeThisAndMultiply(own.PointwiseMultiply(own)), own.DotProduct(own)).Normalize(2);
                var next = Pca.Over(e * weight, completeX ? null : thereX * weight.PointwiseMultiply(weight), 1);
                load = Pca.Over(f.TransposeThisAndMultiply(next), completeY ? null : thereY.TransposeThisAndMultiply(next.PointwiseMultiply(next)), next.DotProduct(next));
                own = Pca.Over(f * load, completeY ? null : thereY * load.PointwiseMultiply(load), load.DotProduct(load));
                var moved = (next - score).L2Norm();
                score = next;
                if (moved <= tolerance * next.L2Norm()) break;
                if (round == 100_000) Input.Refuse($"Component {a + 1} was not found in {round} rounds: two directions explain nearly the same. Use SIMPLS, or fewer components.");
            }

            var along = Pca.Over(e.TransposeThisAndMultiply(score), completeX ? null : thereX.TransposeThisAndMultiply(score.PointwiseMultiply(score)), score.DotProduct(score));
            e = (e - score.OuterProduct(along)).PointwiseMultiply(thereX);
            f = (f - score.OuterProduct(load)).PointwiseMultiply(thereY);
            var sign = Pca.Sign(weight);
            w.SetColumn(a, weight * sign);
            p.SetColumn(a, along * sign);
            c.SetColumn(a, load * sign);
            t.SetColumn(a, score * sign);
            u.SetColumn(a, own * sign);
        }

        var r = w * p.TransposeThisAndMultiply(w).Inverse();
        return new Pls(sx, sy, new Plane(p, r, t, scaledX - (t * p.Transpose())), w, c, u);
    }

    /// <summary>The model by SIMPLS, of complete data.</summary>
    /// <param name="x">Predictors, observations in rows.</param>
    /// <param name="y">Responses, one or more columns.</param>
    /// <param name="components">Number of components.</param>
    /// <param name="toUnitVariance">Divide each column of x and y by its standard deviation.</param>
    /// <param name="constantAllowed">Leave columns of x that do not vary at zero instead of refusing them.</param>
    /// <exception cref="UnusableInputException">Sizes differ, too few rows, too many components, a value not finite, a constant column, or nothing left to explain.</exception>
    public static Pls BySimpls(Matrix<double> x, Matrix<double> y, int components, bool toUnitVariance = true, bool constantAllowed = false)
    {
        var (sx, sy, e, f) = Scaled(x, y, components, toUnitVariance, constantAllowed, missingAllowed: false);
        Matrix<double> New(int rows) => Matrix<double>.Build.Dense(rows, components);
        var (r, p, c, t, u, basis) = (New(x.ColumnCount), New(x.ColumnCount), New(y.ColumnCount), New(x.RowCount), New(x.RowCount), New(x.ColumnCount));
        var s = e.TransposeThisAndMultiply(f);
        var whole = f.FrobeniusNorm();
        for (var a = 0; a < components; a++)
        {
            Explainable(s.FrobeniusNorm(), whole, a);

            // The leading left singular vector of s, by the small matrix s's.
            var small = s.TransposeThisAndMultiply(s).Evd(Symmetricity.Symmetric);
            var weight = s * small.EigenVectors.Column(s.ColumnCount - 1);
            var score = e * weight;
            var length = score.L2Norm();
            (weight, score) = (weight / length, score / length);
            var sign = Pca.Sign(weight);
            (weight, score) = (weight * sign, score * sign);
            var (along, load) = (e.TransposeThisAndMultiply(score), f.TransposeThisAndMultiply(score));
            var own = f * load;
            var v = along.Clone();

            // Twice, because once leaves what rounding had added.
            for (var again = 0; again < 2; again++)
            {
                for (var b = 0; b < a; b++)
                {
                    v -= basis.Column(b) * basis.Column(b).DotProduct(v);
                    own -= t.Column(b) * t.Column(b).DotProduct(own);
                }
            }

            v = v.Normalize(2);
            s -= v.OuterProduct(s.TransposeThisAndMultiply(v));
            r.SetColumn(a, weight);
            p.SetColumn(a, along);
            c.SetColumn(a, load);
            t.SetColumn(a, score);
            u.SetColumn(a, own);
            basis.SetColumn(a, v);
        }

        return new Pls(sx, sy, new Plane(p, r, t, e - (t * p.Transpose())), r, c, u);
    }

    /// <summary>Scores, T² and SPE of one row of predictors in their own units; NaN is missing.</summary>
    /// <param name="row">A value for each column of predictors; NaN is missing.</param>
    /// <exception cref="UnusableInputException">Another number of values, one infinite, or none there.</exception>
    public Judgement Judge(ReadOnlySpan<double> row) => Plane.Judge(X.Apply(row));

    /// <summary>Judges rows of a running process one after the other, each in its own units, in room that is taken once.</summary>
    public RowFollower Follow() => new(X, Plane);

    /// <summary>The responses predicted for one row of predictors, each in its own unit.</summary>
    /// <param name="row">A value for each column of predictors; NaN is missing.</param>
    /// <exception cref="UnusableInputException">Another number of values, one infinite, or none there.</exception>
    public double[] Predict(ReadOnlySpan<double> row)
    {
        var scaled = ResponseLoadings * Vector<double>.Build.Dense(Judge(row).Scores);
        return [.. scaled.Select((value, k) => Y.Means[k] + (Y.Scales[k] * value))];
    }

    /// <summary>
    /// Importance of each predictor over all components: √(K Σ_a SS_a w_ja² / Σ_a SS_a), SS_a what component a explains of y, w of length one
    /// (Wold, Sjöström &amp; Eriksson 2001). The mean of their squares is 1. With SIMPLS w is R scaled to length one, which differs by some percent.
    /// </summary>
    public double[] Importance()
    {
        var explained = Enumerable.Range(0, Plane.Components).Select(a => ResponseLoadings.Column(a).DotProduct(ResponseLoadings.Column(a)) * Plane.Scores.Column(a).DotProduct(Plane.Scores.Column(a))).ToArray();
        var unit = DeflatedWeights.NormalizeColumns(2);
        return [.. unit.EnumerateRows().Select(row => Math.Sqrt(unit.RowCount * row.Select((w, a) => w * w * explained[a]).Sum() / explained.Sum()))];
    }

    private static (Scaling X, Scaling Y, Matrix<double> E, Matrix<double> F) Scaled(Matrix<double> x, Matrix<double> y, int components, bool toUnitVariance, bool constantAllowed, bool missingAllowed)
    {
        Input.Rows(x, 3, 1, "predictors", missingAllowed);
        Input.Rows(y, 3, 1, "responses", missingAllowed);
        Input.SameLength(x.RowCount, "rows of predictors", y.RowCount, "rows of responses");
        Pca.Check(x, components);
        var (sx, sy) = (Scaling.Of(x, toUnitVariance, constantAllowed), Scaling.Of(y, toUnitVariance));
        var (e, f) = (sx.Apply(x), sy.Apply(y));
        for (var i = 0; i < x.RowCount; i++)
        {
            if (e.Row(i).All(double.IsNaN) || f.Row(i).All(double.IsNaN)) Input.Refuse($"Row {i + 1} has no predictor or no response at all. Leave it out.");
        }

        return (sx, sy, e, f);
    }

    private static void Explainable(double left, double whole, int component)
    {
        if (!(left > 1e-11 * whole)) Input.Refuse($"Nothing of the responses is left for component {component + 1} to explain. Use fewer components.");
    }

    private static Matrix<double> There(Matrix<double> values) => values.Map(value => double.IsNaN(value) ? 0.0 : 1, Zeros.Include);

    private static Matrix<double> Zeroed(Matrix<double> values) => values.Map(value => double.IsNaN(value) ? 0 : value, Zeros.Include);
}
