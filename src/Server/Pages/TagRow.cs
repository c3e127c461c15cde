using Cellwright.Domain.Equipment;

namespace Cellwright.Server.Pages;

/// <summary>How it stands with a tag.</summary>
public enum TagLife
{
    /// <summary>Its device is there and declared it.</summary>
    Born,

    /// <summary>Its device is gone: the latest value is a memory.</summary>
    Dead,

    /// <summary>Its device was never heard.</summary>
    Unheard,

    /// <summary>Its device is there and did not declare it.</summary>
    Undeclared,

    /// <summary>Its device declares it and the class does not know it: no recipe can be bound to it.</summary>
    Unknown,

    /// <summary>Its device declares it in another unit than the class says: steps refuse it.</summary>
    WrongUnit,
}

/// <summary>A tag of an item, as its class and its device have it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Tag">Name of the tag.</param>
/// <param name="Unit">UCUM unit that the class says, else the declared one.</param>
/// <param name="OnEvent">True when it is published when something was measured.</param>
/// <param name="Life">How it stands with it.</param>
/// <param name="Declared">Unit that its device declared, or null.</param>
/// <param name="Value">Its latest value, or null.</param>
public sealed record TagRow(EquipmentItem Item, string Tag, string Unit, bool OnEvent, TagLife Life, string? Declared, LiveValue? Value)
{
    /// <summary>True when a step could not take its value as it stands.</summary>
    public bool Doubtful => Life != TagLife.Born || Value is { Doubtful: true } || (Value is null && !OnEvent);
}
