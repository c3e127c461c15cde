using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Scans an equipment item into a role of the recipe: identity, class, room, calibration, cleaning and use are checked.</summary>
[AllowedTo(Role.Operator)]
public sealed record CheckInEquipment(string BatchId, string Step, string Demand, string EquipmentId) : Command<Batch>, IOnPaper
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    string IOnPaper.Words => $"step {Step}, {EquipmentId} checked in as {Demand}";

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Batch state, Performer by, DateTimeOffset at) => [new StateOf<EquipmentItem>(EquipmentId)];

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (Rules.MayWorkIn(state, Step, act) is { } refusal) return refusal;
        if (Rules.Demand<CheckInDemand>(state, Step, Demand) is not { } demand) return Rules.NotAsked(Step, Demand);
        if (state.Step(Step)!.For(Demand) is { } done)
            return done.What == EquipmentId
                ? Decision<Batch>.Nothing
                : new Refusal("recorded", $"{done.What} is checked in as {demand.Role.Name} already. Check it out first.");
        var item = act.Facts.Of(new StateOf<EquipmentItem>(EquipmentId));
        if (item.RefusalFor(demand.Role.Class, demand.Role.Room, BatchId, act.At) is { } unfit) return unfit;

        // Of two batches that scan one item at the same instant, the item's own stream lets one through.
        Decision<Batch> checkedIn = new EquipmentCheckedIn(Step, Demand, demand.Role.Name, EquipmentId, item.CalibrationDue, UseLogged: true);
        return checkedIn.Together(Reaction.Give(new StartUse(EquipmentId, BatchId)));
    }
}

/// <summary>An equipment item serves the batch in a role.</summary>
/// <param name="Step">Step key.</param>
/// <param name="Demand">Demand that it meets.</param>
/// <param name="Role">Equipment role of the recipe.</param>
/// <param name="EquipmentId">The item.</param>
/// <param name="CalibrationDue">Until when it was calibrated then.</param>
/// <param name="UseLogged">True when the item's use began with this same act; absent in older records, where it follows.</param>
public sealed record EquipmentCheckedIn(
    string Step, string Demand, string Role, string EquipmentId, DateTimeOffset? CalibrationDue, bool? UseLogged = null) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state.Change(Step, step => step with
    {
        Done = step.Done.Add(new Done(Demand, "check-in", EquipmentId, when.By, when.At, false, null) { Late = when.Late }),
    }) with { Equipment = state.Equipment.SetItem(Role, EquipmentId) };
}
