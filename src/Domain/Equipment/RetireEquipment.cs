using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>Takes an item out of service for good.</summary>
/// <param name="Id">Item.</param>
/// <param name="Reason">Why.</param>
[AllowedTo(Role.Engineer)]
public sealed record RetireEquipment(string Id, string Reason) : Command<EquipmentItem>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act)
    {
        if (state.Retired) return Decision<EquipmentItem>.Nothing;
        if (state.RefusalUnlessInService(Id) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(Reason))
            return new Refusal("reason", "Give the reason for retiring the item.");
        if (state.InUseBy is { } batch)
            return new Refusal("in-use", $"{Id} is in use by batch {batch}. Check it out, then retire it.");
        return new EquipmentRetired(Reason.Trim());
    }
}

/// <summary>An item left service; its id and log stay.</summary>
public sealed record EquipmentRetired(string Reason) : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) =>
        (state with { Retired = true }).Logged(UseKind.Retired, when, Reason);
}
