using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>Moves an item to another room.</summary>
/// <param name="Id">Item.</param>
/// <param name="Room">Where it stands from now on.</param>
/// <param name="Reason">Why.</param>
[AllowedTo(Role.Engineer, Role.Supervisor)]
public sealed record MoveEquipment(string Id, string Room, string Reason) : Command<EquipmentItem>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act)
    {
        if (state.RefusalUnlessInService(Id) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(Room))
            return new Refusal("equipment-room", "Give the room to which the item is moved.");
        if (string.IsNullOrWhiteSpace(Reason))
            return new Refusal("reason", "Give the reason for the move.");
        if (state.Room == Room) return Decision<EquipmentItem>.Nothing;
        if (state.InUseBy is { } batch)
            return new Refusal("in-use", $"{Id} is in use by batch {batch}. Check it out, then move it.");
        return new EquipmentMoved(Room, Reason.Trim());
    }
}

/// <summary>An item was moved.</summary>
public sealed record EquipmentMoved(string Room, string Reason) : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) =>
        (state with { Room = Room }).Logged(UseKind.Moved, when, $"{state.Room} to {Room}");
}
