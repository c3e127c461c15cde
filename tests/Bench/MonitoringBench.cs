using System.Collections.Concurrent;
using System.Diagnostics;
using Cellwright.Server.Monitoring;
using Cellwright.Statistics.LatentVariables;
using Cellwright.Statistics.Monitoring;
using Cellwright.Tests.Statistics;
using MathNet.Numerics.LinearAlgebra;
using Judgement = Cellwright.Statistics.LatentVariables.Judgement;

namespace Cellwright.Bench;

/// <summary>
/// What the monitoring of batches promises, on campaigns whose truth is known. <c>monitoring calibration [CAMPAIGNS]</c>: realised against nominal false alarms over simulated campaigns with
/// 20, 50 and 100 calibration batches, and with 20, 50 and 107 training batches that give the limits as well. <c>monitoring etch FOLDER</c>: nested leave-one-out on a campaign without calibration batches, against plain multiway principal components
/// in the same harness. <c>monitoring live</c>: processor time of 190 live batches × 100 tags.
/// </summary>
internal static class MonitoringBench
{
    public static int Run(string[] args) => args switch
    {
        ["calibration"] => Calibration(200),
        ["calibration", var campaigns] => Calibration(int.Parse(campaigns, System.Globalization.CultureInfo.InvariantCulture)),
        ["etch", var folder] => Etch(folder),
        ["live"] => Live(),
        _ => throw new ArgumentException("monitoring calibration [CAMPAIGNS] | monitoring etch FOLDER | monitoring live"),
    };

    private static int Calibration(int campaigns)
    {
        const int tested = 40;
        var met = true;
        foreach (var (training, calibrating) in ((int, int)[])[(40, 20), (40, 50), (40, 100), (20, 0), (50, 0), (107, 0)])
        {
            var alarms = new ConcurrentBag<int>();
            var (runs, nominal) = (calibrating > 0 ? calibrating : training, 0.0);
            Parallel.For(0, campaigns, seed =>
            {
                var campaign = SimulatedCampaign.Of(seed + (1000 * runs), training, calibrating, tested);
                var monitor = BatchMonitor.Fit(campaign, Math.Max(calibrating > 0 ? 0.05 : 0.02, 1.0 / (runs + 1)));
                nominal = monitor.Process.Alpha;
                alarms.Add(campaign.Runs.Where(run => run.Role == RunRole.Test).Count(run => monitor.Replay(run).AlarmTime is not null));
            });

            // A campaign's own share is beta distributed, so its count is beta-binomial; the mean of many is nearly normal.
            var total = runs + 1.0;
            var variance = nominal * (1 - nominal) / tested * (tested + total) / (total + 1);
            var (realised, half) = (alarms.Average() / tested, 1.96 * Math.Sqrt(variance / campaigns));
            // Cross-fitted limits promise less: held-out batches are judged by models of fewer batches than the one that stands, so with few of them too seldom is no fault.
            var inside = realised <= nominal + half && (calibrating == 0 || realised >= nominal - half);
            met &= inside;
            Console.WriteLine(FormattableString.Invariant($"{runs} {(calibrating > 0 ? "calibration batches" : "training batches, cross-fitted")}: nominal {100 * nominal:0.00} %, realised {100 * realised:0.00} % over {campaigns} campaigns, 95 % band {100 * (nominal - half):0.00} to {100 * (nominal + half):0.00} % ({(inside ? realised < nominal - half ? "below" : "inside" : "OUTSIDE")})"));
        }

        return met ? 0 : 2;
    }

    private static int Etch(string folder)
    {
        const double alpha = 0.02;
        var campaign = CampaignFolder.Read(folder, null);
        var normal = campaign.Runs.Where(run => run.Role == RunRole.Train && run.Times.Count >= 90).ToArray();
        var faulty = campaign.Runs.Where(run => run.Role == RunRole.Test && !run.IsNormal && run.Times.Count >= 90).ToArray();
        Campaign With(IEnumerable<Run> runs) => campaign with { Runs = [.. runs] };
        var all = BatchMonitor.Fit(With(normal), alpha);
        var (ours, alarms, plainAlarms) = (faulty.Count(run => all.Replay(run).AlarmTime is not null), 0, 0);
        Parallel.For(0, normal.Length, held =>
        {
            var monitor = BatchMonitor.Fit(With(normal.Where((_, i) => i != held)), alpha);
            if (monitor.Replay(normal[held]).AlarmTime is not null) Interlocked.Increment(ref alarms);
        });
        var tags = all.Model.Tags;
        double[] Row(Run run) => [.. all.Grid.Place(run).Rows.SelectMany(row => tags.Select(tag => row?[tag] ?? double.NaN))];
        var table = normal.Select(Row).ToArray();
        var found = 0;
        foreach (var components in (int[])[2, 3, 5])
        {
            // The same nesting for plain multiway principal components: T² and SPE over limits from leave-one-out.
            var scores = Held(table, components);
            var (t2, spe) = (Above([.. scores.Select(one => one.T2)], alpha / 2), Above([.. scores.Select(one => one.Spe)], alpha / 2));
            var model = Fit(table, components);
            var here = faulty.Select(run => model.Judge(Row(run))).Count(one => one.T2 > t2 || one.Spe > spe);
            var false_ = scores.Count(one => one.T2 > t2 || one.Spe > spe);
            Console.WriteLine(FormattableString.Invariant($"plain multiway principal components, {components}: {here} of {faulty.Length} faults, {false_} of {normal.Length} false alarms"));
            (found, plainAlarms) = here > found ? (here, false_) : (found, plainAlarms);
        }

        Console.WriteLine(FormattableString.Invariant($"innovations, {all.Model.Components} components, starting material {(all.Model.Coefficients.Length > 0 ? "used" : "not used")} (R² {all.Model.ExplainedByMaterial:0.00}): {ours} of {faulty.Length} faults, {alarms} of {normal.Length} false alarms in nested leave-one-out"));
        Console.WriteLine(FormattableString.Invariant($"ratio {(double)ours / found:0.00} to the best plain model (at least 1.4), false alarms {100.0 * alarms / normal.Length:0.0} % (at most 2 %)"));
        return ours >= 1.4 * found && alarms <= 0.02 * normal.Length ? 0 : 2;
    }

    private static Judgement[] Held(double[][] table, int components)
    {
        var scores = new Judgement[table.Length];
        Parallel.For(0, table.Length, held => scores[held] = Fit([.. table.Where((_, i) => i != held)], components).Judge(table[held]));
        return scores;
    }

    private static Pca Fit(double[][] table, int components)
    {
        var rows = Matrix<double>.Build.DenseOfRowArrays(table);
        for (var column = 0; column < rows.ColumnCount; column++)
        {
            var there = rows.Column(column).Where(value => !double.IsNaN(value)).DefaultIfEmpty(0).Average();
            rows.SetColumn(column, rows.Column(column).Map(value => double.IsNaN(value) ? there : value, Zeros.Include));
        }

        return Pca.BySvd(rows, components, constantAllowed: true);
    }

    private static double Above(double[] scores, double alpha) => scores.OrderDescending().ElementAt((int)Math.Floor(alpha * (scores.Length + 1)));

    private static int Live()
    {
        const int batches = 190, tags = 100, stations = 40, seconds = 600;
        var random = new Random(1);
        var names = Enumerable.Range(0, tags).Select(j => new Tag($"t{j}", j % 2 == 0 ? ObservationClass.Biology : ObservationClass.Equipment, "1")).ToArray();
        Run One(int i) => new($"B{i}", RunRole.Train, "", null, [], [.. Enumerable.Range(0, stations).Select(k => (double)k)], [.. Enumerable.Range(0, stations).Select(_ => (double[])[.. names.Select(_ => random.NextDouble())])]);
        var monitor = BatchMonitor.Fit(new Campaign(false, names, [], [.. Enumerable.Range(0, 40).Select(One)]));
        var followers = Enumerable.Range(0, batches).Select(_ => monitor.Follow([])).ToArray();
        var watch = Stopwatch.StartNew();
        for (var k = 0; k < stations; k++)
        {
            foreach (var follower in followers) follower.Next(k, k, [.. names.Select(_ => random.NextDouble())]);
        }

        // Ten-minute stations: what all batches cost once in ten minutes.
        var share = watch.Elapsed.TotalSeconds / stations / seconds;
        Console.WriteLine(FormattableString.Invariant($"{batches} batches x {tags} tags: {watch.Elapsed.TotalMilliseconds / stations / batches:0.00} ms a station and batch, {100 * share:0.00} % of a core with ten-minute stations (at most 10 %)"));
        return share < 0.1 ? 0 : 2;
    }
}
