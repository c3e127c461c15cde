using System.Collections.Concurrent;
using Cellwright.Domain.Equipment;

namespace Cellwright.Server.Equipment;

/// <summary>Registered equipment and its classes: asked for every message, so it is kept in memory, rebuilt from the record at start.</summary>
public sealed class RegisteredEquipment
{
    private readonly ConcurrentDictionary<string, string> classes = new(StringComparer.Ordinal);

    /// <summary>True when the item is registered.</summary>
    public bool Contains(string equipment) => classes.ContainsKey(equipment);

    /// <summary>What the item's class says of a tag, or null: what a device declares of itself does not widen it.</summary>
    public ClassTag? Tag(string equipment, string tag) =>
        classes.TryGetValue(equipment, out var name) ? EquipmentClasses.Find(name)?.Tag(tag) : null;

    /// <summary>The item was registered.</summary>
    public void Add(EquipmentRegistered registered) => classes[registered.Id] = registered.Class;
}
