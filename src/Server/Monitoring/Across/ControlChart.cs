using Cellwright.Statistics.Capability;
using Cellwright.Statistics.Charts;

namespace Cellwright.Server.Monitoring.Across;

/// <summary>Which chart.</summary>
public enum ChartKind
{
    /// <summary>Single values and moving ranges.</summary>
    Individuals,

    /// <summary>Means and ranges of subgroups.</summary>
    MeansAndRanges,

    /// <summary>Means and standard deviations of subgroups.</summary>
    MeansAndDeviations,

    /// <summary>Exponentially weighted moving average.</summary>
    Ewma,

    /// <summary>Cumulative sums.</summary>
    Cusum,
}

/// <summary>Which rules on runs.</summary>
public enum RuleSet
{
    /// <summary>Beyond the limits, and nothing else.</summary>
    Limits,

    /// <summary>The four of Western Electric.</summary>
    WesternElectric,

    /// <summary>Nelson's eight.</summary>
    Nelson,
}

/// <summary>What a person chose.</summary>
/// <param name="Kind">Chart.</param>
/// <param name="Rules">Rules; an average and a sum have their limits only.</param>
/// <param name="By">Fact whose levels are told apart, or null.</param>
/// <param name="Baseline">The limits come from so many of the first batches shown; zero for all of them.</param>
/// <param name="Size">Batches in a subgroup, where a batch is not one by itself.</param>
public sealed record ChartChoice(ChartKind Kind, RuleSet Rules, string? By, int Baseline, int Size)
{
    /// <summary>Weight of the newest value in the average (Lucas &amp; Saccucci 1990, Technometrics 32:1, table 3: with width 2.86 for an average run length of 370).</summary>
    public const double Lambda = 0.2;

    /// <summary>Half width of its limits in standard errors.</summary>
    public const double Width = 2.86;

    /// <summary>Reference value of the sums: half of a shift by one standard deviation.</summary>
    public const double Reference = 0.5;

    /// <summary>Their decision interval (Montgomery, "Introduction to Statistical Quality Control", section 9.1).</summary>
    public const double Decision = 5;
}

/// <summary>A point of a panel.</summary>
/// <param name="Batches">The batch, or those of the subgroup.</param>
/// <param name="At">When its last value was true.</param>
/// <param name="Value">What is charted.</param>
/// <param name="Lower">Lower limit.</param>
/// <param name="Centre">Centre line.</param>
/// <param name="Upper">Upper limit.</param>
/// <param name="Broken">Numbers of the rules that it completes, 1 for beyond a limit; empty for a quiet point.</param>
/// <param name="Stratum">Index of its level in <see cref="ControlChart.Strata"/>, or -1.</param>
public sealed record ControlPoint(IReadOnlyList<string> Batches, DateTimeOffset At, double Value, double Lower, double Centre, double Upper, IReadOnlyList<int> Broken, int Stratum);

/// <summary>What is drawn in a panel.</summary>
public enum PanelKind
{
    /// <summary>Single values.</summary>
    Values,

    /// <summary>Moving ranges of two.</summary>
    MovingRanges,

    /// <summary>Means of subgroups.</summary>
    Means,

    /// <summary>Ranges of subgroups.</summary>
    Ranges,

    /// <summary>Standard deviations of subgroups.</summary>
    Deviations,

    /// <summary>Moving average.</summary>
    Average,

    /// <summary>Sum for a rise.</summary>
    SumUp,

    /// <summary>Sum for a fall.</summary>
    SumDown,
}

/// <summary>One set of axes.</summary>
/// <param name="Kind">What is drawn.</param>
/// <param name="Points">In the order of time.</param>
public sealed record ControlPanel(PanelKind Kind, IReadOnlyList<ControlPoint> Points);

/// <summary>Batches of one level of the fact that was chosen.</summary>
/// <param name="Level">Level; null where it was not recorded.</param>
/// <param name="Count">Batches.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation; null of one batch.</param>
public sealed record Stratum(string? Level, int Count, double Mean, double? Deviation);

/// <summary>How the values fit into the proven acceptable range.</summary>
/// <param name="Overall">Pp and Ppk with their intervals; null where they cannot be stated.</param>
/// <param name="Within">Cp and Cpk, only of a process that the chart shows to be stable.</param>
/// <param name="Stable">Whether it does.</param>
/// <param name="Refusal">Why nothing is stated, in a sentence; else null.</param>
/// <param name="NormalityP">Chance of values so far from a normal distribution in a normal population; null for fewer than eight values.</param>
public sealed record CapabilityNote(CapabilityIndices? Overall, CapabilityIndices? Within, bool Stable, string? Refusal, double? NormalityP);

/// <summary>A control chart of a parameter, with all that is said beside it.</summary>
/// <param name="Column">Batches.</param>
/// <param name="Choice">What was chosen.</param>
/// <param name="Panels">One or two; none where <paramref name="Refusal"/> says why.</param>
/// <param name="Estimate">Mean and standard deviation within, that the limits come from; null where there is none.</param>
/// <param name="RunLength">Average number of points to a false alarm of limits and rules of the first panel, if the estimates were exact.</param>
/// <param name="Strata">Levels of the chosen fact, the commonest first.</param>
/// <param name="Capability">How the values fit into their range.</param>
/// <param name="Refusal">Why there is no chart, in a sentence; else null.</param>
public sealed record ControlChart(
    ResponseColumn Column, ChartChoice Choice, IReadOnlyList<ControlPanel> Panels, ProcessEstimate? Estimate, double? RunLength, IReadOnlyList<Stratum> Strata,
    CapabilityNote Capability, string? Refusal)
{
    /// <summary>How many points break a rule.</summary>
    public int Signals => Panels.Sum(panel => panel.Points.Count(point => point.Broken.Count > 0));
}
