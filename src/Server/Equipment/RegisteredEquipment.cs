using System.Collections.Concurrent;

namespace Cellwright.Server.Equipment;

/// <summary>Identities of registered equipment: asked for every message, so it is a set in memory, rebuilt from the record at start.</summary>
public sealed class RegisteredEquipment
{
    private readonly ConcurrentDictionary<string, byte> known = new(StringComparer.Ordinal);

    /// <summary>True when the item is registered.</summary>
    public bool Contains(string equipment) => known.ContainsKey(equipment);

    /// <summary>The item was registered.</summary>
    public void Add(string equipment) => known[equipment] = 0;
}
