namespace Cellwright.Statistics.Monitoring;

/// <summary>Of the events at one station the one that lies furthest from what was foretold.</summary>
/// <param name="Statistic">Square of its distance, in standard deviations of what was foretold.</param>
/// <param name="Station">Station of the event.</param>
/// <param name="ByTag">The same of each tag that was recorded there, else 0.</param>
/// <param name="Deviations">How far the strongest lies above what was foretold, in standard deviations.</param>
public sealed record OddEvent(double Statistic, int Station, double[] ByTag, double Deviations);

/// <summary>
/// The charts of one run: four on the tags that are followed over time, and one on events. An event happens once, so nothing lasts and nothing can be smoothed: each stands
/// against what this run's own past foretold of it, and the largest of the run counts. What events do says nothing of the other charts, and the reverse.
/// </summary>
/// <param name="grid">Where events are recorded.</param>
/// <param name="whitening">What makes the innovations of fresh runs white, tags × tags.</param>
/// <param name="events">Whether the model has events.</param>
/// <param name="tails">What T² divides white innovations by, stations × tags; null for 1.</param>
internal sealed class RunCharts(StationGrid grid, double[][] whitening, bool events, double[][]? tails = null)
{
    /// <summary>Share of the false alarms that events may use where there are any (engineering assumption).</summary>
    private const double ShareOfEvents = 0.2;

    /// <summary>Within three standard deviations no event is a reason to alarm, however alike those of the training were (Shewhart 1931).</summary>
    private const double LeastReference = 9;

    private readonly InnovationCharts followed = new(whitening, tails);

    /// <summary>Names of the charts.</summary>
    public static string[] Names(bool events) => events ? [.. InnovationCharts.Names, "event"] : InnovationCharts.Names;

    /// <summary>Share of the false alarms that each may use; they sum to one.</summary>
    public static double[] Shares(bool events) => events ? [.. InnovationCharts.Shares.Select(share => (1 - ShareOfEvents) * share), ShareOfEvents] : InnovationCharts.Shares;

    /// <summary>The smallest size of its largest value in a normal batch that a chart is given.</summary>
    public static double LeastOf(int chart) => chart == InnovationCharts.Names.Length ? LeastReference : 0;

    /// <summary>The largest shift of a tag so far; null before the first station.</summary>
    public Shift? Shift => followed.Largest;

    /// <summary>Each station of events so far, with the event that lies furthest from what was foretold.</summary>
    public List<OddEvent> Events { get; } = [];

    /// <summary>The run alarms by what is followed over time, at the station that was charted last.</summary>
    public void Alarm() => followed.Alarm();

    /// <summary>What each tag has of a chart at the station that was charted last.</summary>
    public double[] ByTag(int chart) => chart == InnovationCharts.Names.Length ? Events[^1].ByTag : followed.ByTag(chart);

    /// <summary>The charts after one more station; NaN for those that a station does not concern.</summary>
    public double[] Next(int station, double[] innovation)
    {
        if (!grid.IsEvent(station)) return events ? [.. followed.Next(station, innovation), double.NaN] : followed.Next(station, innovation);
        double[] distances = [.. innovation.Select((value, j) => double.IsNaN(value) ? 0 : whitening[j][j] * value)], squares = [.. distances.Select(distance => distance * distance)];
        var most = squares.Max();
        Events.Add(new(most, station, squares, distances[Array.IndexOf(squares, most)]));
        return [.. InnovationCharts.Names.Select(_ => double.NaN), most];
    }
}
