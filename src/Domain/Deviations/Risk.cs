using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Deviations;

/// <summary>How urgently a deviation needs somebody, and why. The points are an engineering assumption: they order a list and decide nothing.</summary>
/// <param name="Points">The more, the more urgent; 0 for a closed one.</param>
/// <param name="Because">What the points come from, most weighty first.</param>
public sealed record Risk(int Points, ImmutableList<Phrase> Because)
{
    /// <summary>The risk at a time.</summary>
    /// <param name="deviation">The deviation.</param>
    /// <param name="batch">Its batch.</param>
    /// <param name="now">When.</param>
    public static Risk Of(Deviation deviation, Batch batch, DateTimeOffset now)
    {
        if (deviation.IsClosed) return new(0, []);
        var reasons = Reasons(deviation, batch, now).Where(reason => reason.Points > 0).OrderByDescending(reason => reason.Points).ToList();
        return new(reasons.Sum(reason => reason.Points), [.. reasons.Select(reason => reason.Words).OfType<Phrase>()]);
    }

    private static IEnumerable<(int Points, Phrase? Words)> Reasons(Deviation deviation, Batch batch, DateTimeOffset now)
    {
        // What nobody has classified may be anything: it stands above what is known to be major.
        yield return (deviation.Severity switch { DeviationSeverity.Critical => 400, DeviationSeverity.Major => 200, DeviationSeverity.Minor => 50, _ => 250 }, Word(deviation.Severity));
        if (deviation.HoldsNow && batch.Holds.ContainsKey(deviation.Id)) yield return (300, new("on-hold", "batch {0} is on hold", deviation.BatchId));
        else if (deviation.CallsAt(now)) yield return (100, new("not-decided", "not decided"));

        // Cells do not wait: a clock of the batch that runs out while nothing is decided is what a decision must beat. One whose alarm is shelved waits on purpose.
        if (deviation.CallsAt(now) && Clocks.Running(batch).FirstOrDefault() is { } clock)
        {
            var left = clock.Until - now;
            yield return (left < TimeSpan.FromHours(1) ? 250 : left < TimeSpan.FromHours(4) ? 150 : left < TimeSpan.FromHours(24) ? 60 : 0, new("left", "{0} left: {1}", Words.Of(left), clock.What));
        }

        var overdue = deviation.Actions.Count(action => action.IsOverdue(now));
        if (overdue > 0) yield return (80, overdue == 1 ? new("overdue", "an action is overdue") : new("overdue-many", "{0} actions are overdue", overdue));
        var late = deviation.Actions.Count(action => action.IsCheckOverdue(now));
        if (late > 0) yield return (60, late == 1 ? new("check-overdue", "the check of an action's effect is overdue") : new("checks-overdue", "{0} checks of effect are overdue", late));
        if (deviation.Assignee is null) yield return (40, new("nobody-assigned", "nobody is assigned"));

        // One point for each hour, so that nothing starves: after about four days it counts as much as being undecided.
        yield return ((int)Math.Clamp((now - deviation.OpenedAt).TotalHours, 0, 100), null);
    }

    internal static Phrase Word(DeviationSeverity? severity) => severity switch
    {
        DeviationSeverity.Critical => new("critical", "critical"),
        DeviationSeverity.Major => new("major", "major"),
        DeviationSeverity.Minor => new("minor", "minor"),
        _ => new("not-classified", "not classified"),
    };
}
