using Cellwright.Statistics.LatentVariables;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring;

/// <summary>
/// Training runs that are unlike the others: a model that learns from them does not find their like. Multiway principal components of whole runs, T² and SPE at 99 %
/// (Nomikos &amp; MacGregor 1994, AIChE Journal 40:1361). One run in a hundred is expected on either list, so a person decides.
/// </summary>
internal static class OddRuns
{
    private const int Components = 3;
    private const double Share = 0.01;

    /// <summary>Nearly every sample counts here: what is odd may be short.</summary>
    private const int Stations = 400;

    /// <summary>A sentence that names them.</summary>
    public static string Of(IReadOnlyList<Tag> all, IReadOnlyList<Run> runs, int[] tags)
    {
        if (runs.Count < 5 * Components) return $"With {runs.Count} batches odd ones among them are not looked for; that takes {5 * Components}.";
        var grid = StationGrid.Of(all, runs, Stations);
        var placed = runs.Select(grid.Place).ToArray();
        var rows = Matrix<double>.Build.Dense(placed.Length, placed[0].Rows.Length * tags.Length, (i, column) => placed[i].Rows[column / tags.Length] is { } row ? row[tags[column % tags.Length]] : double.NaN);
        for (var column = 0; column < rows.ColumnCount; column++)
        {
            // A gap stands at the mean: it makes a run neither odd nor usual.
            var there = rows.Column(column).Where(value => !double.IsNaN(value)).DefaultIfEmpty(0).Average();
            rows.SetColumn(column, rows.Column(column).Map(value => double.IsNaN(value) ? there : value, Zeros.Include));
        }

        var pca = Pca.BySvd(rows, Components, constantAllowed: true);
        var (t2, spe) = (pca.Plane.T2Limit(Share), pca.Plane.SpeLimit(Share));
        var odd = Enumerable.Range(0, runs.Count).Select(i => (runs[i].Id, Judged: pca.Judge(rows.Row(i).ToArray()))).Where(run => run.Judged.T2 > t2 || run.Judged.Spe > spe).Select(run =>
            FormattableString.Invariant($"{run.Id} ({(run.Judged.T2 > t2 ? $"T² {run.Judged.T2:0.0} above {t2:0.0}" : $"SPE {run.Judged.Spe:0.0} above {spe:0.0}")})")).ToArray();
        return odd.Length == 0
            ? FormattableString.Invariant($"No training batch is odd: multiway principal components, T² and SPE at {100 * Share:0} %.")
            : FormattableString.Invariant($"Odd training batches: {string.Join(", ", odd)}. Some {2 * Share * runs.Count:0.#} of {runs.Count} are expected by chance. Find out why; take those that were not normal out of the training and fit again.");
    }
}
