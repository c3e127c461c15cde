using Cellwright.Statistics.LatentVariables;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring;

/// <summary>
/// Fits <see cref="BatchModel"/>s to the same runs, with any number of components. Runs are rows and everything that grows with stations and tags is touched once or twice, so that
/// a hundred batches of 200 000 columns take seconds.
/// </summary>
internal sealed class BatchFit
{
    /// <summary>Weights of what all stations of a tag say together, in runs (engineering assumptions): one station of few runs is never believed alone.</summary>
    private const double ScaleWeight = 10, NoiseWeight = 20;

    private readonly int[] tags;
    private readonly int stations;
    private readonly double[][] means, scales;
    private readonly StartingMaterial material;
    private readonly double[][] coefficients;
    private readonly double explained;
    private readonly Matrix<double> rest, there, vectors;
    private readonly double[] values;

    /// <param name="runs">Training runs at their stations.</param>
    /// <param name="covariates">Starting material of each.</param>
    /// <param name="tags">Columns to use, each with values that vary.</param>
    /// <param name="material">How starting material is encoded.</param>
    /// <param name="useMaterial">Whether starting material may explain.</param>
    public BatchFit(IReadOnlyList<StationedRun> runs, IReadOnlyList<IReadOnlyList<double>> covariates, int[] tags, StartingMaterial material, bool useMaterial)
    {
        (this.tags, this.material, stations) = (tags, material, runs[0].Rows.Length);
        var (n, width) = (runs.Count, tags.Length);
        (means, scales) = Levels(runs);
        double At(int i, int column) => runs[i].Rows[column / width] is { } row ? row[tags[column % width]] : double.NaN;
        there = Matrix<double>.Build.Dense(n, stations * width, (i, column) => double.IsNaN(At(i, column)) ? 0 : 1);
        rest = Matrix<double>.Build.Dense(n, stations * width, (i, column) => double.IsNaN(At(i, column)) ? 0 : (At(i, column) - means[column / width][column % width]) / scales[column / width][column % width]);
        (coefficients, explained) = useMaterial && material.Columns > 0 ? Explain(Matrix<double>.Build.DenseOfRowArrays(covariates.Select(material.Encode))) : ([], 0);
        var spectrum = Spectrum.Of(Gram.OfRows(rest));
        values = [.. spectrum.Values.Select(value => Math.Max(0, value)).Reverse()];
        vectors = Matrix<double>.Build.DenseOfColumnVectors(spectrum.Vectors.EnumerateColumns().Reverse());
    }

    /// <summary>The model with so many components of the patient effect.</summary>
    public BatchModel With(int components)
    {
        var (n, width) = (rest.RowCount, tags.Length);
        components = Math.Min(components, values.Count(value => value > 1e-9 * values[0]));
        var scores = Matrix<double>.Build.Dense(n, Math.Max(1, components), (i, a) => components == 0 ? 0 : vectors[i, a] * Math.Sqrt(values[a]));
        var directions = Gram.Along(rest, Matrix<double>.Build.Dense(n, Math.Max(1, components), (i, a) => components == 0 ? 0 : vectors[i, a] / Math.Sqrt(values[a])));

        // What an eigenvalue has of noise alone is taken from it (probabilistic principal components: Tipping & Bishop 1999, JRSS B 61:611).
        var noise = values.Skip(components).Sum() / (n - 1) / Math.Max(1, Math.Min(n - 1, stations * width) - components);
        var size = Enumerable.Range(0, components).Select(a => Math.Sqrt(Math.Max((values[a] / (n - 1)) - noise, 0.05 * values[a] / (n - 1)))).ToArray();
        var loadings = Build(stations, k => Build(width, j => Build(components, a => directions[(k * width) + j, a] * size[a])));
        var left = Gram.Residuals(rest, scores, directions).PointwiseMultiply(there) * Math.Sqrt((n - 1.0) / Math.Max(1, n - 1 - components));
        var carried = Build(width, j => Carried(left, j));
        var (fresh, squares) = (left.Clone(), new double[stations * width]);
        for (var column = squares.Length - 1; column >= 0; column--)
        {
            var j = column % width;
            if (column >= width) fresh.SetColumn(column, left.Column(column) - (carried[j] * left.Column(column - width)));
            squares[column] = fresh.Column(column).DotProduct(fresh.Column(column));
        }

        var counts = there.ColumnSums();
        var pooled = Build(width, j => (Sum(stations, 1, k => squares[(k * width) + j]) / Math.Max(1, Sum(stations, 1, k => counts[(k * width) + j]))) + 1e-9);
        var whole = Build(width, j => Sum(stations, 0, k => left.Column((k * width) + j).DotProduct(left.Column((k * width) + j))) / Math.Max(1, Sum(stations, 0, k => counts[(k * width) + j])));
        var deviations = Build(stations, k => Build(width, j =>
            Math.Sqrt((squares[(k * width) + j] + (NoiseWeight * (k == 0 ? Math.Max(whole[j], pooled[j]) : pooled[j]))) / (counts[(k * width) + j] + NoiseWeight))));
        return new BatchModel(tags, means, scales, material, coefficients, explained, loadings, carried, deviations, Correlation(fresh, deviations));
    }

    private (double[][] Means, double[][] Scales) Levels(IReadOnlyList<StationedRun> runs)
    {
        var (centre, spread, count) = (Build(stations, _ => new double[tags.Length]), Build(stations, _ => new double[tags.Length]), Build(stations, _ => new int[tags.Length]));
        for (var k = 0; k < stations; k++)
        {
            for (var j = 0; j < tags.Length; j++)
            {
                var there = runs.Select(run => run.Rows[k]).OfType<double[]>().Select(row => row[tags[j]]).Where(value => !double.IsNaN(value)).ToArray();
                count[k][j] = there.Length;
                if (there.Length == 0) continue;
                centre[k][j] = there.Average();
                spread[k][j] = there.Sum(value => (value - centre[k][j]) * (value - centre[k][j]));
            }
        }

        for (var j = 0; j < tags.Length; j++)
        {
            var (squares, freedom) = (Sum(stations, 0, k => spread[k][j]), Sum(stations, 0, k => Math.Max(0, count[k][j] - 1)));
            var pooled = squares > 0 && freedom > 0 ? squares / freedom : 1;
            for (var k = 0; k < stations; k++) spread[k][j] = Math.Sqrt((spread[k][j] + (ScaleWeight * pooled)) / (Math.Max(0, count[k][j] - 1) + ScaleWeight));
        }

        return (centre, spread);
    }

    /// <summary>Ridge regression of everything on the starting material, with the penalty whose leave-one-out error is least; what it explains is taken out of <see cref="rest"/>.</summary>
    private (double[][] Coefficients, double Explained) Explain(Matrix<double> z)
    {
        var (n, svd) = (z.RowCount, z.Svd());
        var rank = svd.S.Count(value => value > 1e-9 * svd.S[0]);
        if (rank == 0) return ([], 0);
        var u = svd.U.SubMatrix(0, n, 0, rank);
        var gram = Gram.OfRows(rest);
        var whole = gram.Trace() * (n / (n - 1.0)) * (n / (n - 1.0));
        var (best, penalty) = (0.0, double.NaN);
        for (var power = -3.0; power <= 4; power += 0.5)
        {
            var candidate = Math.Pow(10, power);
            var hat = u * Matrix<double>.Build.DiagonalOfDiagonalArray([.. svd.S.Take(rank).Select(s => s * s / ((s * s) + candidate))]) * u.Transpose();
            var held = Matrix<double>.Build.Dense(n, n, (i, l) => ((i == l ? 1 : 0) - hat[i, l]) / (1 - hat[i, i] - (1.0 / n)));
            var found = 1 - ((held * gram).PointwiseMultiply(held).Enumerate().Sum() / whole);
            if (found > best) (best, penalty) = (found, candidate);
        }

        if (double.IsNaN(penalty)) return ([], 0);
        var v = svd.VT.SubMatrix(0, rank, 0, z.ColumnCount).Transpose();
        var b = v * Matrix<double>.Build.DiagonalOfDiagonalArray([.. svd.S.Take(rank).Select(s => s / ((s * s) + penalty))]) * u.TransposeThisAndMultiply(rest);
        (rest - (z * b)).PointwiseMultiply(there).CopyTo(rest);
        return (b.ToRowArrays(), best);
    }

    private double Carried(Matrix<double> left, int tag)
    {
        var (along, own) = (0.0, 0.0);
        for (var k = 1; k < stations; k++)
        {
            var before = left.Column(((k - 1) * tags.Length) + tag);
            (along, own) = (along + before.DotProduct(left.Column((k * tags.Length) + tag)), own + before.DotProduct(before));
        }

        return own > 0 ? Math.Clamp(along / own, -0.95, 0.95) : 0;
    }

    /// <summary>Correlation of what is new over all stations and runs, shrunk towards none the more the fewer rows stand behind it.</summary>
    private double[][] Correlation(Matrix<double> fresh, double[][] deviations)
    {
        var (width, rows) = (tags.Length, (double)fresh.RowCount * stations);
        var sums = Matrix<double>.Build.Dense(width, width);
        for (var k = 0; k < stations; k++)
        {
            var at = k;
            var station = Matrix<double>.Build.Dense(fresh.RowCount, width, (i, j) => fresh[i, (at * width) + j] / deviations[at][j]);
            sums += station.TransposeThisAndMultiply(station);
        }

        var shrink = Math.Min(0.5, 0.02 + (width / (width + (rows / 10))));
        return Build(width, i => Build(width, j => i == j ? 1 : sums[i, i] > 0 && sums[j, j] > 0 ? (1 - shrink) * sums[i, j] / Math.Sqrt(sums[i, i] * sums[j, j]) : 0));
    }

    private static T[] Build<T>(int count, Func<int, T> of) => [.. Enumerable.Range(0, count).Select(of)];

    private static double Sum(int until, int from, Func<int, double> of)
    {
        var sum = 0.0;
        for (var k = from; k < until; k++) sum += of(k);
        return sum;
    }
}
