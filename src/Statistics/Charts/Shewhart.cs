using Cellwright.Statistics.Descriptive;

namespace Cellwright.Statistics.Charts;

/// <summary>
/// Shewhart's charts for variables: single values with moving ranges, means with ranges or standard deviations. Estimate from
/// Phase I data with the functions that end in Estimate, then chart any data against that estimate. Limits stand <c>width</c>
/// standard errors from the centre, three by convention (Montgomery, "Introduction to Statistical Quality Control", chapter 6);
/// subgroups of unequal size have limits of their own.
/// </summary>
public static class Shewhart
{
    /// <summary>Mean of all values; sigma as the unweighted mean of range / d2(n) over the subgroups.</summary>
    /// <exception cref="UnusableInputException">No subgroup, one with fewer than two values or more than a thousand, a value not finite, or no subgroup in which anything varies.</exception>
    public static ProcessEstimate RangeEstimate(IReadOnlyList<double[]> subgroups) => Estimate(subgroups, group => Range(group) / ControlConstants.D2(group.Length));

    /// <summary>Mean of all values; sigma as the unweighted mean of s / c4(n) over the subgroups.</summary>
    /// <exception cref="UnusableInputException">No subgroup, one with fewer than two values or more than a thousand, a value not finite, or no subgroup in which anything varies.</exception>
    public static ProcessEstimate DeviationEstimate(IReadOnlyList<double[]> subgroups) => Estimate(subgroups, group => Summary.Of(group).StandardDeviation / ControlConstants.C4(group.Length));

    /// <summary>Mean of the values; sigma as the mean moving range of two over d2(2) = 1.128.</summary>
    /// <exception cref="UnusableInputException">Fewer than two values, one not finite, or no two neighbours differ.</exception>
    public static ProcessEstimate MovingRangeEstimate(ReadOnlySpan<double> values)
    {
        var mean = Summary.Of(values).Mean;
        var ranges = MovingRanges(values);
        var sigma = ranges.Average() / ControlConstants.D2(2);
        if (sigma == 0) Input.Refuse($"All {values.Length} values are equal, so their spread cannot be estimated. Check whether the sensor is frozen.");
        return new ProcessEstimate(mean, sigma);
    }

    /// <summary>The chart of subgroup means.</summary>
    /// <param name="subgroups">Values of each subgroup, in order of time.</param>
    /// <param name="estimate">Process mean and the standard deviation of single values.</param>
    /// <param name="width">Half width of the limits in standard errors.</param>
    /// <exception cref="UnusableInputException">No subgroup, an empty one, a value not finite, an estimate without spread, or a width that is not above zero.</exception>
    public static ChartPoint[] Means(IReadOnlyList<double[]> subgroups, ProcessEstimate estimate, double width = 3)
    {
        Check(subgroups, 1);
        Input.Positive(width, "width of the limits in standard errors");
        var (mean, sigma) = estimate.Checked();
        return [.. subgroups.Select(group => Point(group.Average(), mean, width * sigma / Math.Sqrt(group.Length)))];
    }

    /// <summary>The chart of subgroup ranges: centre d2 sigma, standard error d3 sigma, lower limit at least zero.</summary>
    /// <param name="subgroups">Values of each subgroup, in order of time.</param>
    /// <param name="estimate">Process mean and the standard deviation of single values.</param>
    /// <param name="width">Half width of the limits in standard errors.</param>
    /// <exception cref="UnusableInputException">No subgroup, one with fewer than two values or more than a thousand, a value not finite, an estimate without spread, or a width that is not above zero.</exception>
    public static ChartPoint[] Ranges(IReadOnlyList<double[]> subgroups, ProcessEstimate estimate, double width = 3)
    {
        Check(subgroups, 2);
        return Spread(subgroups, Range, estimate.Checked().Sigma, width, ControlConstants.D2, ControlConstants.D3);
    }

    /// <summary>The chart of subgroup standard deviations: centre c4 sigma, standard error √(1 - c4²) sigma, lower limit at least zero.</summary>
    /// <param name="subgroups">Values of each subgroup, in order of time.</param>
    /// <param name="estimate">Process mean and the standard deviation of single values.</param>
    /// <param name="width">Half width of the limits in standard errors.</param>
    /// <exception cref="UnusableInputException">No subgroup, one with fewer than two values or more than a thousand, a value not finite, an estimate without spread, or a width that is not above zero.</exception>
    public static ChartPoint[] Deviations(IReadOnlyList<double[]> subgroups, ProcessEstimate estimate, double width = 3)
    {
        Check(subgroups, 2);
        return Spread(subgroups, group => Summary.Of(group).StandardDeviation, estimate.Checked().Sigma, width, ControlConstants.C4, n => Math.Sqrt(1 - (ControlConstants.C4(n) * ControlConstants.C4(n))));
    }

    /// <summary>The chart of single values.</summary>
    /// <param name="values">In order of time.</param>
    /// <param name="estimate">Process mean and the standard deviation of single values.</param>
    /// <param name="width">Half width of the limits in standard errors.</param>
    /// <exception cref="UnusableInputException">No value, one not finite, an estimate without spread, or a width that is not above zero.</exception>
    public static ChartPoint[] Individuals(ReadOnlySpan<double> values, ProcessEstimate estimate, double width = 3)
    {
        Input.Values(values, 1, "values");
        Input.Positive(width, "width of the limits in standard errors");
        var (mean, sigma) = estimate.Checked();
        return [.. values.ToArray().Select(value => Point(value, mean, width * sigma))];
    }

    /// <summary>The chart of moving ranges of two: one point fewer than values.</summary>
    /// <param name="values">In order of time.</param>
    /// <param name="estimate">Process mean and the standard deviation of single values.</param>
    /// <param name="width">Half width of the limits in standard errors.</param>
    /// <exception cref="UnusableInputException">Fewer than two values, one not finite, an estimate without spread, or a width that is not above zero.</exception>
    public static ChartPoint[] MovingRanges(ReadOnlySpan<double> values, ProcessEstimate estimate, double width = 3)
    {
        Input.Values(values, 2, "values");
        var all = values.ToArray();
        return Ranges([.. Enumerable.Range(1, all.Length - 1).Select(i => new[] { all[i - 1], all[i] })], estimate, width);
    }

    private static ProcessEstimate Estimate(IReadOnlyList<double[]> subgroups, Func<double[], double> spread)
    {
        Check(subgroups, 2);
        var sigma = subgroups.Average(spread);
        if (sigma == 0) Input.Refuse($"Within each of the {subgroups.Count} subgroups all values are equal, so the spread cannot be estimated. Chart single values instead, or check the sensor.");
        return new ProcessEstimate(Summary.Of([.. subgroups.SelectMany(group => group)]).Mean, sigma);
    }

    private static ChartPoint[] Spread(IReadOnlyList<double[]> subgroups, Func<double[], double> statistic, double sigma, double width, Func<int, double> centre, Func<int, double> error)
    {
        Input.Positive(width, "width of the limits in standard errors");
        var constants = subgroups.Select(group => group.Length).Distinct().ToDictionary(n => n, n => (Centre: centre(n), Error: error(n)));
        return [.. subgroups.Select(group => constants[group.Length] is var c
            ? new ChartPoint(statistic(group), c.Centre * sigma, Math.Max(0, (c.Centre - (width * c.Error)) * sigma), (c.Centre + (width * c.Error)) * sigma) : default)];
    }

    private static void Check(IReadOnlyList<double[]> subgroups, int atLeast)
    {
        Input.Count(subgroups.Count, 1, "subgroups");
        foreach (var group in subgroups) Input.Values(group, atLeast, "values of a subgroup");
    }

    private static double[] MovingRanges(ReadOnlySpan<double> values)
    {
        var ranges = new double[values.Length - 1];
        for (var i = 0; i < ranges.Length; i++) ranges[i] = Math.Abs(values[i + 1] - values[i]);
        return ranges;
    }

    private static double Range(double[] group) => group.Max() - group.Min();

    private static ChartPoint Point(double value, double centre, double away) => new(value, centre, centre - away, centre + away);
}
