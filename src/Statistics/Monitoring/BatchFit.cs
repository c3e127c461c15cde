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
    private readonly bool[] events;
    private readonly double[] resolutions;
    private readonly int stations;
    private readonly (int Station, int Tag)[] columns; // where each tag stands, station by station
    private readonly int[] before; // column of the same tag at the station before at which it stands; -1 where there is none
    private readonly double[][] means, scales;
    private readonly StartingMaterial material;
    private readonly double[][] coefficients;
    private readonly Matrix<double> rest, there, vectors;
    private readonly double[] values;

    /// <param name="runs">Training runs at their stations.</param>
    /// <param name="covariates">Starting material of each.</param>
    /// <param name="all">Tags of the campaign.</param>
    /// <param name="tags">Columns to use, each with values that vary.</param>
    /// <param name="standing">For each station which of <paramref name="tags"/> stand there.</param>
    /// <param name="material">How starting material is encoded.</param>
    /// <param name="useMaterial">Whether starting material may explain.</param>
    public BatchFit(IReadOnlyList<StationedRun> runs, IReadOnlyList<IReadOnlyList<double>> covariates, IReadOnlyList<Tag> all, int[] tags, int[][] standing, StartingMaterial material, bool useMaterial)
    {
        (this.tags, this.material, stations) = (tags, material, standing.Length);
        (events, resolutions) = ([.. tags.Select(tag => all[tag].IsEvent)], [.. tags.Select(tag => all[tag].Resolution)]);
        columns = [.. standing.SelectMany((there, k) => there.Select(j => (k, j)))];
        before = Before(columns, tags.Length);
        (means, scales) = Levels(runs);
        double At(int i, int column) => runs[i].Rows[columns[column].Station] is { } row ? row[tags[columns[column].Tag]] : double.NaN;
        there = Matrix<double>.Build.Dense(runs.Count, columns.Length, (i, column) => double.IsNaN(At(i, column)) ? 0 : 1);
        rest = Matrix<double>.Build.Dense(runs.Count, columns.Length, (i, column) => At(i, column) is var value && double.IsNaN(value) ? 0 : (value - means[columns[column].Station][columns[column].Tag]) / scales[columns[column].Station][columns[column].Tag]);
        (coefficients, Explained) = useMaterial && material.Columns > 0 ? Explain(Matrix<double>.Build.DenseOfRowArrays(covariates.Select(material.Encode))) : ([], 0);
        var spectrum = Spectrum.Of(Gram.OfRows(rest));
        values = [.. spectrum.Values.Select(value => Math.Max(0, value)).Reverse()];
        vectors = Matrix<double>.Build.DenseOfColumnVectors(spectrum.Vectors.EnumerateColumns().Reverse());
    }

    /// <summary>Leave-one-out R² of the starting material; 0 where it explains nothing, or may not.</summary>
    public double Explained { get; }

    /// <summary>The model with so many components of the patient effect.</summary>
    public BatchModel With(int components)
    {
        var (n, width) = (rest.RowCount, tags.Length);
        components = Math.Min(components, values.Count(value => value > 1e-9 * values[0]));
        var scores = Matrix<double>.Build.Dense(n, Math.Max(1, components), (i, a) => components == 0 ? 0 : vectors[i, a] * Math.Sqrt(values[a]));
        var directions = Gram.Along(rest, Matrix<double>.Build.Dense(n, Math.Max(1, components), (i, a) => components == 0 ? 0 : vectors[i, a] / Math.Sqrt(values[a])));

        // What an eigenvalue has of noise alone is taken from it (probabilistic principal components: Tipping & Bishop 1999, JRSS B 61:611).
        var noise = values.Skip(components).Sum() / (n - 1) / Math.Max(1, Math.Min(n - 1, columns.Length) - components);
        var size = Enumerable.Range(0, components).Select(a => Math.Sqrt(Math.Max((values[a] / (n - 1)) - noise, 0.05 * values[a] / (n - 1)))).ToArray();
        var loadings = Build(stations, _ => Build(width, _ => Array.Empty<double>()));
        for (var column = 0; column < columns.Length; column++)
        {
            var (k, j, at) = (columns[column].Station, columns[column].Tag, column);
            loadings[k][j] = Build(components, a => directions[at, a] * size[a]);
        }

        var left = Gram.Residuals(rest, scores, directions).PointwiseMultiply(there) * Math.Sqrt((n - 1.0) / Math.Max(1, n - 1 - components));
        var carried = Carried(left);
        var (fresh, squares, counts) = (left.Clone(), new double[columns.Length], there.ColumnSums());
        var (first, later) = (new (double Squares, double Count)[width], new (double Squares, double Count)[width]);
        for (var column = columns.Length - 1; column >= 0; column--)
        {
            var j = columns[column].Tag;
            if (before[column] >= 0) fresh.SetColumn(column, left.Column(column) - (carried[j] * left.Column(before[column])));
            squares[column] = fresh.Column(column).DotProduct(fresh.Column(column));
            first[j] = (first[j].Squares + left.Column(column).DotProduct(left.Column(column)), first[j].Count + counts[column]);
            if (before[column] >= 0) later[j] = (later[j].Squares + squares[column], later[j].Count + counts[column]);
        }

        var whole = Build(width, j => first[j].Squares / Math.Max(1, first[j].Count));
        var pooled = Build(width, j => (later[j].Count > 0 ? later[j].Squares / Math.Max(1, later[j].Count) : whole[j]) + 1e-9);
        var deviations = Build(stations, _ => new double[width]);
        for (var column = 0; column < columns.Length; column++)
        {
            var (k, j) = columns[column];
            var own = (squares[column] + (NoiseWeight * (before[column] < 0 ? Math.Max(whole[j], pooled[j]) : pooled[j]))) / (counts[column] + NoiseWeight);
            var least = resolutions[j] / scales[k][j];
            deviations[k][j] = Math.Sqrt(own + (least * least));
        }

        return new BatchModel(tags, means, scales, material, Placed(coefficients), Explained, loadings, carried, deviations, Correlation(fresh, deviations), Array.Exists(events, isEvent => isEvent) ? events : null);
    }

    private (double[][] Means, double[][] Scales) Levels(IReadOnlyList<StationedRun> runs)
    {
        var (centre, spread, count) = (Build(stations, _ => Missing()), Build(stations, _ => new double[tags.Length]), Build(stations, _ => new int[tags.Length]));
        foreach (var (k, j) in columns)
        {
            var there = runs.Select(run => run.Rows[k]).OfType<double[]>().Select(row => row[tags[j]]).Where(value => !double.IsNaN(value)).ToArray();
            count[k][j] = there.Length;
            centre[k][j] = there.Length == 0 ? 0 : there.Average();
            spread[k][j] = there.Sum(value => (value - centre[k][j]) * (value - centre[k][j]));
        }

        for (var j = 0; j < tags.Length; j++)
        {
            var (squares, freedom) = (Sum(stations, 0, k => spread[k][j]), Sum(stations, 0, k => Math.Max(0, count[k][j] - 1)));
            var pooled = squares > 0 && freedom > 0 ? squares / freedom : resolutions[j] > 0 ? resolutions[j] * resolutions[j] : 1;
            for (var k = 0; k < stations; k++) spread[k][j] = Math.Sqrt((spread[k][j] + (ScaleWeight * pooled)) / (Math.Max(0, count[k][j] - 1) + ScaleWeight));
        }

        return (centre, spread);
    }

    // As the model has them: stations × tags, 0 where a tag does not stand.
    private double[][] Placed(double[][] rows) => [.. rows.Select(row =>
    {
        var placed = new double[stations * tags.Length];
        for (var column = 0; column < columns.Length; column++) placed[(columns[column].Station * tags.Length) + columns[column].Tag] = row[column];
        return placed;
    })];

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

    private double[] Carried(Matrix<double> left)
    {
        var (along, own) = (new double[tags.Length], new double[tags.Length]);
        for (var column = 0; column < columns.Length; column++)
        {
            if (before[column] < 0) continue;
            var (j, past) = (columns[column].Tag, left.Column(before[column]));
            along[j] += past.DotProduct(left.Column(column));
            own[j] += past.DotProduct(past);
        }

        return Build(tags.Length, j => own[j] > 0 ? Math.Clamp(along[j] / own[j], -0.95, 0.95) : 0);
    }

    /// <summary>
    /// Correlation of what is new over all stations and runs, shrunk towards none the more the fewer rows stand behind it. Events are few: what is left of one when the patient is
    /// known is taken to be its own.
    /// </summary>
    private double[][] Correlation(Matrix<double> fresh, double[][] deviations)
    {
        var followed = Enumerable.Range(0, tags.Length).Where(j => !events[j]).ToArray();
        var at = columns.Select((column, index) => (column, index)).Where(one => !events[one.column.Tag]).GroupBy(one => one.column.Station).ToArray();
        var (width, rows) = (followed.Length, (double)fresh.RowCount * at.Length);
        var sums = Matrix<double>.Build.Dense(Math.Max(1, width), Math.Max(1, width));
        foreach (var station in at)
        {
            // Tags that are followed stand at every station that is no event, in their order.
            var own = station.OrderBy(one => one.column.Tag).ToArray();
            var values = Matrix<double>.Build.Dense(fresh.RowCount, width, (i, j) => fresh[i, own[j].index] / deviations[station.Key][own[j].column.Tag]);
            sums += values.TransposeThisAndMultiply(values);
        }

        var shrink = Math.Min(0.5, 0.02 + (width / (width + (rows / 10))));
        var correlation = Build(tags.Length, i => Build(tags.Length, j => i == j ? 1.0 : 0));
        for (var i = 0; i < width; i++)
        {
            for (var j = 0; j < width; j++)
            {
                if (i != j && sums[i, i] > 0 && sums[j, j] > 0) correlation[followed[i]][followed[j]] = (1 - shrink) * sums[i, j] / Math.Sqrt(sums[i, i] * sums[j, j]);
            }
        }

        return correlation;
    }

    private static int[] Before((int Station, int Tag)[] columns, int width)
    {
        var (last, before) = (new int[width], new int[columns.Length]);
        Array.Fill(last, -1);
        for (var column = 0; column < columns.Length; column++) (before[column], last[columns[column].Tag]) = (last[columns[column].Tag], column);
        return before;
    }

    private double[] Missing()
    {
        var row = new double[tags.Length];
        Array.Fill(row, double.NaN);
        return row;
    }

    private static T[] Build<T>(int count, Func<int, T> of) => [.. Enumerable.Range(0, count).Select(of)];

    private static double Sum(int until, int from, Func<int, double> of)
    {
        var sum = 0.0;
        for (var k = from; k < until; k++) sum += of(k);
        return sum;
    }
}
