using Cellwright.Statistics;
using Cellwright.Statistics.Capability;
using Cellwright.Statistics.Charts;
using Cellwright.Statistics.Descriptive;

namespace Cellwright.Server.Monitoring.Across;

/// <summary>Makes a control chart of a column: pure, the same for the page and for clients.</summary>
public static class ControlCharting
{
    /// <summary>Fewer points do not show that a process is stable: an engineering assumption, after the 20 to 25 subgroups of Montgomery, section 6.2.</summary>
    public const int ShowsStability = 20;

    // A point before it joins a panel.
    private sealed record Group(IReadOnlyList<string> Batches, DateTimeOffset At, double[] Values, int Stratum);

    /// <summary>The chart.</summary>
    public static ControlChart Of(ResponseColumn column, ChartChoice choice)
    {
        var strata = StrataOf(column, choice.By);
        try
        {
            var groups = GroupsOf(column, choice, strata);
            var baseline = choice.Baseline > 0 ? groups.Take(choice.Baseline).ToList() : groups;
            var estimate = EstimateOf(choice.Kind, baseline);
            var panels = PanelsOf(choice, groups, estimate);
            var stable = groups.Count >= ShowsStability && panels.All(panel => panel.Points.All(point => point.Broken.Count == 0));
            return new(column, choice, panels, estimate, RunLengthOf(choice), strata, CapabilityOf(column, estimate, stable, baseline), null);
        }
        catch (UnusableInputException unusable)
        {
            return new(column, choice, [], null, null, strata, CapabilityOf(column, null, false, []), unusable.Message);
        }
    }

    private static List<Stratum> StrataOf(ResponseColumn column, string? by) => by is null ? [] :
    [
        .. column.Rows.GroupBy(row => row.Facts.GetValueOrDefault(by)).OrderByDescending(rows => rows.Count()).ThenBy(rows => rows.Key, StringComparer.Ordinal)
            .Select(rows => new Stratum(rows.Key, rows.Count(), rows.Average(row => row.Value), rows.Count() > 1 ? Summary.Of([.. rows.Select(row => row.Value)]).StandardDeviation : null)),
    ];

    // A batch with several values is a subgroup by itself; else so many batches that follow each other. A rest that does not fill one is left out.
    private static List<Group> GroupsOf(ResponseColumn column, ChartChoice choice, List<Stratum> strata)
    {
        int StratumOf(ResponseRow row) => choice.By is { } by ? strata.FindIndex(one => one.Level == row.Facts.GetValueOrDefault(by)) : -1;
        if (choice.Kind is not (ChartKind.MeansAndRanges or ChartKind.MeansAndDeviations)) return [.. column.Rows.Select(row => new Group([row.Batch], row.At, [row.Value], StratumOf(row)))];
        if (column.Rows.All(row => row.Values.Count > 1)) return [.. column.Rows.Select(row => new Group([row.Batch], row.At, [.. row.Values], StratumOf(row)))];
        return [.. column.Rows.Chunk(Math.Clamp(choice.Size, 2, 25)).Where(rows => rows.Length == Math.Clamp(choice.Size, 2, 25))
            .Select(rows => new Group([.. rows.Select(row => row.Batch)], rows[^1].At, [.. rows.Select(row => row.Value)], rows.Select(StratumOf).Distinct().Count() == 1 ? StratumOf(rows[0]) : -1))];
    }

    private static ProcessEstimate EstimateOf(ChartKind kind, List<Group> groups) => kind switch
    {
        ChartKind.MeansAndRanges => Shewhart.RangeEstimate([.. groups.Select(group => group.Values)]),
        ChartKind.MeansAndDeviations => Shewhart.DeviationEstimate([.. groups.Select(group => group.Values)]),
        _ => Shewhart.MovingRangeEstimate([.. groups.Select(group => group.Values[0])]),
    };

    private static List<ControlPanel> PanelsOf(ChartChoice choice, List<Group> groups, ProcessEstimate estimate)
    {
        double[] values = [.. groups.Select(group => group.Values[0])];
        List<double[]> subgroups = [.. groups.Select(group => group.Values)];
        if (choice.Kind == ChartKind.Cusum)
        {
            var sums = Cusum.Chart(values, estimate, ChartChoice.Reference, ChartChoice.Decision);
            ControlPanel Panel(PanelKind kind, Func<CusumPoint, double> of) => new(kind,
                [.. sums.Select((sum, i) => Point(groups[i], new(of(sum), 0, 0, ChartChoice.Decision), []))]);
            return [Panel(PanelKind.SumUp, sum => sum.Upper), Panel(PanelKind.SumDown, sum => sum.Lower)];
        }

        if (choice.Kind == ChartKind.Ewma) return [Plain(PanelKind.Average, groups, Ewma.Chart(values, estimate, ChartChoice.Lambda, ChartChoice.Width))];
        if (choice.Kind == ChartKind.Individuals)
            return [Ruled(PanelKind.Values, groups, Shewhart.Individuals(values, estimate), choice.Rules), Plain(PanelKind.MovingRanges, groups.Skip(1).ToList(), Shewhart.MovingRanges(values, estimate))];
        var means = Ruled(PanelKind.Means, groups, Shewhart.Means(subgroups, estimate), choice.Rules);
        return choice.Kind == ChartKind.MeansAndRanges
            ? [means, Plain(PanelKind.Ranges, groups, Shewhart.Ranges(subgroups, estimate))]
            : [means, Plain(PanelKind.Deviations, groups, Shewhart.Deviations(subgroups, estimate))];
    }

    private static ControlPanel Plain(PanelKind kind, List<Group> groups, ChartPoint[] points) => new(kind, [.. points.Select((point, i) => Point(groups[i], point, []))]);

    private static ControlPanel Ruled(PanelKind kind, List<Group> groups, ChartPoint[] points, RuleSet rules)
    {
        double[] errors = [.. points.Select(point => 3 * (point.Value - point.Centre) / (point.Upper - point.Centre))];
        var signals = rules switch { RuleSet.WesternElectric => RunRules.WesternElectric(errors), RuleSet.Nelson => RunRules.Nelson(errors), _ => [] };
        var at = signals.ToLookup(signal => signal.To, signal => signal.Rule);
        return new(kind, [.. points.Select((point, i) => Point(groups[i], point, at[i]))]);
    }

    private static ControlPoint Point(Group group, ChartPoint point, IEnumerable<int> broken) =>
        new(group.Batches, group.At, point.Value, point.Lower, point.Centre, point.Upper, [.. broken.Concat(point.IsOutside ? [1] : (int[])[]).Distinct().Order()], group.Stratum);

    private static double RunLengthOf(ChartChoice choice) => choice.Kind switch
    {
        ChartKind.Ewma => Ewma.RunLength(ChartChoice.Lambda, ChartChoice.Width),
        ChartKind.Cusum => Cusum.RunLength(ChartChoice.Reference, ChartChoice.Decision),
        _ => choice.Rules switch { RuleSet.WesternElectric => RunRules.WesternElectricRunLength, RuleSet.Nelson => RunRules.NelsonRunLength, _ => RunRules.LimitsRunLength() },
    };

    private static CapabilityNote CapabilityOf(ResponseColumn column, ProcessEstimate? estimate, bool stable, List<Group> baseline)
    {
        double[] values = [.. column.Rows.Select(row => row.Value)];
        double? normality = null;
        try
        {
            if (values.Length >= 8) normality = Normality.Of(values).P;
            var overall = CapabilityIndices.Overall(values, column.Proven.Low, column.Proven.High, column.Target);
            var freedom = baseline.Sum(group => group.Values.Length - 1);

            // The variance of sigma from moving ranges is 0.826 σ²/n (Cryer & Ryan 1990, Journal of Quality Technology 22:187), as of 0.605 n degrees of freedom.
            var within = stable && estimate is { } process
                ? CapabilityIndices.Of(process.Mean, process.Sigma, baseline.Sum(group => group.Values.Length), freedom > 0 ? freedom : 0.605 * baseline.Count, column.Proven.Low, column.Proven.High, column.Target)
                : null;
            return new(overall, within, stable, null, normality);
        }
        catch (UnusableInputException unusable)
        {
            return new(null, null, stable, unusable.Message, normality);
        }
    }
}
