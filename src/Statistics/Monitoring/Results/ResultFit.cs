using Cellwright.Statistics.LatentVariables;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring.Results;

/// <summary>
/// Fits what upstream explains of a measurand. What it predicts from and with how many components is chosen by cross-validation in five parts; how good that is, is told by lots
/// that took no part in the choice, and how good it would be by chance, by permuting the results and choosing again.
/// </summary>
internal sealed class ResultFit
{
    private const int MostComponents = 3, Folds = 5, Permutations = 99;

    /// <summary>A component, or a wider basis, must lower the squared error to this share (Wold's R, adjusted: Li, Morris &amp; Martin 2002, Chemometrics and Intelligent Laboratory Systems 64:79).</summary>
    private const double Worthwhile = 0.95;

    private static readonly string[] Bases = ["starting material", "course", "starting material and course"];

    private readonly double[][] rows;
    private readonly (int From, int To)[] columns;

    // Inner products of all rows, [left out][basis][row][row]; the last is of all rows with the scales of all.
    private readonly double[][][][] products;
    private readonly double[][] scales;

    private ResultFit(double[][] rows, int ofMaterial)
    {
        this.rows = rows;
        var width = rows[0].Length;
        columns = [(0, ofMaterial), (ofMaterial, width), (0, width)];
        var all = Enumerable.Range(0, rows.Length + 1).ToArray();

        // Columns are scaled without the lot that is left out: it must not lend its own spread to the model that is to foretell it.
        scales = [.. all.Select(left => Enumerable.Range(0, width).Select(j => Scale(j, left)).ToArray())];
        products = [.. all.Select(left => columns.Select(range => Products(range, scales[left])).ToArray())];
    }

    /// <summary>The model of one measurand.</summary>
    /// <param name="columns">What the rows mean.</param>
    /// <param name="rows">One for each lot with a result, as <see cref="Upstream"/> gives them.</param>
    /// <param name="results">In the same order, of one measurand in one unit.</param>
    /// <exception cref="UnusableInputException">Too few lots, or results that do not vary.</exception>
    public static ResultModel Of(Upstream columns, double[][] rows, IReadOnlyList<LotResult> results)
    {
        var first = results[0];
        if (results.Count < ResultModel.FewestLots)
            Input.Refuse($"{results.Count} training lots have a result of {first.Measurand}, and a model with an interval for nine lots in ten needs at least {ResultModel.FewestLots}. Wait for more lots.");
        var y = results.Select(result => result.Scaled).ToArray();
        if (y.Max() - y.Min() <= 1e-12 * Math.Abs(y[0])) Input.Refuse($"The results of {first.Measurand} do not vary, so there is nothing to explain. Check how they were recorded.");
        var fit = new ResultFit(rows, columns.OfMaterial);
        var left = fit.LeaveOut(y);
        var q2 = fit.Q2(y, left);
        var chance = fit.Chance(y, q2);
        var whole = fit.Choose(y, rows.Length, [.. Enumerable.Range(0, rows.Length)]);
        if (whole.Components == 0 || q2 <= 0 || chance > ResultModel.MostChance)
        {
            // Only the spread of the lots is left: what is foretold of each is the mean of the others.
            whole = (0, 0);
            for (var i = 0; i < left.Length; i++) left[i] = ((y.Sum() - y[i]) / (y.Length - 1), new double[rows[0].Length]);
        }

        var coefficients = new double[rows[0].Length];
        var strongest = Array.Empty<string>();
        if (whole.Components > 0)
        {
            var (from, to) = fit.columns[whole.Basis];
            var model = Pls.BySimpls(
                Matrix<double>.Build.Dense(rows.Length, to - from, (i, j) => rows[i][from + j]), Matrix<double>.Build.Dense(y.Length, 1, y), whole.Components, constantAllowed: true);
            var importance = model.Importance();
            strongest = [.. Enumerable.Range(0, to - from).OrderByDescending(j => importance[j]).Take(5).Select(j => columns.Names[from + j])];
            for (var j = from; j < to; j++) coefficients[j] = model.Coefficients[j - from, 0] * model.Y.Scales[0] / model.X.Scales[j - from];
        }

        var intercept = y.Average() - rows.Average(row => row.Zip(coefficients, (x, b) => x * b).Sum());
        return new ResultModel(
            first.Measurand, first.Unit, first.IsLogarithmic, whole.Components == 0 ? "nothing" : Bases[whole.Basis], whole.Components, q2, chance, [intercept, .. coefficients],
            [.. left.Select(one => (double[])[one.Intercept, .. one.Coefficients])],
            [.. results.Select((result, i) => new ForetoldLot(result.Run, y[i], Apply(left[i], rows[i])))], strongest);
    }

    private (double Intercept, double[] Coefficients)[] LeaveOut(double[] y)
    {
        var all = Enumerable.Range(0, rows.Length).ToArray();
        var models = new (double, double[])[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var kept = all.Where(row => row != i).ToArray();
            var (basis, components) = Choose(y, i, kept);
            models[i] = Primal(DualPls.Of(products[i][basis], kept, y, components), basis, components, i, kept, y);
        }

        return models;
    }

    // The lot that is left out, foretold by a choice that did not see it; the coefficients are not needed for this.
    private double[] Foretold(double[] y)
    {
        var all = Enumerable.Range(0, rows.Length).ToArray();
        return [.. all.Select(i =>
        {
            var kept = all.Where(row => row != i).ToArray();
            var (basis, components) = Choose(y, i, kept);
            return DualPls.Of(products[i][basis], kept, y, components).Predict(products[i][basis][i], components);
        })];
    }

    private (int Basis, int Components) Choose(double[] y, int left, int[] kept)
    {
        var (best, components, lowest) = (0, 0, double.PositiveInfinity);
        for (var basis = 0; basis < Bases.Length; basis++)
        {
            if (columns[basis].From == columns[basis].To || (basis == 2 && columns[0].To == 0)) continue;
            var errors = new double[MostComponents + 1];
            for (var fold = 0; fold < Folds; fold++)
            {
                var model = DualPls.Of(products[left][basis], [.. kept.Where((_, at) => at % Folds != fold)], y, MostComponents);
                for (var at = fold; at < kept.Length; at += Folds)
                {
                    for (var a = 0; a < errors.Length; a++)
                    {
                        var miss = y[kept[at]] - model.Predict(products[left][basis][kept[at]], a);
                        errors[a] += miss * miss;
                    }
                }
            }

            var size = 0;
            while (size < MostComponents && errors[size + 1] < Worthwhile * errors[size]) size++;

            // A narrower basis stands before a wider one, and is left only for one that is worth it.
            if (errors[size] >= (double.IsFinite(lowest) ? Worthwhile * lowest : lowest)) continue;
            (best, components, lowest) = (basis, size, errors[size]);
        }

        return (best, components);
    }

    private double Chance(double[] y, double q2)
    {
        var (order, atLeast, state) = (y.ToArray(), 1, 0x9E3779B97F4A7C15UL);
        for (var round = 0; round < Permutations; round++)
        {
            // Fisher-Yates, by SplitMix64 (Steele, Lea & Flood 2014, OOPSLA): the same permutations each time.
            for (var i = order.Length - 1; i > 0; i--)
            {
                var z = state += 0x9E3779B97F4A7C15UL;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
                var other = (int)((z ^ (z >> 31)) % (ulong)(i + 1));
                (order[i], order[other]) = (order[other], order[i]);
            }

            atLeast += Q2(order, Foretold(order)) >= q2 ? 1 : 0;
        }

        return atLeast / (Permutations + 1.0);
    }

    private (double Intercept, double[] Coefficients) Primal(DualPls model, int basis, int components, int left, int[] kept, double[] y)
    {
        var coefficients = new double[rows[0].Length];
        var (from, to) = columns[basis];
        var scaled = rows.Select(row => Enumerable.Range(from, to - from).Select(j => row[j] / scales[left][j]).ToArray()).ToArray();
        var inner = model.Coefficients(scaled, components);
        for (var j = from; j < to; j++) coefficients[j] = inner[j - from] / scales[left][j];
        return (kept.Average(i => y[i]) - kept.Average(i => rows[i].Zip(coefficients, (x, b) => x * b).Sum()), coefficients);
    }

    private double Scale(int column, int left)
    {
        var values = rows.Where((_, i) => i != left).Select(row => row[column]).ToArray();
        var deviation = Descriptive.Summary.Of(values).StandardDeviation;
        return deviation > 1e-9 ? deviation : 1;
    }

    private double[][] Products((int From, int To) range, double[] by)
    {
        var made = rows.Select(_ => new double[rows.Length]).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            for (var k = 0; k <= i; k++)
            {
                var sum = 0.0;
                for (var j = range.From; j < range.To; j++) sum += rows[i][j] * rows[k][j] / (by[j] * by[j]);
                made[i][k] = made[k][i] = sum;
            }
        }

        return made;
    }

    private double Q2(double[] y, (double, double[])[] models) => Q2(y, [.. models.Select((model, i) => Apply(model, rows[i]))]);

    // Against the mean of the other lots, which is what a lot would be taken for without any upstream.
    private static double Q2(double[] y, double[] foretold)
    {
        var (missed, spread, n) = (0.0, 0.0, y.Length);
        var mean = y.Average();
        for (var i = 0; i < n; i++)
        {
            missed += (y[i] - foretold[i]) * (y[i] - foretold[i]);
            var apart = (y[i] - mean) * n / (n - 1);
            spread += apart * apart;
        }

        return 1 - (missed / spread);
    }

    private static double Apply((double Intercept, double[] Coefficients) model, double[] row) => model.Intercept + row.Zip(model.Coefficients, (x, b) => x * b).Sum();
}
