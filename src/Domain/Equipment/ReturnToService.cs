using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>Returns an item that was out of service for a while. It is used again once it is clean and its calibration holds.</summary>
/// <param name="Id">Item.</param>
/// <param name="Done">What was done to it, and how it is known to be fit.</param>
[AllowedTo(Role.Engineer, Role.QA)]
public sealed record ReturnToService(string Id, string Done) : Command<EquipmentItem>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act)
    {
        if (state.RefusalUnlessInService(Id) is { } refusal) return refusal;
        if (state.OutOfService is null) return Decision<EquipmentItem>.Nothing;
        if (string.IsNullOrWhiteSpace(Done))
            return new Refusal("reason", "Say what was done to the item, and how it is known to be fit again.");
        return new EquipmentReturnedToService(Done.Trim());
    }
}

/// <summary>An item serves again.</summary>
public sealed record EquipmentReturnedToService(string Done) : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) =>
        (state with { OutOfService = null }).Logged(UseKind.Returned, when, Done);
}
