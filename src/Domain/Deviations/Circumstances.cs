using System.Collections.Immutable;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Deviations;

/// <summary>Under what a deviation happened: the step, the equipment and the lots in it, the people and the shift.</summary>
public sealed record Circumstances(
    string DeviationId, string BatchId, DateTimeOffset At, string RecipeId, string RecipeHash, string Phase,
    ImmutableHashSet<string> Items, ImmutableHashSet<string> Lots, ImmutableHashSet<string> People)
{
    /// <summary>The shift.</summary>
    public Shift Shift => Shift.Of(At);

    /// <summary>The circumstances of a deviation, from the record of its batch.</summary>
    public static Circumstances Of(Deviation deviation, Batch batch)
    {
        var footprint = Footprint.Of(batch);
        return new(
            deviation.Id, deviation.BatchId, deviation.OpenedAt, footprint.RecipeId, footprint.RecipeHash, StepKey.Phase(deviation.Step),
            Equipment(deviation, batch, footprint), Materials(deviation, footprint), PeopleIn(batch, deviation.Step));
    }

    /// <summary>User ids of everybody who did something in a step: started, completed, recorded, verified or signed.</summary>
    public static ImmutableHashSet<string> PeopleIn(Batch batch, string step) => batch.Step(step) is not { } performed
        ? []
        : [.. new[] { performed.StartedBy, performed.CompletedBy }
            .Concat(performed.Values.SelectMany(value => new[] { value.By, value.VerifiedBy }))
            .Concat(performed.Done.SelectMany(done => new[] { done.By, done.VerifiedBy }))
            .Concat(performed.Signatures.Select(signature => signature.Signer))
            .OfType<string>().Where(person => person != Basics.Performer.System.Id)];

    // The items that its parameters are read from, else the one that the step works on, as it was checked in then; and what measured for the step.
    private static ImmutableHashSet<string> Equipment(Deviation deviation, Batch batch, Footprint footprint)
    {
        if (batch.Recipe!.Phases.FirstOrDefault(one => one.Id == StepKey.Phase(deviation.Step)) is not { } phase) return [];
        var parameters = phase.Parameters.Where(one => deviation.Parameters.Contains(one.Name)).ToList();
        var roles = parameters.Select(parameter => parameter.From ?? phase.Equipment).DefaultIfEmpty(phase.Equipment).ToHashSet();
        var step = batch.Step(deviation.Step);
        return [.. footprint.Items.Where(use => roles.Contains(use.Role) && use.From <= deviation.OpenedAt && !(use.To < deviation.OpenedAt)).Select(use => use.Item)
            .Concat(step?.Values.Where(value => deviation.Parameters.Contains(value.Parameter)).Select(value => value.Equipment).OfType<string>() ?? [])
            .Concat(parameters.Count == 0 ? step?.Instruments ?? [] : [])];
    }

    // Lots added in the step; of a deviation that is about material, everything that was in the batch by then.
    private static ImmutableHashSet<string> Materials(Deviation deviation, Footprint footprint) =>
        [.. footprint.Lots.Where(lot => lot.Step == deviation.Step || (deviation.Class == DeviationClass.Material && lot.At <= deviation.OpenedAt)).Select(lot => lot.Lot)];
}
