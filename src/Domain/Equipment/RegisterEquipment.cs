using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>Takes an item into service. It may be used once it is calibrated and clean.</summary>
/// <param name="Id">Identity on its label: 2 to 32 of <c>A-Z 0-9 -</c>; also its device id on the network.</param>
/// <param name="Class">Equipment class.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Room">Where it stands.</param>
/// <param name="Shared">True when several batches use it at once.</param>
[AllowedTo(Role.Engineer)]
public sealed partial record RegisterEquipment(string Id, string Class, string Name, string Room, bool Shared)
    : Command<EquipmentItem>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act)
    {
        if (RefusalForId(Id) is { } malformed) return malformed;
        if (state.Registered)
            return new Refusal("equipment-id", $"{Id} is registered already as {state.Name}; an id is never given again. Choose another.");
        if (string.IsNullOrWhiteSpace(Class) || string.IsNullOrWhiteSpace(Name) || string.IsNullOrWhiteSpace(Room))
            return new Refusal("equipment", "Give the class, the name and the room of the item.");
        return new EquipmentRegistered(Id, Class, Name.Trim(), Room, Shared);
    }

    /// <summary>Whether an item can have this id.</summary>
    public static bool IsId(string id) => EquipmentId().IsMatch(id);

    internal static Refusal? RefusalForId(string id) => IsId(id)
        ? null
        : new("equipment-id", "An equipment id is 2 to 32 characters of A-Z, 0-9 and hyphen, as on the label. Correct it.");

    [GeneratedRegex(@"\A[A-Z0-9][A-Z0-9-]{1,31}\z")]
    private static partial Regex EquipmentId();
}

/// <summary>An item came into service.</summary>
public sealed record EquipmentRegistered(string Id, string Class, string Name, string Room, bool Shared) : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) =>
        (state with { Id = Id, Class = Class, Name = Name, Room = Room, Shared = Shared, Registered = true, Device = state.Device is { Kind: DeviceEventKind.Unregistered } ? null : state.Device })
        .Logged(UseKind.Registered, when, Room);
}
