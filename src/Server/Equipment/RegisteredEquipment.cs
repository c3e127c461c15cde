using System.Collections.Concurrent;
using Cellwright.Domain.Equipment;

namespace Cellwright.Server.Equipment;

/// <summary>Registered equipment and its classes: asked for every message, so it is kept in memory, rebuilt from the record at start.</summary>
public sealed class RegisteredEquipment
{
    /// <summary>So many items that nobody registered are put on record; who makes up ever new ids must not fill it (engineering assumption).</summary>
    public const int MostStrangers = 100;

    private readonly ConcurrentDictionary<string, string> classes = new(StringComparer.Ordinal);
    private readonly HashSet<string> strangers = new(StringComparer.Ordinal);

    /// <summary>True when the item is registered.</summary>
    public bool Contains(string equipment) => classes.ContainsKey(equipment);

    /// <summary>What the item's class says of a tag, or null: what a device declares of itself does not widen it.</summary>
    public ClassTag? Tag(string equipment, string tag) =>
        classes.TryGetValue(equipment, out var name) ? EquipmentClasses.Find(name)?.Tag(tag) : null;

    /// <summary>The item was registered.</summary>
    public void Add(EquipmentRegistered registered)
    {
        classes[registered.Id] = registered.Class;
        lock (strangers) strangers.Remove(registered.Id);
    }

    /// <summary>An item is on record as talking; true when nobody has registered it and it may be put on record, with the others that are.</summary>
    public bool AdmitStranger(string equipment)
    {
        if (Contains(equipment) || !RegisterEquipment.IsId(equipment)) return false;
        lock (strangers) return strangers.Contains(equipment) || (strangers.Count < MostStrangers && strangers.Add(equipment));
    }
}
