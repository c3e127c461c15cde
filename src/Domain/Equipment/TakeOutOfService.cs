using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>
/// Takes an item out of service for the time being: it broke, is repaired or moved about. Whoever sees it may do so, also while a
/// batch has it, because no further value may come from it (211.63, 211.67(a)).
/// </summary>
/// <param name="Id">Item.</param>
/// <param name="Reason">Why.</param>
[AllowedTo(Role.Operator, Role.Supervisor, Role.Engineer, Role.QA)]
public sealed record TakeOutOfService(string Id, string Reason) : Command<EquipmentItem>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act)
    {
        if (state.RefusalUnlessInService(Id) is { } refusal) return refusal;
        if (string.IsNullOrWhiteSpace(Reason))
            return new Refusal("reason", "Say why the item is taken out of service.");
        return state.OutOfService is not null ? Decision<EquipmentItem>.Nothing : new EquipmentTakenOutOfService(Reason.Trim());
    }
}

/// <summary>An item serves nobody for the time being. Whatever is done to it meanwhile, it is cleaned before it serves again (ours, stricter than 211.67(a)).</summary>
public sealed record EquipmentTakenOutOfService(string Reason) : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) =>
        (state with { OutOfService = new OutOfService(Reason, when.By, when.At), Cleanliness = Cleanliness.Unknown, CleanUntil = null })
        .Logged(UseKind.TakenOutOfService, when, Reason);
}

/// <summary>That an item is out of service for the time being.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">User id.</param>
/// <param name="Since">Since when.</param>
public sealed record OutOfService(string Reason, string By, DateTimeOffset Since);
