using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Deviations;

/// <summary>Confirms or excludes that another batch is affected, for a reason (211.192). An affected batch gets a deviation of its own.</summary>
/// <param name="DeviationId">Deviation.</param>
/// <param name="OtherBatch">The other batch: one that the record names, or one that a person knows of.</param>
/// <param name="Affected">True when it is affected.</param>
/// <param name="Reason">Why, or why not.</param>
[AllowedTo(Role.QA)]
public sealed record JudgeBatch(string DeviationId, string OtherBatch, bool Affected, string Reason) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Deviation state, Performer by, DateTimeOffset at) =>
        state.Status == DeviationStatus.None ? [] : [new StateOf<Batch>(OtherBatch), new RelatedTo(DeviationId)];

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act)
    {
        if (state.RefusalUnlessWorkedOn(DeviationId) is { } refusal) return refusal;
        if (OtherBatch == state.BatchId) return new Refusal("batch", $"{DeviationId} is the deviation of batch {OtherBatch} itself. Judge the other batches.");
        var other = act.Facts.Of(new StateOf<Batch>(OtherBatch));
        if (other.Status == BatchStatus.None) return new Refusal("batch", $"There is no batch {OtherBatch}. Check its number.");
        if (string.IsNullOrWhiteSpace(Reason)) return new Refusal("reason", Affected ? "Say why it is affected." : "Say why it is not affected.");
        if (state.JudgementOn(OtherBatch) is { } before && (before.Affected, before.Reason) == (Affected, Reason.Trim())) return Decision<Deviation>.Nothing;
        if (state.JudgementOn(OtherBatch) is { Affected: true } && !Affected)
            return new Refusal("affected", $"Batch {OtherBatch} was confirmed as affected and has a deviation of its own. Record there what is now known.");

        // Where it is affected: the step that shares something, else the one performed last.
        var step = act.Facts.Of(new RelatedTo(DeviationId)).FirstOrDefault(related => related.BatchId == OtherBatch)?.Shared[0].Step
            ?? other.Steps.Values.MaxBy(one => one.StartedAt)?.Key;
        return Affected && step is null
            ? new Refusal("status", $"No step of batch {OtherBatch} was started: it cannot be affected yet. Judge it when one was.")
            : new BatchJudged(OtherBatch, Affected, Reason.Trim(), Affected ? step : null);
    }
}

/// <summary>It is known whether another batch is affected.</summary>
/// <param name="OtherBatch">The other batch.</param>
/// <param name="Affected">True when it is.</param>
/// <param name="Reason">Why, or why not.</param>
/// <param name="Step">Where it is affected, or null.</param>
public sealed record BatchJudged(string OtherBatch, bool Affected, string Reason, string? Step = null) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) =>
        state with { Judgements = state.Judgements.Add(new BatchJudgement(OtherBatch, Affected, Reason, when.By, when.At)) };
}
