using Cellwright.Domain.Execution;
using Cellwright.Server.Record;
using Cellwright.Statistics.Monitoring;

namespace Cellwright.Server.Monitoring;

/// <summary>A campaign of batches that were made here, and the grid that they are compared in.</summary>
/// <param name="Campaign">For numerics.</param>
/// <param name="Plan">What its times mean.</param>
public sealed record BatchCampaign(Campaign Campaign, GridPlan Plan)
{
    /// <summary>Makes the campaign of ended batches.</summary>
    /// <param name="batches">Completed batches of versions of one recipe, the oldest first.</param>
    /// <param name="calibrate">So many of the newest do not train: limits come from them.</param>
    /// <param name="readings">Where readings come from.</param>
    /// <exception cref="InvalidOperationException">There are too few; the message says how many.</exception>
    public static async Task<BatchCampaign> OfAsync(IReadOnlyList<Batch> batches, int calibrate, ReadingsBetween readings)
    {
        if (batches.Count - calibrate < 2)
            throw new InvalidOperationException($"Of {batches.Count} completed batches {calibrate} are set aside for limits, and a model needs two or more to be fitted to. Set aside fewer, or wait for more batches.");
        var stations = batches.Select(batch => (batch, (IReadOnlyList<Station>)[.. Station.Of(batch, DateTimeOffset.MaxValue)])).ToList();
        var plan = GridPlan.Of(stations);
        if (plan.Places.TrueForAll(place => place.IsEnd)) throw new InvalidOperationException("The recipe watches no tag while its steps run, so there is nothing to follow. Watch tags in a new version of it.");
        var grids = batches.Select(batch => batch.Recipe!).DistinctBy(recipe => recipe.Hash).ToDictionary(recipe => recipe.Hash, recipe => new FeatureGrid(recipe, readings));
        var newest = grids[batches[^1].Recipe!.Hash].Columns;
        var rows = new List<double[][]>();
        foreach (var (batch, all) in stations)
            rows.Add(Aligned(plan, newest.All, grids[batch.Recipe!.Hash], await grids[batch.Recipe.Hash].RowsAsync(batch, all)));

        // What was never seen, or is the same in all of them, tells no batch from another; and what counts up would be taken for the number of a step, which the places know.
        // Steps that always took as long are kept: one that takes longer is news.
        var kept = Enumerable.Range(0, newest.All.Count).Where(column => newest.All[column] is { IsEvent: true } own
            ? rows.Take(batches.Count - calibrate).SelectMany(of => of).Select(row => row[column]).Where(double.IsFinite).Distinct().Count() > (own.Resolution > 0 ? 0 : 1)
            : Varies(rows.Take(batches.Count - calibrate), column) && !Counts(rows, column)).ToArray();

        // The end of a step at which nothing stands is no place.
        var places = Enumerable.Range(0, plan.Places.Count).Where(at => !plan.Places[at].IsEnd || rows.Exists(of => kept.Any(column => double.IsFinite(of[at][column])))).ToArray();
        plan = new([.. places.Select(at => plan.Places[at])]);
        rows = rows.ConvertAll(of => places.Select(at => of[at]).ToArray());
        var starting = Enumerable.Range(0, newest.Starting.Count).ToArray();
        var covariates = batches.Select(batch => newest.StartingOf(batch)).ToList();
        starting = [.. starting.Where(at => covariates.Take(batches.Count - calibrate).Select(values => values[at]).Where(double.IsFinite).Distinct().Count() > 1)];
        var times = Enumerable.Range(0, plan.Places.Count).Select(GridPlan.TimeOf).ToArray();
        var runs = batches.Select((batch, at) => new Run(
            batch.Id, at < batches.Count - calibrate ? RunRole.Train : RunRole.Calibrate, "", null, [.. starting.Select(one => covariates[at][one])], times,
            [.. rows[at].Select(row => kept.Select(column => row[column]).ToArray())]));
        return new(new Campaign(false, [.. kept.Select(column => newest.All[column].Tag)], [.. starting.Select(at => newest.Starting[at].Name)], [.. runs]), plan);
    }

    /// <summary>The rows of a batch in the places of a plan, by the names of the columns; NaN where it did not come by.</summary>
    internal static double[][] Aligned(GridPlan plan, IReadOnlyList<Column> columns, FeatureGrid grid, IReadOnlyList<GridRow> rows)
    {
        var byPlace = rows.ToDictionary(row => row.Station.Place, row => row.Values);
        var from = Mapping(columns.Select(column => column.Name), grid);
        return [.. plan.Places.Select(place => Pick(byPlace.GetValueOrDefault(place), from))];
    }

    /// <summary>Where the columns of those names stand in a grid; -1 where it has none.</summary>
    internal static int[] Mapping(IEnumerable<string> names, FeatureGrid grid)
    {
        var at = grid.Columns.All.Select((column, index) => (column.Name, index)).ToDictionary(one => one.Name, one => one.index);
        return [.. names.Select(name => at.GetValueOrDefault(name, -1))];
    }

    /// <summary>Those values of a row; NaN where there are none.</summary>
    internal static double[] Pick(double[]? row, int[] from) => [.. from.Select(index => row is null || index < 0 ? double.NaN : row[index])];

    // Whole numbers that never fall, in every batch: the engine looks for such a tag where nobody aligned the batches before.
    private static bool Counts(List<double[][]> batches, int column)
    {
        var values = batches.ConvertAll(rows => rows.Select(row => row[column]).Where(double.IsFinite).ToList());
        return values.Exists(of => of.Distinct().Skip(1).Any())
            && values.TrueForAll(of => of.TrueForAll(value => value == Math.Floor(value)) && of.Zip(of.Skip(1), (before, after) => after >= before).All(rises => rises));
    }

    private static bool Varies(IEnumerable<double[][]> batches, int column) =>
        batches.SelectMany(rows => rows.Select((row, at) => (at, Value: row[column]))).Where(one => double.IsFinite(one.Value)).GroupBy(one => one.at)
            .Any(place => place.Select(one => one.Value).Distinct().Skip(1).Any());
}
