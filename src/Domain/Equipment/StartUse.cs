using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>A batch checks the item in: given with the check-in, and recorded together with it or not at all.</summary>
/// <param name="Id">Item.</param>
/// <param name="Batch">Batch.</param>
[AllowedTo(Role.System)]
public sealed record StartUse(string Id, string Batch) : Command<EquipmentItem>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act)
    {
        if (state.RefusalUnlessInService(Id) is { } refusal) return refusal;
        if (state.Users.Contains(Batch)) return Decision<EquipmentItem>.Nothing;
        return (state.RefusalWhileOutOfService() ?? state.RefusalWhileUsedByAnother(Batch)) is { } stopped ? stopped : new UseStarted(Batch);
    }
}

/// <summary>A batch has the item from now on.</summary>
public sealed record UseStarted(string Batch) : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) =>
        (state with { Users = state.Users.Add(Batch) }).Logged(UseKind.UseStarted, when, Batch);
}
