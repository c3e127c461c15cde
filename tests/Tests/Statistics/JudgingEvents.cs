using Cellwright.Statistics.Monitoring;

namespace Cellwright.Tests.Statistics;

/// <summary>What happens once in a batch, beside what is followed over time: a count, how long a step took, a feed that is not always given.</summary>
[Requirement("DI-6")]
public sealed class JudgingEvents
{
    private static readonly Tag[] Tags =
    [
        .. SimulatedCampaign.Tags, new("count", ObservationClass.Biology, "lg(/mL)", IsEvent: true), new("duration of filling", ObservationClass.Equipment, "lg(h)", IsEvent: true, Resolution: 0.01),
        new("feed", ObservationClass.Material, "mL", IsEvent: true), new("rare", ObservationClass.Material, "mL", IsEvent: true),
    ];

    private static readonly double[] After = [8.5, 16.5, 20.5, 22.5];
    private static readonly AlignedStation[] Stations = [.. Enumerable.Range(1, SimulatedCampaign.Stations).Select(k => new AlignedStation(k, false)).Concat(After.Select(time => new AlignedStation(time, true))).OrderBy(station => station.Time)];
    private static readonly Lazy<BatchMonitor> Sixty = new(() => BatchMonitor.Fit(Of(60), aligned: Stations));

    [Theory]
    [InlineData(1, 0.3, "duration of filling", "above")]
    [InlineData(1, -0.3, "duration of filling", "below")]
    [InlineData(0, -1, "count", "below")]
    [InlineData(2, 60, "feed", "above")]
    public void Finds_one_that_moved_at_the_event_itself_and_names_it(int which, double by, string name, string where)
    {
        foreach (var seed in Enumerable.Range(0, 20).Where(seed => Sixty.Value.Replay(Batch(seed)).AlarmTime is null).Take(10))
        {
            var report = Sixty.Value.Replay(Batch(seed, moved: (which, by)));
            Assert.Equal((Verdict.Drift, name, After[which], After[which]), (report.Verdict, report.TopTags[0], report.AlarmTime, report.Onset!.Value.High));
            Assert.StartsWith($"{name} lies ", report.Because);
            Assert.Contains($" standard deviations {where} what this batch's own past foretold.", report.Because);
        }
    }

    [Fact]
    public void Is_not_alarmed_by_what_was_not_recorded_and_by_steps_that_are_a_choice()
    {
        var (whole, holed) = (0, 0);
        foreach (var seed in Enumerable.Range(0, 100))
        {
            var usual = Sixty.Value.Replay(Batch(seed));
            var without = Sixty.Value.Replay(Batch(seed, missing: [0, 1, 2, 3]));
            if (usual.AlarmTime is not null) whole++;
            if (without.AlarmTime is not null) holed++;
            Assert.NotEqual(Verdict.Undetermined, usual.AlarmTime is null ? without.Verdict : Verdict.None);
            Assert.All(without.Points, point => Assert.True(double.IsNaN(point.Statistics[4].Value))); // nothing is charted where nothing was recorded
        }

        Assert.True(holed <= whole + 1, $"{holed} of 100 alarm without events, {whole} with them.");
        Assert.True(whole <= 12, $"{whole} of 100 normal batches alarm at a nominal 4 %.");
        Assert.Contains(Sixty.Value.Notes, note => note.StartsWith("rare was recorded in ", StringComparison.Ordinal) && note.EndsWith("of 60 batches and is not followed.", StringComparison.Ordinal));
        Assert.Equal(Sixty.Value.Replay(Batch(3)).Verdict, Sixty.Value.Replay(Batch(3, moved: (3, 1e6))).Verdict);
    }

    [Fact]
    public void Expects_of_a_strong_patient_what_its_own_course_foretells()
    {
        var reports = Enumerable.Range(0, 40).Select(seed => Sixty.Value.Replay(Batch(seed, growth: 5))).ToArray();
        Assert.All(reports, report => Assert.DoesNotContain(report.TopTags, tag => Tags.Single(one => one.Name == tag).IsEvent));
        Assert.True(reports.Count(report => report.Verdict == Verdict.Drift) <= 2);
        Assert.True(reports.Count(report => report.Verdict == Verdict.Biology) >= 30);
    }

    [Fact]
    public void Finds_a_drift_of_what_is_followed_as_without_events_also_after_an_event_and_an_event_after_a_drift()
    {
        var report = Sixty.Value.Replay(Batch(7, shift: (10, 3, 4)));
        Assert.Equal((Verdict.Drift, "jacket"), (report.Verdict, report.TopTags[0]));
        var later = Sixty.Value.Replay(Batch(7, shift: (14, 3, 4), moved: (0, -1)));
        Assert.Equal((Verdict.Drift, "jacket", After[0]), (later.Verdict, later.TopTags[0], later.AlarmTime));
        var first = Sixty.Value.Replay(Batch(7, shift: (4, 3, 4), moved: (1, 0.3)));
        Assert.Equal((Verdict.Drift, "duration of filling"), (first.Verdict, first.TopTags[0]));
        Assert.True(first.AlarmTime < After[1]);
    }

    [Fact]
    public void Believes_no_difference_that_means_nothing_where_all_were_alike()
    {
        var alike = BatchMonitor.Fit(Of(30, run => Changed(run, 1, _ => 0.3)), aligned: Stations);
        var usual = Enumerable.Range(0, 20).Select(seed => Batch(seed)).First(run => alike.Replay(run).AlarmTime is null);
        Assert.Null(alike.Replay(Changed(usual, 1, _ => 0.32)).AlarmTime);
        Assert.Equal((Verdict.Drift, "duration of filling"), (alike.Replay(Changed(usual, 1, _ => 0.6)).Verdict, alike.Replay(Changed(usual, 1, _ => 0.6)).TopTags[0]));
    }

    [Fact]
    public void Says_the_same_station_by_station_as_for_the_whole_run_and_after_being_written_and_read()
    {
        var run = Batch(5, moved: (1, 0.3));
        var options = new System.Text.Json.JsonSerializerOptions { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };
        var read = System.Text.Json.JsonSerializer.Deserialize<BatchMonitor>(System.Text.Json.JsonSerializer.Serialize(Sixty.Value, options), options)!;
        var (whole, follower, placed) = (Sixty.Value.Replay(run), read.Follow(run.Covariates), read.Grid.Place(run));
        var points = placed.Rows.Select((row, k) => follower.Next(k, placed.Times[k], row)).OfType<ReportPoint>().ToArray();
        Assert.Equal(whole.Points.SelectMany(point => point.Statistics), points.SelectMany(point => point.Statistics));
        Assert.Equal(whole.Because, follower.Report("B").Because);
        Assert.Equal(["innovation_t2", "innovation_mewma_0.1", "innovation_mewma_0.3", "shift_glr", "event", "patient_t2", "material_t2"], whole.Statistics);
    }

    private static Campaign Of(int train, Func<Run, Run>? change = null) =>
        new(false, Tags, ["z_viability", "z_cd4"], [.. Enumerable.Range(0, train).Select(i => (change ?? (run => run))(Batch(10_000 + i, role: RunRole.Train)))]);

    // The count follows the cells, the filling nobody; seven of ten are fed, one of five gets what is rare.
    private static Run Batch(int seed, RunRole role = RunRole.Test, double? growth = null, (int Station, int Tag, double Size)? shift = null, (int Event, double By)? moved = null, int[]? missing = null)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var run = SimulatedCampaign.Batch(random, $"B-{seed}", role, growth, shift);
        double[] events = [6 + (0.1 * run.Values[7][0]) + (0.05 * Normal()), 0.3 + (0.03 * Normal()), random.NextDouble() < 0.7 || moved?.Event == 2 ? 100 + (5 * Normal()) : double.NaN, random.NextDouble() < 0.2 || moved?.Event == 3 ? 20 + Normal() : double.NaN];
        if (moved is { } one) events[one.Event] += one.By;
        foreach (var at in missing ?? []) events[at] = double.NaN;
        var rows = run.Times.Zip(run.Values, (time, values) => (time, values: (double[])[.. values, double.NaN, double.NaN, double.NaN, double.NaN]))
            .Concat(After.Select((time, at) => (time, values: (double[])[.. SimulatedCampaign.Tags.Select(_ => double.NaN), .. events.Select((value, of) => of == at ? value : double.NaN)]))).OrderBy(row => row.time).ToArray();
        return run with { Times = [.. rows.Select(row => row.time)], Values = [.. rows.Select(row => row.values)] };
    }

    private static Run Changed(Run run, int which, Func<double, double> to) => run with
    {
        Values = [.. run.Values.Select(row => (double[])[.. row.Select((value, j) => j == SimulatedCampaign.Tags.Length + which && !double.IsNaN(value) ? to(value) : value)])],
    };
}
