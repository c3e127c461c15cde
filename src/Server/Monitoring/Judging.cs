using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Monitoring;
using Cellwright.Statistics.Monitoring;

namespace Cellwright.Server.Monitoring;

/// <summary>A tag of a batch at a moment against what was foretold of it.</summary>
/// <param name="Value">What came, in its unit.</param>
/// <param name="Predicted">What this batch's own past and patient had foretold.</param>
/// <param name="Deviation">Standard deviation of that.</param>
public readonly record struct Foretold(double Value, double Predicted, double Deviation);

/// <summary>A moment of a batch that a model judged.</summary>
/// <param name="At">Its end.</param>
/// <param name="Station">Which of the engine's stations it is.</param>
/// <param name="Place">Its last station.</param>
/// <param name="Point">The statistics with their limits.</param>
/// <param name="Tags">For each tag of the model, in its order; NaN where it is missing.</param>
public sealed record JudgedPoint(DateTimeOffset At, int Station, Place Place, ReportPoint Point, IReadOnlyList<Foretold> Tags);

/// <summary>What a model says of a batch as far as it has come.</summary>
/// <param name="Report">Of the engine.</param>
/// <param name="Points">Every moment that was judged.</param>
/// <param name="Stations">How many places of the plan were taken in.</param>
/// <param name="Last">The last station among them.</param>
/// <param name="Onset">Between which instants the process moved, or null.</param>
/// <param name="Inputs">SHA-256 of what was judged.</param>
public sealed record Judgement(RunReport Report, IReadOnlyList<JudgedPoint> Points, int Stations, Station Last, (DateTimeOffset Low, DateTimeOffset High)? Onset, string Inputs);

/// <summary>Judges batches by a model: pure but for the readings, and always from the beginning, so that a server that starts anew says the same.</summary>
internal static class Judging
{
    /// <summary>
    /// How many places of a plan can be taken in now. In the order of the plan: a place counts when its station closed, or when the batch has passed it by.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="now">The site's time.</param>
    public static int Ready(GridPlan plan, Batch batch, DateTimeOffset now)
    {
        var closed = Station.Of(batch, now).Where(station => station.Closes <= now).Select(station => station.Place).ToHashSet();
        var over = batch.EndedAt is not null;
        var coming = over ? [] : StillToCome.Of(batch).OfType<ComingStep>().Select(step => step.Key).ToHashSet(StringComparer.Ordinal);
        var phases = coming.Select(StepKey.Phase).ToHashSet(StringComparer.Ordinal);
        var ready = 0;
        while (ready < plan.Places.Count && (closed.Contains(plan.Places[ready]) || PassedBy(plan.Places[ready]))) ready++;
        return ready;

        // A loop shows only its next rounds among what is to come.
        bool PassedBy(Place place) => batch.Step(place.Step) is { } step
            ? (step.CompletedAt ?? batch.EndedAt) is { } ended && ended + Station.Grace <= now && !closed.Contains(place)
            : over ? batch.EndedAt + Station.Grace <= now : !coming.Contains(place.Step) && !(place.Step.Contains('#', StringComparison.Ordinal) && phases.Contains(StepKey.Phase(place.Step)));
    }

    /// <summary>Judges the first places of a plan; null while there is nothing to judge.</summary>
    /// <param name="file">The model.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="ready">So many places are in; those of whole stations count.</param>
    /// <param name="grid">Of the batch's recipe.</param>
    public static async Task<Judgement?> OfAsync(SiteModel file, Batch batch, int ready, FeatureGrid grid)
    {
        var (count, whole) = file.Whole(ready);
        var places = file.Plan.Places.Take(count).ToList();
        var rows = (await grid.RowsAsync(batch, places.Select(place => Station.At(batch, place)).OfType<Station>())).ToDictionary(row => row.Station.Place);
        if (rows.Count == 0) return null;
        var monitor = file.Monitor;
        var from = BatchCampaign.Mapping(monitor.Tags.Select(tag => tag.Name), grid);
        var starting = StartingOf(monitor, batch, grid);
        var values = places.ConvertAll(place => BatchCampaign.Pick(rows.GetValueOrDefault(place)?.Values, from));
        var run = new Run(batch.Id, RunRole.Test, "", null, starting, [.. places.Select((_, at) => GridPlan.TimeOf(at))], values);
        var placed = monitor.Grid.Place(run);
        for (var station = 0; station < whole; station++) LeaveOut(placed.Rows[station], [.. Enumerable.Range(0, count).Take(file.PlacesOf(station)).Where(at => rows.ContainsKey(places[at])).Select(at => values[at])]);

        var follower = monitor.Follow(starting);
        var points = new List<JudgedPoint>();
        for (var station = 0; station < whole; station++)
        {
            if (follower.Next(station, placed.Times[station], placed.Rows[station]) is not { } point) continue;
            var last = LastBy(file.Plan.OrdinalAt(point.Time))!;
            points.Add(new(last.To, station, last.Place, point, Against(monitor, placed.Rows[station]!, follower.Latest!)));
        }

        var report = follower.Report(batch.Id);
        return new(report, points, count, LastBy(count - 1)!, report.Onset is { } onset ? (Instant(onset.Low), Instant(onset.High)) : null,
            FeatureGrid.HashOf(starting, places.Zip(values, (place, row) => (place, row))));

        Station? LastBy(int ordinal) => Enumerable.Range(0, ordinal + 1).Reverse().Select(at => rows.GetValueOrDefault(places[at])?.Station).FirstOrDefault(station => station is not null) ?? rows.Values.Select(row => row.Station).MinBy(station => station.From);

        DateTimeOffset Instant(double time) => time <= 0 ? rows.Values.Min(row => row.Station.From) : LastBy(file.Plan.OrdinalAt(time))!.To;
    }

    /// <summary>The same as the record keeps it.</summary>
    /// <param name="judged">What the model says.</param>
    /// <param name="model">The model.</param>
    /// <param name="file">Its file.</param>
    /// <param name="batchVersion">Version of the batch that was judged.</param>
    public static ModelVerdict Said(Judgement judged, MonitoringModel model, SiteModel file, long batchVersion) => new(
        model.Name, model.Hash, judged.Report.Verdict, judged.Report.Because, judged.Last.Place.Step, judged.Last.To, batchVersion, judged.Stations, judged.Onset?.Low, judged.Onset?.High,
        [.. judged.Report.TopTags],
        judged.Points.Count == 0 ? [] : [.. judged.Report.Statistics.Zip(judged.Points[^1].Point.Statistics, (name, statistic) => new StatisticThen(name, statistic.Value, statistic.Limit))
            .Where(statistic => double.IsFinite(statistic.Value) && double.IsFinite(statistic.Limit))],
        model.Card!.CovariateR2, file.Monitor.Process.Runs, file.Monitor.Process.Alpha, judged.Inputs);

    // The mean of a few places scatters more than the model knows of: what came at less than half of the places of a station counts as missing there.
    private static void LeaveOut(double[]? row, List<double[]> places)
    {
        for (var column = 0; column < row?.Length; column++)
            if (2 * places.Count(place => double.IsFinite(place[column])) < places.Count) row[column] = double.NaN;
    }

    private static double[] StartingOf(BatchMonitor monitor, Batch batch, FeatureGrid grid)
    {
        var known = grid.Columns.Starting.Zip(grid.Columns.StartingOf(batch), (value, number) => (value.Name, number)).ToDictionary(one => one.Name, one => one.number);
        return [.. monitor.Model.Material.Variables.Select(variable => known.GetValueOrDefault(variable.Name, double.NaN))];
    }

    private static List<Foretold> Against(BatchMonitor monitor, double[] row, Innovation latest) =>
        [.. monitor.Model.Tags.Select((tag, at) => new Foretold(row[tag], latest.Predicted[at], latest.Deviation[at]))];
}
