using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring.Continuous;

/// <summary>Monitoring of campaigns without batches: a model from the training run, and what it says of any other.</summary>
public static class ContinuousMonitoring
{
    /// <summary>How many tags a report names.</summary>
    private const int Named = 5;

    /// <summary>First rows by which it is decided whether a run starts where training was: 20, of which a normal run has one outside in ten runs and hardly ever half (engineering assumption).</summary>
    private const int FirstRows = 20;

    /// <summary>Learns from the training runs of a campaign.</summary>
    /// <param name="campaign">Runs of one process without batches; those to train on are used.</param>
    /// <param name="settings">What the model is told; null for what is usual.</param>
    /// <exception cref="UnusableInputException">No training run, or one that cannot teach.</exception>
    public static ContinuousModel Fit(Campaign campaign, ContinuousSettings? settings = null)
    {
        var training = campaign.Runs.Where(run => run.Role == RunRole.Train).ToList();
        Input.Count(training.Count, 1, "training runs");
        return ContinuousModel.Fit([.. training.Select(run => Matrix<double>.Build.DenseOfRowArrays(run.Values))], [.. campaign.Tags.Select(tag => tag.Name)], settings);
    }

    /// <summary>
    /// Follows a run from its first row to its last. A run that starts where training never was (at least half of its first 20 rows alarm) learns a baseline of its own from its first rows, by
    /// the same method and the same settings; until it has them, nothing can be said.
    /// </summary>
    /// <param name="model">Of the training run.</param>
    /// <param name="run">The run.</param>
    /// <param name="baselineRows">Number of first rows to learn the baseline from in any case; null to decide by the first rows.</param>
    /// <exception cref="UnusableInputException">A run that does not fit the model, or first rows that cannot teach.</exception>
    public static RunReport Replay(ContinuousModel model, Run run, int? baselineRows = null)
    {
        Input.Count(run.Values.Count, 1, "rows of the run");
        var rows = baselineRows ?? model.BaselineRows;
        if (baselineRows is null && Conforms(model, run)) return Follow(model, run, 0, "The run starts where the training run was, so it is judged by that.");
        var why = baselineRows is null ? FormattableString.Invariant($"The run starts where the training run never was, so its own first {rows} rows are taken for normal and it is judged by them; a fault that was there from the start cannot be seen.")
            : FormattableString.Invariant($"As asked, its own first {rows} rows are taken for normal and the run is judged by them.");
        if (run.Values.Count <= rows)
        {
            return new RunReport(run.Id, null, Verdict.Undetermined, null, [], FormattableString.Invariant($"The run has {run.Values.Count} rows, and {rows} are needed to learn where it stands. Collect more, or train on a run from where it starts."), ContinuousModel.Statistics, []);
        }

        var own = ContinuousModel.Fit([Matrix<double>.Build.DenseOfRowArrays(run.Values.Take(rows))], model.Tags, model.Settings);
        return Follow(own, run, rows, why);
    }

    private static bool Conforms(ContinuousModel model, Run run)
    {
        var follower = model.Follow();
        var first = Math.Min(FirstRows, run.Values.Count);
        return Enumerable.Range(0, first).Count(i => follower.Take(run.Times[i], run.Values[i]).IsOutside) * 2 < first;
    }

    private static RunReport Follow(ContinuousModel model, Run run, int judgedFrom, string baseline)
    {
        var follower = model.Follow();
        var (points, sentences) = (new List<ReportPoint>(), new List<string> { baseline });
        sentences.AddRange(model.Notes());
        (double Time, (double, double) Onset, string[] Tags)? alarm = null;
        IReadOnlyList<string> first = [];
        for (var i = 0; i < run.Values.Count; i++)
        {
            var point = follower.Take(run.Times[i], run.Values[i]);
            if (i < judgedFrom) continue;
            points.Add(new ReportPoint(point.Time, point.Statistics, point.IsOutside));

            // Ranked where the rows outside began: later, controllers carry a fault into other tags.
            if (follower.OutsideInARow == 1 || points.Count == 1) first = point.Ranked;
            if (alarm is null && points.Count >= model.Settings.Confirm && follower.OutsideInARow >= model.Settings.Confirm) alarm = (point.Time, follower.Onset(), [.. first.Take(Named)]);
        }

        sentences.AddRange(follower.Silent());
        var outside = points.Count(point => point.IsOutside);
        sentences.Add(FormattableString.Invariant($"{outside} of {points.Count} rows are outside; while nothing happens {model.Settings.Alpha:P1} are expected to be.") + (alarm is null
            ? FormattableString.Invariant($" Never {model.Settings.Confirm} in a row, so the run does not alarm.")
            : FormattableString.Invariant($" {model.Settings.Confirm} in a row at {alarm.Value.Time}: there is no batch whose cells could differ, so the process moved.")));
        return new RunReport(run.Id, alarm?.Time, alarm is null ? Verdict.None : Verdict.Drift, alarm?.Onset, alarm?.Tags ?? [], string.Join(" ", sentences), ContinuousModel.Statistics, points);
    }
}
