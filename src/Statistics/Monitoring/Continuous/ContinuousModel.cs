using Cellwright.Statistics.Calibration;
using Cellwright.Statistics.Descriptive;
using Cellwright.Statistics.Numbers;
using System.Text.Json.Serialization;
using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring.Continuous;

/// <summary>What a process without batches does while it is normal, learned from a run in control; its limits come from that run alone.</summary>
/// <param name="Settings">What the model was told.</param>
/// <param name="Tags">Names of all tags, followed or not.</param>
/// <param name="Choice">Which tags are followed, and why the others are not.</param>
/// <param name="Course">How the followed tags go.</param>
/// <param name="Limits">Of each statistic, in the order of <see cref="Statistics"/>, without unit; 0 for one that has no tags, and is always 0 itself.</param>
/// <param name="Rows">Number of training rows.</param>
/// <param name="OddTrainingRows">Training rows whose innovation stands out from the bulk of the others.</param>
/// <param name="LongestRepeat">For each followed tag the longest row of equal values in training.</param>
public sealed record ContinuousModel(
    ContinuousSettings Settings, IReadOnlyList<string> Tags, TagChoice Choice, NormalCourse Course, IReadOnlyList<double> Limits, int Rows, int OddTrainingRows, IReadOnlyList<int> LongestRepeat)
{
    /// <summary>Limits for one row in two hundred want some hundred rows (an engineering assumption).</summary>
    private const int FewestRows = 100;

    /// <summary>Names of the statistics.</summary>
    public static IReadOnlyList<string> Statistics => ContinuousCharts.Names;

    /// <summary>Rows from which a run that starts where training never was learns its own baseline.</summary>
    [JsonIgnore]
    public int BaselineRows => Math.Max(FewestRows, Settings.RowsPerTag * Tags.Count);

    /// <summary>What an engineer must know of the model, in sentences: tags that are left out, tags without a level, a training run that was not in control.</summary>
    public IEnumerable<string> Notes()
    {
        foreach (var sentence in Choice.LeftOut) yield return sentence;
        var creeping = Choice.Kept.Where((_, k) => !Course.Levels.Contains(k)).Select(column => Tags[column]).ToArray();
        if (creeping.Length > 0) yield return $"In training no level was held by {string.Join(", ", creeping)}: how they move is judged, not where they stand.";

        // Twice the share that limits are made for (an engineering assumption).
        if (OddTrainingRows > 2 * Settings.Alpha * Rows)
            yield return FormattableString.Invariant($"{OddTrainingRows} of {Rows} training rows stand out from the others, and {Settings.Alpha:P1} are expected to. They widen the limits: look at them, and train without them if something was wrong.");
    }

    /// <summary>Learns from runs in control.</summary>
    /// <param name="runs">Rows in order of time and evenly spaced, tags in columns, in their own units; NaN is missing.</param>
    /// <param name="tags">Names of the columns.</param>
    /// <param name="settings">What the model is told; null for what is usual.</param>
    /// <exception cref="UnusableInputException">No tag that can be followed, or fewer than five rows for each.</exception>
    public static ContinuousModel Fit(IReadOnlyList<Matrix<double>> runs, IReadOnlyList<string> tags, ContinuousSettings? settings = null)
    {
        var told = (settings ?? new ContinuousSettings()).Checked();
        Input.Count(runs.Count, 1, "training runs");
        foreach (var run in runs) Input.SameLength(run.ColumnCount, "columns in a training run", tags.Count, "tags");
        var choice = TagChoice.Of(runs, tags);
        if (choice.Kept.Count == 0) Input.Refuse($"No tag of the training run can be followed: {string.Join(" ", choice.LeftOut)}");

        // Ten blocks leave nine tenths less the gaps; a covariance wants several rows a tag (an engineering assumption).
        Input.Count(runs.Sum(run => run.RowCount), Math.Max(FewestRows, 5 * choice.Kept.Count), "training rows");
        var held = TagChoice.Held(runs, choice.Kept);
        var blocks = new Blocks(held);
        var (lags, ridge) = Predictor.Choose(blocks);
        int[] levels = [.. Enumerable.Range(0, choice.Kept.Count).Where(k => held.All(run => run.RowCount < 50 || Stationarity.Statistic(run.Column(k).ToArray()) < Stationarity.OnePercent))];
        var left = LeftOut(blocks, lags, ridge, levels, told);
        double[] limits = [.. Enumerable.Range(0, ContinuousCharts.Names.Length).Select(chart => Limit([.. left.Select(row => row[chart])], told.Alpha / ContinuousCharts.Names.Length))];
        return new ContinuousModel(told, tags, choice, NormalCourse.Fit(held, lags, ridge, levels), limits, left.Count, Odd([.. left.Select(row => row[Array.IndexOf(ContinuousCharts.Names, "innovation_t2")])], told.Alpha), [.. choice.Kept.Select((_, k) => held.Max(run => Repeat(run.Column(k))))]);
    }

    /// <summary>Begins to follow a run.</summary>
    public ContinuousFollower Follow() => new(this);

    /// <summary>The statistics of each training row under a model that its block, and the gaps beside it, did not train.</summary>
    private static List<double[]> LeftOut(Blocks blocks, int lags, double ridge, int[] levels, ContinuousSettings settings)
    {
        var rows = new List<double[]>();
        foreach (var fold in blocks.Folds())
        {
            var charts = new ContinuousCharts(NormalCourse.Fit(fold.Training, lags, ridge, levels), settings);
            var found = fold.WarmUpAndHeld.EnumerateRows().Select(row => charts.Take(row.ToArray()).Values).ToList();
            rows.AddRange(found[^fold.Held..]);
        }

        return rows;
    }

    /// <summary>
    /// A scaled chi-squared distribution with the mean and the variance of the rows that were left out (Box 1954, Annals of Mathematical Statistics 25:290), because a share as small as
    /// this cannot be read off a few hundred rows; where there are rows enough to read it off, the larger of both.
    /// </summary>
    private static double Limit(double[] values, double alpha)
    {
        var of = Summary.Of(values);
        if (!(of.Variance > 0)) return 0;
        var fitted = of.Variance / (2 * of.Mean) * Probability.ChiSquaredQuantile(1 - alpha, 2 * of.Mean * of.Mean / of.Variance);
        return alpha * (values.Length + 1) < 1 ? fitted : Math.Max(fitted, ConformalLimit.Of(values, alpha).Limit);
    }

    /// <summary>Rows beyond the bulk: the cube root of a chi-squared value is nearly normal (Wilson &amp; Hilferty 1931, PNAS 17:684); its median and median deviation do not mind the odd ones.</summary>
    private static int Odd(double[] values, double alpha)
    {
        double[] roots = [.. values.Select(value => Math.Cbrt(value))];
        var (centre, spread) = (Robust.Median(roots), Robust.Mad(roots));
        return roots.Count(root => root > centre + (Probability.NormalQuantile(1 - alpha) * spread));
    }

    private static int Repeat(Vector<double> column)
    {
        var (most, now) = (1, 1);
        for (var i = 1; i < column.Count; i++)
        {
            now = column[i] == column[i - 1] ? now + 1 : 1;
            most = Math.Max(most, now);
        }

        return most;
    }
}
