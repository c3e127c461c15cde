namespace Cellwright.Statistics.Monitoring;

/// <summary>Judges one batch while it runs. Given the same stations it says the same, to the last bit.</summary>
public sealed class BatchFollower
{
    /// <summary>A place is named where a normal batch would show such a shift ten times more seldom than it alarms: the tail of a likelihood ratio falls by a factor e for every 2.</summary>
    private static readonly double Localising = 2 * Math.Log(10);

    private readonly BatchMonitor monitor;
    private readonly IReadOnlyList<double> covariates;
    private readonly Innovations innovations;
    private readonly RunCharts charts;
    private readonly List<(int Station, ReportPoint Point)> points = [];
    private readonly double material;
    private readonly int[] came; // at how many stations each tag had a value, where it stands at all
    private (int Chart, IReadOnlyList<Tag> Tags)? first; // what alarmed first
    private bool moved, happened; // alarms by what is followed over time, and by an event

    internal BatchFollower(BatchMonitor monitor, IReadOnlyList<double> covariates)
    {
        (this.monitor, this.covariates) = (monitor, covariates);
        (innovations, charts) = (new Innovations(monitor.Model, covariates), monitor.Charts());
        material = monitor.Model.Material.Columns == 0 ? 0 : monitor.Model.Material.Distance(covariates);
        came = new int[monitor.Model.Tags.Length];
    }

    /// <summary>What the model expected at the latest station, and what came; null if it had no value.</summary>
    public Innovation? Latest { get; private set; }

    /// <summary>The next station; one without any value gives no point.</summary>
    /// <param name="station">Its index, rising from call to call.</param>
    /// <param name="time">Of its last sample, in the campaign's unit.</param>
    /// <param name="row">Value of each tag of the campaign; NaN is missing. Null if nothing came.</param>
    /// <exception cref="UnusableInputException">The row has more or fewer values than the campaign has tags, or an infinite one.</exception>
    public ReportPoint? Next(int station, double time, double[]? row)
    {
        if (row is not null) BatchMonitor.RowOf(row, monitor.Tags.Count, "a row");
        Latest = innovations.Next(station, row);
        if (Latest is not { } innovation) return null;
        var found = charts.Next(station, innovation.Whitened);
        List<Statistic> statistics = [.. found.Select((value, c) => new Statistic(value, monitor.References[c] * monitor.Process.Limit))];
        for (var j = 0; j < came.Length; j++) came[j] += double.IsNaN(innovation.Whitened[j]) ? 0 : 1;
        var outside = statistics.Exists(one => one.IsOutside);
        if (outside) first ??= First(statistics);
        if (outside && monitor.Grid.IsEvent(station)) happened = true;
        else if (outside && !moved)
        {
            moved = true;
            charts.Alarm();
        }

        statistics.Add(new Statistic(innovation.Patient, monitor.Patient.Limit));
        statistics.Add(new Statistic(material, monitor.Material));
        var point = new ReportPoint(time, statistics, outside);
        points.Add((station, point));
        return point;
    }

    /// <summary>The answer from what has been seen so far.</summary>
    /// <param name="id">Name of the batch, for the report.</param>
    public RunReport Report(string id)
    {
        var alarm = points.FirstOrDefault(one => one.Point.IsOutside).Point;
        var found = alarm is null ? null : Moved();
        var tops = found is null ? [] : Tops(found.ByTag);
        (double Low, double High)? onset = found is null ? null : (Before(found.Earliest), At(found.Latest));
        var (verdict, because) = Judge(found, tops);
        var placed = verdict is Verdict.Drift or Verdict.NotObservable;
        return new RunReport(id, alarm?.Time, verdict, verdict == Verdict.Drift ? onset : null, placed ? [.. tops.Select(tag => tag.Name)] : [], because, monitor.Statistics, [.. points.Select(one => one.Point)])
        {
            AlarmTags = [.. first?.Tags.Select(tag => tag.Name) ?? []],
        };
    }

    private (int Chart, IReadOnlyList<Tag> Tags) First(List<Statistic> charted)
    {
        var chart = Enumerable.Range(0, charted.Count).MaxBy(c => double.IsNaN(charted[c].Value) ? 0 : charted[c].Value / charted[c].Limit);
        return (chart, Tops(charts.ByTag(chart)));
    }

    /// <summary>What moved: a tag from a station on, or an event.</summary>
    private sealed record Found(double Statistic, double Limit, int Earliest, int Latest, double[] ByTag, OddEvent? Event)
    {
        public bool IsPlaced => Statistic >= Limit + Localising;
    }

    // What is strong enough to be placed and began first: cells that go another way afterwards may follow from it. What shows in a device, the room or a material later on does
    // not, and is named from then on. Else what is strongest.
    private Found? Moved()
    {
        double LimitOf(int chart) => monitor.References[chart] * monitor.Process.Limit;
        var glr = InnovationCharts.Names.Length - 1;
        var found = new List<Found>();
        if (moved && charts.Shift is { } shift) found.Add(new(shift.Statistic, LimitOf(glr), shift.Earliest, shift.Latest, shift.ByTag, null));
        if (happened) found.AddRange(charts.Events.Where(odd => odd.Statistic > LimitOf(glr + 1)).Select(odd => new Found(odd.Statistic, LimitOf(glr + 1), odd.Station, odd.Station, odd.ByTag, odd)));
        var placed = found.Where(one => one.IsPlaced).OrderBy(one => one.Earliest).ToList();
        return placed.LastOrDefault(one => Tops(one.ByTag).Exists(KnowsNoCells)) ?? placed.FirstOrDefault() ?? found.MaxBy(one => one.Statistic / one.Limit);
    }

    private (Verdict Verdict, string Because) Judge(Found? found, IReadOnlyList<Tag> tops)
    {
        if (points.Count == 0) return (Verdict.Undetermined, "There are no values to judge.");
        var followed = points.FindAll(one => !monitor.Grid.IsEvent(one.Station));
        var reached = followed.Count == 0 ? 0 : Enumerable.Range(0, followed[^1].Station + 1).Count(station => !monitor.Grid.IsEvent(station));
        if (2 * followed.Count < reached) return (Verdict.Undetermined, $"Values came at {followed.Count} of {reached} stations only: too little to tell a drift from a gap.");
        if (monitor.Process.Runs < BatchMonitor.FewestForVerdict)
            return (Verdict.Undetermined, $"The limits rest on {monitor.Process.Runs} batches, and a verdict takes {BatchMonitor.FewestForVerdict}.");
        var unusual = points.Exists(one => one.Point.Statistics[^2].IsOutside);
        var unknown = monitor.Model.Material.Outside(covariates);
        if (found is null)
        {
            if (followed.Count < 0.8 * reached) return (Verdict.Undetermined, $"No alarm at {followed.Count} stations, but {reached - followed.Count} of {reached} had no values.");
            if (Silent(followed.Count) is { Count: > 0 } silent)
                return (Verdict.Undetermined, $"No alarm, but {string.Join(", ", silent)} said nothing in time at more than half of the {followed.Count} moments: what cannot be seen cannot be called normal.");
            if (unknown.Count > 0) return (Verdict.Undetermined, $"No alarm, but the starting material lies where the model never was ({string.Join(", ", unknown)}), so what it expects of this batch is a guess.");
            if (unusual) return (Verdict.Biology, "The course is unusual in the way in which patients differ, and each station followed from those before it.");
            if (material > monitor.Material) return (Verdict.Biology, "The starting material is unusual, and the batch went as its own past foretold.");
            return (Verdict.None, "Nothing unusual in what these tags show. A bias that a controller hides and no other tag feels cannot be seen.");
        }

        var names = string.Join(", ", tops.Select(tag => tag.Name));
        if (unknown.Count > 0) return (Verdict.Undetermined, $"The starting material lies where the model never was ({string.Join(", ", unknown)}), so what it expects of this batch is a guess.");
        if (!found.IsPlaced)
            return (Verdict.Undetermined, found.Event is null
                ? $"The batch left its limits by {Words(first!.Value.Chart)}, most in {string.Join(", ", first.Value.Tags.Select(tag => tag.Name))}. No lasting shift of one tag is strong enough yet to say what moved and when it began ({Invariant(found.Statistic)}; {Invariant(found.Limit + Localising)} would do)."
                : $"{names} lies outside its limits, but not so far that chance is out of the question ({Invariant(found.Statistic)}; {Invariant(found.Limit + Localising)} would do).");
        var far = found.Event is { } odd ? $"{tops[0].Name} lies {Invariant(Math.Abs(odd.Deviations))} standard deviations {(odd.Deviations > 0 ? "above" : "below")} what this batch's own past foretold. " : "";
        var clean = tops.Where(KnowsNoCells).Select(tag => tag.Name).ToArray();
        if (clean.Length > 0) return (Verdict.Drift, $"{far}The shift shows in {string.Join(", ", clean)}, which {(clean.Length == 1 ? "does" : "do")} not know whose cells {(clean.Length == 1 ? "it serves" : "they serve")}.");
        if (followed.Count > 0 && found.Earliest > followed[0].Station) return (Verdict.Drift, far.Length > 0 ? far.TrimEnd() : $"From a moment within the run on, {names} went another way than this batch's own past foretold.");
        return (Verdict.NotObservable, $"The shift in {names} may have been there from the start, where these tags look the same for unusual cells and for a process that moved.");
    }

    /// <summary>Tags that bear it: those with at least a quarter of the strongest's ratio, at most three.</summary>
    private List<Tag> Tops(double[] byTag)
    {
        var most = byTag.Max();
        return [.. byTag.Select((ratio, j) => (ratio, j)).Where(one => one.ratio >= most / 4).OrderByDescending(one => one.ratio).Take(3).Select(one => monitor.Tags[monitor.Model.Tags[one.j]])];
    }

    /// <summary>Tags that are followed over time and had no value at more than half of the stations; features of one tag, which differ in their last word, as one.</summary>
    private List<string> Silent(int stations) =>
        [.. monitor.Model.Tags.Select((tag, j) => (Tag: monitor.Tags[tag], j)).Where(one => !one.Tag.IsEvent && 2 * came[one.j] < stations)
            .Select(one => one.Tag.Name.LastIndexOf(' ') is > 0 and var space ? one.Tag.Name[..space] : one.Tag.Name).Distinct()];

    private string Words(int chart) => monitor.Statistics[chart] switch
    {
        "innovation_t2" => "a jump (T²)",
        "shift_glr" => "a shift (likelihood ratio)",
        "event" => "what was recorded once",
        _ => "a slow movement (MEWMA)",
    };

    private static bool KnowsNoCells(Tag tag) => tag.Class is ObservationClass.Equipment or ObservationClass.Environment or ObservationClass.Material;

    private static string Invariant(double value) => value.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);

    private double At(int station) => points.First(one => one.Station == station).Point.Time;

    /// <summary>Time of the station before: until then nothing had moved.</summary>
    private double Before(int station)
    {
        var index = points.FindIndex(one => one.Station == station);
        return index > 0 ? points[index - 1].Point.Time : points[0].Point.Time - monitor.Grid.Width;
    }
}
