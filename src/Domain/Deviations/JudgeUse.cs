using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using static System.FormattableString;

namespace Cellwright.Domain.Deviations;

/// <summary>
/// Confirms or excludes that a batch is affected by an item that served it and was then found out of tolerance (211.192).
/// An affected batch gets a deviation, and is held while it is under way. Only the quality unit excludes.
/// </summary>
/// <param name="Id">Item.</param>
/// <param name="Number">Which finding, see <see cref="OutOfTolerance.Number"/>.</param>
/// <param name="Batch">Batch that the item served.</param>
/// <param name="Affected">True when it is affected.</param>
/// <param name="Reason">Why, or why not.</param>
[AllowedTo(Role.QA, Role.Engineer)]
public sealed record JudgeUse(string Id, int Number, string Batch, bool Affected, string Reason) : Command<EquipmentItem>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(EquipmentItem state, Performer by, DateTimeOffset at) => [new StateOf<Batch>(Batch)];

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act)
    {
        if (state.OutOfTolerances.FirstOrDefault(one => one.Number == Number) is not { } found)
            return new Refusal("calibration", $"No calibration of {Id} with that number found it out of tolerance. Look at the item again.");
        if (found.Batches.All(served => served.Batch != Batch))
            return new Refusal("batch", Invariant($"Batch {Batch} did not use {Id} while it was in doubt. Judge the batches that are listed."));
        if (string.IsNullOrWhiteSpace(Reason)) return new Refusal("reason", Affected ? "Say why it is affected." : "Say why it is not affected.");
        if (!Affected && !act.By.Holds(Role.QA)) return new Refusal("role", "Only the quality unit excludes a batch. Open its deviation, or ask QA.");
        var before = found.JudgementOn(Batch);
        if (before is not null && (before.Affected, before.Reason) == (Affected, Reason.Trim())) return Decision<EquipmentItem>.Nothing;
        if (before is { Affected: true })
            return new Refusal("affected", $"Batch {Batch} was confirmed as affected and has a deviation of its own. Record there what is now known.");
        var step = Affected ? StepOf(act.Facts.Of(new StateOf<Batch>(Batch)), found) : null;
        return Affected && step is null
            ? new Refusal("status", $"The record of batch {Batch} names no step with {Id}. Report the deviation on the page of the batch.")
            : new UseJudged(Number, Batch, Affected, Reason.Trim(), found.Found, step);
    }

    // The check-in during the doubt; the deviation stands where the item came into the batch.
    private string? StepOf(Batch batch, OutOfTolerance found) => batch.Recipe is null ? null : Footprint.Of(batch).Items
        .Where(use => use.Item == Id).OrderBy(use => found.Since is { } since && use.To < since).Select(use => use.Step).FirstOrDefault();
}

/// <summary>It is known whether a batch is affected that an item served out of tolerance.</summary>
/// <param name="Number">Which finding.</param>
/// <param name="Batch">Batch.</param>
/// <param name="Affected">True when it is.</param>
/// <param name="Reason">Why, or why not.</param>
/// <param name="Found">What the calibration found.</param>
/// <param name="Step">Step in which the item came into the batch, when it is affected.</param>
public sealed record UseJudged(int Number, string Batch, bool Affected, string Reason, string Found, string? Step = null) : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) => (state with
    {
        OutOfTolerances = [.. state.OutOfTolerances.Select(one => one.Number == Number
            ? one with { Judgements = one.Judgements.Add(new UseJudgement(Batch, Affected, Reason, when.By, when.At)) }
            : one)],
    }).Logged(UseKind.Judged, when, $"{Batch} {(Affected ? "affected" : "not affected")}: {Reason}");
}
