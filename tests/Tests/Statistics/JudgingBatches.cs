using Cellwright.Statistics;
using Cellwright.Statistics.Monitoring;

namespace Cellwright.Tests.Statistics;

[Long(30)]
public sealed class JudgingBatches
{
    private static readonly Lazy<BatchMonitor> Hundred = new(() => BatchMonitor.Fit(SimulatedCampaign.Of(seed: 1, train: 100)));

    [Theory]
    [InlineData(0, "cells", 10)]
    [InlineData(3, "jacket", 4)]
    [InlineData(4, "pump", 4)]
    public void Calls_a_lasting_shift_of_one_tag_drift_and_says_where_and_when(int tag, string name, double size)
    {
        var report = Hundred.Value.Replay(SimulatedCampaign.Batch(new Random(7), "B", shift: (10, tag, size)));
        Assert.Equal(Verdict.Drift, report.Verdict);
        Assert.Equal(name, report.TopTags[0]);
        Assert.InRange(report.AlarmTime!.Value, 11, 16);
        Assert.True(report.Onset!.Value.Low <= 11 && report.Onset.Value.High >= 10, $"began between {report.Onset}");
        Assert.EndsWith(".", report.Because);
    }

    [Fact]
    public void Calls_a_strong_patient_biology_and_raises_no_alarm()
    {
        var reports = Enumerable.Range(0, 40).Select(i => Hundred.Value.Replay(SimulatedCampaign.Batch(new Random(i), "B", growth: 5))).ToArray();
        Assert.All(reports, report => Assert.NotEqual(Verdict.Drift, report.Verdict));
        Assert.True(reports.Count(report => report.Verdict == Verdict.Biology) >= 36);
        Assert.True(reports.Count(report => report.AlarmTime is not null) <= 4);
    }

    [Fact]
    public void Says_none_of_a_normal_batch_and_what_no_tag_could_show() =>
        Assert.Contains("cannot be seen", Enumerable.Range(0, 10).Select(i => Hundred.Value.Replay(SimulatedCampaign.Batch(new Random(100 + i), "B"))).First(report => report.Verdict == Verdict.None).Because);

    [Fact]
    public void Says_that_a_shift_from_the_start_in_cells_alone_is_not_observable()
    {
        var reports = Enumerable.Range(0, 20).Select(i => Hundred.Value.Replay(SimulatedCampaign.Batch(new Random(i), "B", shift: (0, 1, 6)))).ToArray();
        Assert.DoesNotContain(reports, report => report.Verdict == Verdict.Drift && report.Onset!.Value.Low < 1);
        Assert.Contains(reports, report => report.Verdict == Verdict.NotObservable && report.TopTags.Contains("glucose"));
    }

    [Fact]
    public void Gives_no_verdict_with_eight_batches_and_says_what_they_can_promise()
    {
        var monitor = BatchMonitor.Fit(SimulatedCampaign.Of(seed: 2, train: 8));
        Assert.Equal(1 / 9.0, monitor.Process.Alpha, 1e-12);
        Assert.Contains(monitor.Notes, note => note.StartsWith("With 8 batches no verdict is given: the smallest share of false alarms that they can promise is 0.111.", StringComparison.Ordinal));
        Assert.Equal(Verdict.Undetermined, monitor.Replay(SimulatedCampaign.Batch(new Random(1), "B", shift: (5, 3, 20))).Verdict);
        var refused = Assert.Throws<UnusableInputException>(() => BatchMonitor.Fit(SimulatedCampaign.Of(seed: 2, train: 8), alpha: 0.05));
        Assert.Contains("calibrate with 19 runs", refused.Message);
    }

    /// <summary>Four charts are measured by runs that also give the limit: a run that set a size itself would never exceed it, and one fresh batch in 13 instead of 21 would alarm.</summary>
    [Fact]
    [Requirement("P211-110")]
    public void Alarms_no_more_often_than_it_says_where_limits_come_from_the_batches_that_trained()
    {
        var (alarms, batches) = (0, 0);
        for (var seed = 0; seed < 40; seed++)
        {
            var campaign = SimulatedCampaign.Of(seed, train: 20, test: 60);
            var small = new Campaign(false, [campaign.Tags[3], campaign.Tags[5]], [], [.. campaign.Runs.Select(run => run with { Covariates = [], Times = [.. run.Times.Take(8)], Values = [.. run.Values.Take(8).Select(row => (double[])[row[3], row[5]])] })]);
            var monitor = BatchMonitor.Fit(small);
            Assert.Equal((1 / 21.0, true), (monitor.Process.Alpha, monitor.IsCrossFitted));
            foreach (var run in small.Runs.Where(run => run.Role == RunRole.Test)) (alarms, batches) = (alarms + (monitor.Replay(run).AlarmTime is null ? 0 : 1), batches + 1);
        }

        // Each of 40 campaigns has its own luck, of a standard deviation of 0.045: 0.007 in their mean.
        Assert.InRange(alarms / (double)batches, 0.02, (1 / 21.0) + 0.007);
    }

    [Fact]
    public void Is_undetermined_where_the_starting_material_lies_beyond_all_that_trained()
    {
        var strange = SimulatedCampaign.Batch(new Random(7), "B", shift: (10, 3, 6)) with { Covariates = [40, 0] };
        var report = Hundred.Value.Replay(strange);
        Assert.Equal(Verdict.Undetermined, report.Verdict);
        Assert.Contains("z_viability", report.Because);
    }

    [Fact]
    public void Is_undetermined_where_the_starting_material_lies_beyond_all_that_trained_without_an_alarm_too()
    {
        var report = Hundred.Value.Replay(SimulatedCampaign.Batch(new Random(104), "B") with { Covariates = [40, 0] });
        Assert.Equal((null, Verdict.Undetermined), (report.AlarmTime, report.Verdict));
        Assert.StartsWith("No alarm, but the starting material lies where the model never was (z_viability)", report.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jacket", 3)]
    [InlineData("glucose, pump", 1, 4)]
    public void Is_undetermined_where_a_tag_said_nothing(string named, params int[] silent)
    {
        var whole = SimulatedCampaign.Batch(new Random(104), "B");
        Assert.Equal(Verdict.None, Hundred.Value.Replay(whole).Verdict);
        var report = Hundred.Value.Replay(whole with { Values = [.. whole.Values.Select((row, k) => (double[])[.. row.Select((value, j) => k > 4 && silent.Contains(j) ? double.NaN : value)])] });
        Assert.Equal((null, Verdict.Undetermined), (report.AlarmTime, report.Verdict));
        Assert.StartsWith($"No alarm, but {named} said nothing in time", report.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_tag_in_which_an_alarm_came_in_where_nothing_can_be_placed()
    {
        var normal = SimulatedCampaign.Batch(new Random(104), "B");
        var report = Hundred.Value.Replay(normal with { Values = [.. normal.Values.Select((row, k) => k == 12 ? (double[])[row[0], row[1], row[2] + 2.5, .. row[3..]] : row)] });
        Assert.Equal((13.0, Verdict.Undetermined, 0), (report.AlarmTime, report.Verdict, report.TopTags.Count));
        Assert.Equal("lactate", report.AlarmTags[0]);
        Assert.StartsWith("The batch left its limits by a jump (T²), most in lactate", report.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_how_much_the_starting_material_explains_although_the_model_does_without_it()
    {
        var campaign = SimulatedCampaign.Of(seed: 3, train: 12);
        var monitor = BatchMonitor.Fit(campaign);
        Assert.Empty(monitor.Model.Coefficients);
        Assert.InRange(monitor.Model.ExplainedByMaterial, 0.001, 0.5);
        Assert.Contains(monitor.Notes, note => note.Contains("so the model does without", StringComparison.Ordinal));
    }

    [Fact]
    public void Refuses_rows_and_starting_material_that_are_not_those_of_the_campaign()
    {
        var run = SimulatedCampaign.Batch(new Random(7), "B");
        Run With(double value) => run with { Values = [.. run.Values.Select((row, k) => k == 3 ? (double[])[value, .. row[1..]] : row)] };
        (Run Run, string Words)[] broken =
        [
            (With(double.PositiveInfinity), "row 4 of batch B is infinite"), (run with { Values = [.. run.Values.Select(row => row[1..])] }, "5 values in row 1 of batch B but 6 tags"),
            (run with { Covariates = [1] }, "1 values of starting material of B but 2"), (run with { Covariates = [1, double.NegativeInfinity] }, "starting material of B is infinite"), (run with { Times = [1] }, "1 times of batch B"),
        ];
        var campaign = SimulatedCampaign.Of(seed: 5, train: 20);
        foreach (var (one, words) in broken)
        {
            Assert.Contains(words, Assert.Throws<UnusableInputException>(() => Hundred.Value.Replay(one)).Message, StringComparison.Ordinal);
            Assert.Contains(words, Assert.Throws<UnusableInputException>(() => BatchMonitor.Fit(campaign with { Runs = [one with { Role = RunRole.Train }, .. campaign.Runs] })).Message, StringComparison.Ordinal);
        }

        Assert.Throws<UnusableInputException>(() => Hundred.Value.Follow([1]));
        Assert.Throws<UnusableInputException>(() => Hundred.Value.Follow([0, 0]).Next(0, 1, [1, 2]));
    }

    [Fact]
    public void Goes_on_with_missing_tags_late_starts_and_gaps()
    {
        var random = new Random(3);
        for (var i = 0; i < 20; i++)
        {
            var whole = SimulatedCampaign.Batch(random, "B");
            var holed = whole with { Values = [.. whole.Values.Select((row, k) => (double[])[.. row.Select((value, j) => random.NextDouble() < 0.2 || (k is > 5 and < 8) || (j == 2 && i % 2 == 0) ? double.NaN : value)])] };
            var report = Hundred.Value.Replay(holed);
            Assert.All(report.Points, point => Assert.All(point.Statistics, one => Assert.True(double.IsFinite(one.Value))));
        }

        Assert.Equal("There are no values to judge.", Hundred.Value.Replay(SimulatedCampaign.Batch(random, "B") with { Times = [], Values = [] }).Because);
    }

    [Fact]
    [Requirement("DI-6")]
    public void Says_the_same_station_by_station_as_for_the_whole_run()
    {
        var run = SimulatedCampaign.Batch(new Random(7), "B", shift: (10, 3, 4));
        var (whole, follower) = (Hundred.Value.Replay(run), Hundred.Value.Follow(run.Covariates));
        for (var k = 0; k < SimulatedCampaign.Stations; k++)
        {
            var point = follower.Next(k, run.Times[k], run.Values[k]);
            Assert.Equal(whole.Points[k].Statistics, point!.Statistics);
            if (whole.AlarmTime is { } alarm && alarm <= run.Times[k]) Assert.Equal(alarm, follower.Report("B").AlarmTime);
        }
    }

    [Fact]
    public void Leaves_out_tags_that_do_not_vary_or_are_mostly_missing_and_names_them()
    {
        var campaign = SimulatedCampaign.Of(seed: 4, train: 30);
        campaign = campaign with { Runs = [.. campaign.Runs.Select(run => run with { Values = [.. run.Values.Select((row, k) => (double[])[row[0], row[1], row[2], 37, k % 3 == 0 ? row[4] : double.NaN, row[5]])] })] };
        var monitor = BatchMonitor.Fit(campaign);
        Assert.Contains("Tag jacket does not vary and was left out.", monitor.Notes);
        Assert.Contains("Tag pump is missing more often than not and was left out.", monitor.Notes);
    }

    /// <summary>The seeded bioreactor's README: innovations with a MEWMA find 1.00 and 0.96 to 1.00 of the masked biases in 3.0 days, multiway PCA 0.14 and 0.24; a pH bias is not observable.</summary>
    [Fact]
    public void Finds_the_masked_temperature_bias_of_the_seeded_bioreactor_and_never_places_the_pH_bias()
    {
        var campaign = Campaigns.Read("bioreactor_sim");
        var monitor = BatchMonitor.Fit(campaign);
        var judged = campaign.Runs.Where(run => run.Role == RunRole.Test).Select(run => (Run: run, Report: monitor.Replay(run))).ToArray();
        double Found(string fault) => judged.Where(one => one.Run.Fault == fault).Average(one => one.Report.AlarmTime > one.Run.Onset ? 1.0 : 0);
        double Delay(string fault) => Cellwright.Statistics.Descriptive.Robust.Median([.. judged.Where(one => one.Run.Fault == fault && one.Report.AlarmTime > one.Run.Onset).Select(one => one.Report.AlarmTime!.Value - one.Run.Onset!.Value)]);
        Assert.InRange(judged.Where(one => one.Run.IsNormal).Average(one => one.Report.AlarmTime is null ? 0.0 : 1), 0, 0.05);
        Assert.True(Found("temperature_probe_bias_-1") >= 0.98);
        Assert.True(Found("temperature_probe_bias_+1") >= 0.95);
        Assert.True(Delay("temperature_probe_bias_-1") <= 3 && Delay("temperature_probe_bias_+1") <= 3);
        Assert.DoesNotContain(judged, one => one.Run.Fault.StartsWith("pH", StringComparison.Ordinal) && one.Report.Verdict == Verdict.Drift);
        Assert.InRange(monitor.Model.ExplainedByMaterial, 0.06, 0.09);
    }

    /// <summary>
    /// Nomikos &amp; MacGregor's two sets: 34 and 37 by T², 8 by SPE in SBR; 50 to 55 in DuPont, on-line by sample 5, and none of its good batches. Of the batches that nobody labelled, the
    /// set's README names 37, 39 and 43 to 49 by SPE: no other alarms here.
    /// </summary>
    [Fact]
    public void Names_the_known_odd_batches_of_SBR_and_DuPont_and_no_other()
    {
        var sbr = BatchMonitor.Fit(Campaigns.Read("sbr"));
        Assert.Matches(@"Odd training batches: 8 \(SPE [0-9.]+ above [0-9.]+\), 34 \(T² [0-9.]+ above [0-9.]+\), 37 \(T² [0-9.]+ above [0-9.]+\)\.", string.Join(' ', sbr.Notes));
        var dupont = Campaigns.Read("dupont");
        var monitor = BatchMonitor.Fit(dupont);
        Assert.Contains(monitor.Notes, note => note.StartsWith("No training batch is odd", StringComparison.Ordinal));
        var alarms = dupont.Runs.Where(run => run.Role == RunRole.Test).Select(monitor.Replay).Where(report => report.AlarmTime is not null).ToDictionary(report => int.Parse(report.Id, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Subset(Enumerable.Range(43, 13).Concat([37, 39]).ToHashSet(), alarms.Keys.ToHashSet());
        for (var batch = 50; batch <= 55; batch++)
        {
            Assert.InRange(alarms[batch].AlarmTime!.Value, 1, 5);
            Assert.NotEmpty(alarms[batch].AlarmTags);
        }
    }

    /// <summary>The etcher's README: three experiments weeks apart, plain multiway PCA finds 4 to 6 of the nine usable faults. Two wafers of 2 and 55 samples must be named.</summary>
    [Fact]
    public void Finds_seven_of_nine_etch_faults_hidden_behind_their_controllers()
    {
        var campaign = Campaigns.Read("lam9600");
        var monitor = BatchMonitor.Fit(campaign, 0.02);
        Assert.Contains(monitor.Notes, note => note.StartsWith("Batch l3125 has samples at ", StringComparison.Ordinal));
        Assert.InRange(monitor.Model.ExplainedByMaterial, 0.2, 0.5);
        var reports = campaign.Runs.Where(run => run.Role == RunRole.Test).Select(monitor.Replay).ToArray();
        Assert.True(reports.Count(report => report.AlarmTime is not null) >= 7);
        Assert.Equal(Verdict.Undetermined, reports.Single(report => report.Id == "l3122").Verdict);
    }
}
