namespace Cellwright.Statistics.Monitoring;

/// <summary>The answer to: is this run unusual because what it processes is, or because the process moved?</summary>
public enum Verdict
{
    /// <summary>Nothing unusual in what can be seen; what cannot be seen is said beside it.</summary>
    None,

    /// <summary>Unusual as starting material and cells differ, and its course follows from that.</summary>
    Biology,

    /// <summary>The process moved.</summary>
    Drift,

    /// <summary>Unusual, and biology and drift would look the same in the tags there are.</summary>
    NotObservable,

    /// <summary>The model cannot answer: too few runs behind it, starting material it never saw, gaps, or no place where it began.</summary>
    Undetermined,
}

/// <summary>One statistic at one moment.</summary>
/// <param name="Value">Without unit.</param>
/// <param name="Limit">It is outside above this.</param>
public readonly record struct Statistic(double Value, double Limit)
{
    /// <summary>Whether it is above its limit.</summary>
    public bool IsOutside => Value > Limit;
}

/// <summary>All statistics at one moment of a run.</summary>
/// <param name="Time">In the campaign's unit.</param>
/// <param name="Statistics">In the order of <see cref="RunReport.Statistics"/>.</param>
/// <param name="IsOutside">Whether the run alarms here.</param>
public sealed record ReportPoint(double Time, IReadOnlyList<Statistic> Statistics, bool IsOutside);

/// <summary>What monitoring says of a run, with its evidence.</summary>
/// <param name="Id">The run.</param>
/// <param name="AlarmTime">First moment outside; null if there was none.</param>
/// <param name="Verdict">The answer.</param>
/// <param name="Onset">Between which times the process moved, where that is localised.</param>
/// <param name="TopTags">Tags that bear the signal, the strongest first; none if nothing is localised.</param>
/// <param name="Because">Why the verdict is as it is, in sentences.</param>
/// <param name="Statistics">Names of the statistics.</param>
/// <param name="Points">One for each moment that was judged.</param>
public sealed record RunReport(
    string Id, double? AlarmTime, Verdict Verdict, (double Low, double High)? Onset, IReadOnlyList<string> TopTags, string Because, IReadOnlyList<string> Statistics, IReadOnlyList<ReportPoint> Points)
{
    /// <summary>Tags in which the alarm came in, the strongest first: where to look while nothing is localised. None without an alarm.</summary>
    public IReadOnlyList<string> AlarmTags { get; init; } = [];
}
