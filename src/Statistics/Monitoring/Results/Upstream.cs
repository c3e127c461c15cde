using MathNet.Numerics.LinearAlgebra;

namespace Cellwright.Statistics.Monitoring.Results;

/// <summary>
/// What is known of a lot when its upstream is over, as one row: its starting material, and of each tag the mean over each quarter of the course. Quarters and not stations,
/// because a row of a thousand columns says less of forty lots than one of fifty (engineering assumption).
/// </summary>
/// <param name="Names">Of the columns, in order.</param>
/// <param name="OfMaterial">So many first columns are of the starting material; the others are of the course.</param>
/// <param name="Means">Mean of each column in the training lots; what is missing stands there.</param>
/// <param name="Scales">Standard deviation of each column in the training lots; 1 where it does not vary.</param>
public sealed record Upstream(IReadOnlyList<string> Names, int OfMaterial, double[] Means, double[] Scales)
{
    private const int Parts = 4;

    private static readonly string[] Quarters = ["first quarter", "second quarter", "third quarter", "last quarter"];

    /// <summary>The columns of training lots, and their rows.</summary>
    /// <param name="monitor">Knows the stations, the usable tags and the starting material.</param>
    /// <param name="runs">Training lots.</param>
    /// <exception cref="UnusableInputException">A column whose values are too large to be squared.</exception>
    public static (Upstream Columns, double[][] Rows) Of(BatchMonitor monitor, IReadOnlyList<Run> runs)
    {
        var material = monitor.Model.Material;
        var names = material.Variables.SelectMany(one => one.Levels.Count > 0 ? one.Levels.Skip(1).Select(level => FormattableString.Invariant($"{one.Name} is {level}")) : [one.Name])
            .Concat(monitor.Model.Tags.SelectMany(tag => Quarters.Select(quarter => $"{monitor.Tags[tag].Name}, {quarter}"))).ToArray();
        var raw = new Upstream(names, material.Columns, new double[names.Length], [.. Enumerable.Repeat(1.0, names.Length)]);
        var rows = runs.Select(run => raw.Unscaled(monitor, run)).ToArray();
        for (var j = 0; j < names.Length; j++)
        {
            var there = rows.Select(row => row[j]).Where(double.IsFinite).ToArray();
            if (there.Length < 2) continue;
            var summary = Descriptive.Summary.Of(there);
            raw.Means[j] = summary.Mean;
            if (summary.StandardDeviation > 1e-9 * Math.Abs(summary.Mean)) raw.Scales[j] = summary.StandardDeviation;
        }

        return (raw, [.. rows.Select(raw.Scaled)]);
    }

    /// <summary>The row of one lot, in standard deviations from the training lots.</summary>
    /// <param name="monitor">As the columns were made with.</param>
    /// <param name="run">A lot of the same campaign.</param>
    public double[] Row(BatchMonitor monitor, Run run) => Scaled(Unscaled(monitor, run));

    /// <summary>True when the course reached its end: the last quarter of the stations has samples.</summary>
    /// <param name="monitor">Knows the stations.</param>
    /// <param name="run">A lot of the same campaign.</param>
    public static bool IsOver(BatchMonitor monitor, Run run) => monitor.Grid.Place(run).Rows.Skip(monitor.Grid.Count - Math.Max(1, monitor.Grid.Count / Parts)).Any(row => row is not null);

    private double[] Scaled(double[] row) => [.. row.Select((value, j) => double.IsFinite(value) ? (value - Means[j]) / Scales[j] : 0)];

    private double[] Unscaled(BatchMonitor monitor, Run run)
    {
        var (row, placed) = (new double[Names.Count], monitor.Grid.Place(run).Rows);
        Array.Fill(row, double.NaN);
        if (OfMaterial > 0) monitor.Model.Material.Encode(run.Covariates).CopyTo(row, 0);
        var (at, stations) = (OfMaterial, monitor.Grid.Count);
        foreach (var tag in monitor.Model.Tags)
        {
            for (var part = 0; part < Parts; part++, at++)
            {
                var (from, to) = (part * stations / Parts, Math.Max((part * stations / Parts) + 1, (part + 1) * stations / Parts));
                var values = placed[from..Math.Min(to, stations)].OfType<double[]>().Select(values => values[tag]).Where(double.IsFinite).ToArray();
                if (values.Length > 0) row[at] = values.Average();
            }
        }

        return row;
    }
}
