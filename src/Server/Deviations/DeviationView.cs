using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;

namespace Cellwright.Server.Deviations;

/// <summary>A deviation as a line of the list, in the order of risk.</summary>
public sealed record DeviationRow(
    string Id, string Batch, string Step, string What, DeviationStatus Status, bool HoldsNow, DeviationSeverity? Severity, DeviationClass? Class,
    string? Assignee, DateTimeOffset OpenedAt, int Risk, IReadOnlyList<Phrase> Because, int OpenActions, DateTimeOffset? ShelvedUntil = null)
{
    /// <summary>The line at a time.</summary>
    public static DeviationRow Of(Deviation deviation, Batch batch, DateTimeOffset now)
    {
        var risk = Domain.Deviations.Risk.Of(deviation, batch, now);
        return new DeviationRow(
            deviation.Id, deviation.BatchId, deviation.Step, deviation.What, deviation.Status, deviation.HoldsNow, deviation.Severity, deviation.Class,
            deviation.Assignee, deviation.OpenedAt, risk.Points, risk.Because, deviation.Actions.Count(action => action.Status == ActionStatus.Planned), deviation.ShelvedAt(now)?.Until);
    }
}

/// <summary>Which deviations of the list are wanted; null wants all.</summary>
/// <param name="Batch">Only those of this batch.</param>
/// <param name="Status">Only those that stand there.</param>
/// <param name="Severity">Only those of this severity.</param>
/// <param name="Assignee">Only those of this person.</param>
/// <param name="Unassigned">True for those of nobody.</param>
/// <param name="Holding">True for those that hold their batch.</param>
/// <param name="Overdue">True for those with an action, or a check of its effect, that is overdue; also when they are closed.</param>
/// <param name="Closed">True to show closed ones too.</param>
public sealed record DeviationFilter(
    string? Batch = null, DeviationStatus? Status = null, DeviationSeverity? Severity = null, string? Assignee = null,
    bool Unassigned = false, bool Holding = false, bool Overdue = false, bool Closed = true)
{
    /// <summary>True for a deviation that is wanted.</summary>
    public bool Wants(Deviation deviation) =>
        (Batch is null || deviation.BatchId == Batch) && (Status is null || deviation.Status == Status) && (Severity is null || deviation.Severity == Severity)
        && (Assignee is null || deviation.Assignee == Assignee) && (!Unassigned || deviation.Assignee is null) && (!Holding || deviation.HoldsNow) && (!Overdue || deviation.IsOverdue)
        && (Closed || !deviation.IsClosed || Status == DeviationStatus.Closed);
}

/// <summary>What the whole record says about a deviation.</summary>
/// <param name="Risk">How urgent it is, and why.</param>
/// <param name="Recurrences">What keeps happening.</param>
/// <param name="Related">Other batches that may be affected.</param>
/// <param name="Alternatives">Phases that the recipe offers instead of the step now.</param>
/// <param name="Missing">What it still needs before it can be closed.</param>
public sealed record DeviationContext(
    Risk Risk, IReadOnlyList<Recurrence> Recurrences, IReadOnlyList<RelatedBatch> Related, IReadOnlyList<OfferedStep> Alternatives, IReadOnlyList<Phrase> Missing)
{
    /// <summary>The context of a deviation at a time.</summary>
    public static async Task<DeviationContext> OfAsync(Deviation deviation, Batch batch, Relations relations, DateTimeOffset now, CancellationToken ct = default)
    {
        var related = await relations.RelatedAsync(deviation.Id, ct);
        return new DeviationContext(
            Domain.Deviations.Risk.Of(deviation, batch, now), await relations.RecurrencesAsync(deviation.Id, ct), related,
            [.. Domain.Execution.Alternatives.Offered(batch, deviation.Step).Select(phase => new OfferedStep(phase.Id, phase.Title))],
            deviation.IsClosed ? [] : [.. BeforeClosure.Missing(deviation, batch, related)]);
    }
}

/// <summary>A step that the recipe offers instead of another.</summary>
public sealed record OfferedStep(string Phase, string Title);
