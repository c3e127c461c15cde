namespace Cellwright.Statistics.Monitoring.Continuous;

/// <summary>What one row says.</summary>
/// <param name="Time">In the unit of the run.</param>
/// <param name="Statistics">In the order of <see cref="ContinuousModel.Statistics"/>.</param>
/// <param name="IsOutside">Whether the row alarms.</param>
/// <param name="Ranked">Tags by what they add to the statistic that is farthest out, the most first.</param>
public sealed record ContinuousPoint(double Time, IReadOnlyList<Statistic> Statistics, bool IsOutside, IReadOnlyList<string> Ranked);

/// <summary>Follows one run row by row.</summary>
public sealed class ContinuousFollower
{
    /// <summary>Rows kept to say when a change began: 200, some four times the time for which a slow change stays below the limits of these charts (an engineering assumption).</summary>
    private const int Memory = 200;

    private readonly ContinuousModel model;
    private readonly ContinuousCharts charts;
    private readonly Queue<(double Time, double[] Innovation)> latest = new();
    private readonly double[] held;
    private readonly int[] repeats, absent;
    private double? before;
    private readonly Intervals intervals = new();

    internal ContinuousFollower(ContinuousModel model)
    {
        (this.model, charts) = (model, new ContinuousCharts(model.Course, model.Settings));
        (held, repeats, absent) = (new double[model.Choice.Kept.Count], new int[model.Choice.Kept.Count], new int[model.Choice.Kept.Count]);
        Array.Fill(held, double.NaN);
    }

    /// <summary>Rows that alarmed one after the other up to now.</summary>
    public int OutsideInARow { get; private set; }

    /// <summary>Takes the next row.</summary>
    /// <param name="time">Later than the one before; after a gap of more than ten usual intervals the past is forgotten.</param>
    /// <param name="row">A value for each tag of the model, in its unit; NaN is missing.</param>
    /// <exception cref="UnusableInputException">Another number of values, or a time that is not later.</exception>
    public ContinuousPoint Take(double time, ReadOnlySpan<double> row)
    {
        Input.SameLength(row.Length, "values in the row", model.Tags.Count, "tags in the model");
        if (before is { } earlier)
        {
            if (!(time > earlier)) Input.Refuse($"A row of time {time} follows one of time {earlier}. Give rows in the order of time.");
            if (intervals.IsGap(time - earlier)) charts.Restart();
        }

        before = time;
        var kept = new double[held.Length];
        for (var k = 0; k < kept.Length; k++)
        {
            kept[k] = row[model.Choice.Kept[k]];
            absent[k] = double.IsFinite(kept[k]) ? 0 : absent[k] + 1;
            repeats[k] = kept[k] == held[k] ? repeats[k] + 1 : 1;
            if (double.IsFinite(kept[k])) held[k] = kept[k];
        }

        var found = charts.Take(kept);
        latest.Enqueue((time, found.Innovation));
        if (latest.Count > Memory) latest.Dequeue();
        Statistic[] statistics = [.. found.Values.Select((value, chart) => new Statistic(value, model.Limits[chart]))];
        var outside = Array.Exists(statistics, one => one.IsOutside);
        OutsideInARow = outside ? OutsideInARow + 1 : 0;
        return new ContinuousPoint(time, statistics, outside, outside ? Ranked(statistics, found) : []);
    }

    /// <summary>When the change that the latest rows show began: between the two times, with a confidence of about 95 %.</summary>
    /// <exception cref="UnusableInputException">No row was taken yet.</exception>
    public (double Low, double High) Onset() => ChangeOnset.Between([.. latest.Select(row => row.Time)], [.. latest.Select(row => row.Innovation)], model.Course.Precision);

    /// <summary>Sentences about tags that say nothing any more, or always the same.</summary>
    public IEnumerable<string> Silent()
    {
        for (var k = 0; k < held.Length; k++)
        {
            var name = model.Tags[model.Choice.Kept[k]];

            // Three times as long as ever in training, and no less than the rows that confirm an alarm (engineering assumptions).
            if (absent[k] >= model.Settings.Confirm) yield return FormattableString.Invariant($"Tag {name} has been missing for {absent[k]} rows; what the others say of it stands in its place.");
            else if (repeats[k] >= Math.Max(3 * model.LongestRepeat[k], 3 * model.Settings.Confirm)) yield return FormattableString.Invariant($"Tag {name} has said {held[k]} for {repeats[k]} rows, in training for at most {model.LongestRepeat[k]}. Check whether it is stale.");
        }
    }

    private string[] Ranked(Statistic[] statistics, ChartRow found)
    {
        var farthest = Enumerable.Range(0, statistics.Length).Where(chart => statistics[chart].IsOutside).MaxBy(chart => statistics[chart].Value / statistics[chart].Limit);
        return [.. found.Contributions[farthest].Select((share, k) => (share, k)).OrderByDescending(one => one.share).Select(one => model.Tags[model.Choice.Kept[one.k]])];
    }

    /// <summary>The usual interval between rows: the median of the last few.</summary>
    private sealed class Intervals
    {
        private readonly Queue<double> last = new();

        public bool IsGap(double interval)
        {
            var gap = last.Count >= 5 && interval > 10 * last.Order().ElementAt(last.Count / 2);
            last.Enqueue(interval);
            if (last.Count > 21) last.Dequeue();
            return gap;
        }
    }
}
