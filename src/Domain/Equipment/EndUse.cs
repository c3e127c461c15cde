using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>A batch gave the item back: given by the server as a reaction.</summary>
/// <param name="Id">Item.</param>
/// <param name="Batch">Batch.</param>
[AllowedTo(Role.System)]
public sealed record EndUse(string Id, string Batch) : Command<EquipmentItem>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act) =>
        state.Users.Contains(Batch) ? new UseEnded(Batch) : Decision<EquipmentItem>.Nothing;
}

/// <summary>A batch no longer has the item. What is not shared must be cleaned before the next.</summary>
public sealed record UseEnded(string Batch) : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) =>
        (state with
        {
            Users = state.Users.Remove(Batch),
            Cleanliness = state.Shared ? state.Cleanliness : Cleanliness.Used,
        }).WithoutClaims(claim => claim.Batch == Batch, when.At).Logged(UseKind.UseEnded, when, Batch);
}
