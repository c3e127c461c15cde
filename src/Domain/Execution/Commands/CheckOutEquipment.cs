using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Gives the item of a role back; it must be cleaned before its next use.</summary>
[AllowedTo(Role.Operator)]
public sealed record CheckOutEquipment(string BatchId, string Step, string Demand) : Command<Batch>, IOnPaper
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    string IOnPaper.Words => $"step {Step}, {Demand} checked out";

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (Rules.MayWorkIn(state, Step, act) is { } refusal) return refusal;
        if (Rules.Demand<CheckOutDemand>(state, Step, Demand) is not { } demand) return Rules.NotAsked(Step, Demand);
        if (state.Step(Step)!.For(Demand) is not null) return Decision<Batch>.Nothing;
        return state.Equipment.TryGetValue(demand.Role.Name, out var item)
            ? new EquipmentCheckedOut(Step, Demand, demand.Role.Name, item)
            : new Refusal("equipment", $"No equipment is checked in as {demand.Role.Name}. Look in the timeline at who gave it back.");
    }
}

/// <summary>An equipment item no longer serves the batch.</summary>
public sealed record EquipmentCheckedOut(string Step, string Demand, string Role, string EquipmentId) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state.Change(Step, step => step with
    {
        Done = step.Done.Add(new Done(Demand, "check-out", EquipmentId, when.By, when.At, false, null) { Late = when.Late }),
    }) with { Equipment = state.Equipment.Remove(Role) };
}
