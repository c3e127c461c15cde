namespace Cellwright.Statistics.Charts;

/// <summary>A pattern that a process in control seldom shows.</summary>
/// <param name="Rule">The rule's number in its own set.</param>
/// <param name="From">Index of the first point of the pattern, from 0.</param>
/// <param name="To">Index of the point that completed it, from 0.</param>
public readonly record struct RuleSignal(int Rule, int From, int To);

/// <summary>
/// Rules on runs and zones of a Shewhart chart, on points in standard errors from the centre line. A point on the centre line is on
/// no side of it. A rule signals at every point that completes its pattern; in "2 of 3" and "4 of 5" that point is itself beyond
/// the zone. All rules together shorten the average run length without a change, of the four of Western Electric from
/// 370 to about 92 (Champ &amp; Woodall 1987, Technometrics 29:393).
/// </summary>
public static class RunRules
{
    /// <summary>Average number of points to a false alarm of the four rules of Western Electric together (Champ &amp; Woodall 1987, table 1).</summary>
    public const double WesternElectricRunLength = 91.75;

    /// <summary>The same of Nelson's eight together: by simulation of 60,000 runs, 73.69 with a standard error of 0.28; no published number is known to us.</summary>
    public const double NelsonRunLength = 73.7;

    /// <summary>The same of limits at so many standard errors alone: 370.4 at three.</summary>
    /// <param name="width">Half width of the limits in standard errors.</param>
    /// <exception cref="UnusableInputException">A width that is not above zero.</exception>
    public static double LimitsRunLength(double width = 3)
    {
        Input.Positive(width, "width of the limits in standard errors");
        return 1 / (2 * Numbers.Probability.Normal(-width));
    }

    /// <summary>
    /// Nelson's eight rules (1984, Journal of Quality Technology 16:237): 1 beyond 3; 2 nine on one side; 3 six rising or falling; 4 fourteen alternating;
    /// 5 two of three beyond 2 on one side; 6 four of five beyond 1 on one side; 7 fifteen within 1; 8 eight beyond 1 on either side.
    /// </summary>
    /// <param name="points">(value - centre) / standard error, in order.</param>
    /// <exception cref="UnusableInputException">No point, or one not finite.</exception>
    public static IReadOnlyList<RuleSignal> Nelson(ReadOnlySpan<double> points)
    {
        Input.Values(points, 1, "points");
        var signals = new List<RuleSignal>();
        for (var at = 0; at < points.Length; at++)
        {
            Add(signals, 1, points, at, 1, static run => Math.Abs(run[0]) > 3);
            Add(signals, 2, points, at, 9, OneSide);
            Add(signals, 3, points, at, 6, Monotone);
            Add(signals, 4, points, at, 14, Alternating);
            Add(signals, 5, points, at, 3, static run => Zone(run, 2, 2));
            Add(signals, 6, points, at, 5, static run => Zone(run, 1, 4));
            Add(signals, 7, points, at, 15, static run => All(run, value => Math.Abs(value) < 1));
            Add(signals, 8, points, at, 8, static run => All(run, value => Math.Abs(value) > 1));
        }

        return signals;
    }

    /// <summary>
    /// The four rules of Western Electric ("Statistical Quality Control Handbook", 1956): 1 beyond 3; 2 two of three beyond 2 on one side;
    /// 3 four of five beyond 1 on one side; 4 eight on one side.
    /// </summary>
    /// <param name="points">(value - centre) / standard error, in order.</param>
    /// <exception cref="UnusableInputException">No point, or one not finite.</exception>
    public static IReadOnlyList<RuleSignal> WesternElectric(ReadOnlySpan<double> points)
    {
        Input.Values(points, 1, "points");
        var signals = new List<RuleSignal>();
        for (var at = 0; at < points.Length; at++)
        {
            Add(signals, 1, points, at, 1, static run => Math.Abs(run[0]) > 3);
            Add(signals, 2, points, at, 3, static run => Zone(run, 2, 2));
            Add(signals, 3, points, at, 5, static run => Zone(run, 1, 4));
            Add(signals, 4, points, at, 8, OneSide);
        }

        return signals;
    }

    private delegate bool Pattern(ReadOnlySpan<double> run);

    private static void Add(List<RuleSignal> signals, int rule, ReadOnlySpan<double> points, int at, int length, Pattern pattern)
    {
        if (at + 1 >= length && pattern(points.Slice(at + 1 - length, length))) signals.Add(new RuleSignal(rule, at + 1 - length, at));
    }

    private static bool OneSide(ReadOnlySpan<double> run) => All(run, value => value > 0) || All(run, value => value < 0);

    private static bool Zone(ReadOnlySpan<double> run, double beyond, int needed)
    {
        var (last, count) = (run[^1], 0);
        if (Math.Abs(last) <= beyond) return false;
        foreach (var value in run) count += value * Math.Sign(last) > beyond ? 1 : 0;
        return count >= needed;
    }

    private static bool Monotone(ReadOnlySpan<double> run)
    {
        var direction = Math.Sign(run[1] - run[0]);
        for (var i = 1; i < run.Length; i++)
        {
            if (direction == 0 || Math.Sign(run[i] - run[i - 1]) != direction) return false;
        }

        return true;
    }

    private static bool Alternating(ReadOnlySpan<double> run)
    {
        for (var i = 2; i < run.Length; i++)
        {
            if (Math.Sign(run[i] - run[i - 1]) * Math.Sign(run[i - 1] - run[i - 2]) != -1) return false;
        }

        return true;
    }

    private static bool All(ReadOnlySpan<double> run, Func<double, bool> holds)
    {
        foreach (var value in run)
        {
            if (!holds(value)) return false;
        }

        return true;
    }
}
