namespace Cellwright.Statistics.LatentVariables;

/// <summary>
/// Partial least squares of one response from the inner products of the rows alone (Rännar, Lindgren, Geladi &amp; Wold 1994, Journal of Chemometrics 8:111): it predicts as
/// <see cref="Pls"/> does. Of few rows and many columns it costs so little that a model can be fitted again for every row left out and every response permuted.
/// </summary>
public sealed class DualPls
{
    private readonly double[] mean;
    private readonly int[] rows;
    private readonly double[][] weights;

    private DualPls(double response, double[] mean, int[] rows, double[][] weights) => (Mean, this.mean, this.rows, this.weights) = (response, mean, rows, weights);

    /// <summary>Mean of the responses.</summary>
    public double Mean { get; }

    /// <summary>Number of components that could be found.</summary>
    public int Components => weights.Length;

    /// <summary>The models of one to so many components.</summary>
    /// <param name="products">Inner products of all rows with all rows, symmetric; rows need not be centred.</param>
    /// <param name="rows">Those that are fitted to.</param>
    /// <param name="y">Responses, one for each row of the products; only those of <paramref name="rows"/> are read.</param>
    /// <param name="most">So many components at most; fewer where nothing is left to explain.</param>
    /// <exception cref="UnusableInputException">Fewer than two rows, or another number of responses than of products.</exception>
    public static DualPls Of(double[][] products, int[] rows, double[] y, int most)
    {
        Input.Count(rows.Length, 2, "rows to fit to");
        Input.SameLength(products.Length, "rows of products", y.Length, "responses");
        var n = rows.Length;
        var (mean, whole, response) = (new double[n], 0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            var row = products[rows[i]];
            for (var j = 0; j < n; j++) mean[i] += row[rows[j]];
            mean[i] /= n;
            whole += mean[i] / n;
            response += y[rows[i]] / n;
        }

        var (left, scores, found, along, loads) = (new double[n], new List<double[]>(), new List<double[]>(), new List<double[]>(), new List<double>());
        for (var i = 0; i < n; i++) left[i] = y[rows[i]] - response;
        var (total, weights) = (Length(left), new List<double[]>());
        for (var a = 0; a < most; a++)
        {
            // The centred products times what is left of the response, less the scores that are there already.
            var score = new double[n];
            var (shift, sum) = (0.0, 0.0);
            for (var j = 0; j < n; j++) (shift, sum) = (shift + (mean[j] * left[j]), sum + left[j]);
            for (var i = 0; i < n; i++)
            {
                var (row, value) = (products[rows[i]], 0.0);
                for (var j = 0; j < n; j++) value += row[rows[j]] * left[j];
                score[i] = value - (mean[i] * sum) - shift + (whole * sum);
            }

            var before = Length(score);
            var column = new double[a + 1];
            for (var again = 0; again < 2; again++)
            {
                for (var b = 0; b < a; b++)
                {
                    var share = Dot(scores[b], score);
                    column[b] += share;
                    for (var i = 0; i < n; i++) score[i] -= share * scores[b][i];
                }
            }

            var length = Length(score);
            if (!(length > 1e-9 * before) || !(Length(left) > 1e-11 * total)) break;
            column[a] = length;
            for (var i = 0; i < n; i++) score[i] /= length;
            scores.Add(score);
            found.Add([.. left]);
            along.Add(column);
            var load = Dot(score, left);
            loads.Add(load);
            for (var i = 0; i < n; i++) left[i] -= load * score[i];

            // T'KU is upper triangular, so that each further component only asks for one more substitution.
            var solved = new double[a + 1];
            for (var row = a; row >= 0; row--)
            {
                solved[row] = loads[row];
                for (var b = row + 1; b <= a; b++) solved[row] -= along[b][row] * solved[b];
                solved[row] /= along[row][row];
            }

            var weight = new double[n];
            for (var b = 0; b <= a; b++)
                for (var i = 0; i < n; i++) weight[i] += found[b][i] * solved[b];
            weights.Add(weight);
        }

        return new DualPls(response, mean, rows, [.. weights]);
    }

    /// <summary>The response predicted for a row of the products, with so many components (or as many as could be found); the mean with none.</summary>
    /// <param name="row">Inner products of that row with all rows.</param>
    /// <param name="components">0 or more.</param>
    /// <exception cref="IndexOutOfRangeException">A row too short for those that were fitted to, or a number of components below zero.</exception>
    public double Predict(double[] row, int components)
    {
        if (components == 0 || weights.Length == 0) return Mean;
        var (weight, sum) = (weights[Math.Min(components, weights.Length) - 1], Mean);
        for (var i = 0; i < rows.Length; i++) sum += (row[rows[i]] - mean[i]) * weight[i];
        return sum;
    }

    /// <summary>The model as coefficients of the columns behind the products: X'α.</summary>
    /// <param name="x">All rows, as they stand behind the products.</param>
    /// <param name="components">0 or more.</param>
    /// <exception cref="IndexOutOfRangeException">Too few rows for those that were fitted to, one shorter than the first, or a number of components below zero.</exception>
    public double[] Coefficients(double[][] x, int components)
    {
        var coefficients = new double[x[0].Length];
        if (components == 0 || weights.Length == 0) return coefficients;
        var weight = weights[Math.Min(components, weights.Length) - 1];
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < coefficients.Length; j++) coefficients[j] += x[rows[i]][j] * weight[i];
        return coefficients;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double Length(double[] a) => Math.Sqrt(Dot(a, a));
}
