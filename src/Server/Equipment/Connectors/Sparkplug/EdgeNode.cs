using Cellwright.Sparkplug;

namespace Cellwright.Server.Equipment.Connectors.Sparkplug;

/// <summary>What the host knows of one Sparkplug edge node: its birth, its sequence, and the aliases of its devices.</summary>
internal sealed class EdgeNode(string name)
{
    /// <summary>Key for metrics of the node itself.</summary>
    public const string Itself = "";

    /// <summary>Edge node id.</summary>
    public string Name { get; } = name;

    /// <summary>Birth-death sequence number of the current birth; null before the first.</summary>
    public ulong? Birth { get; private set; }

    /// <summary>Whether its birth was seen and no death since.</summary>
    public bool Alive { get; private set; }

    /// <summary>Whether a newer birth may have been missed; until the next one its data cannot be read.</summary>
    public bool Doubted { get; set; }

    /// <summary>Devices with a birth under the current birth of the node.</summary>
    public Dictionary<string, BornDevice> Devices { get; } = [];

    /// <summary>When the node was last asked for its births.</summary>
    public long? Asked { get; set; }

    private int? _sequence;

    /// <summary>Takes an NBIRTH; true when it starts a new life rather than answers a request for rebirth.</summary>
    public bool Bear(ulong? birth, Payload payload)
    {
        var anew = !Alive || birth != Birth;
        if (anew) Devices.Clear();
        (Birth, Alive, Doubted, Asked) = (birth, true, false, null);
        _sequence = (int)payload.Seq;
        return anew;
    }

    /// <summary>Takes what was kept of an earlier birth; its sequence is not known.</summary>
    public void Restore(ulong? birth) => (Birth, Alive) = (birth, true);

    /// <summary>Takes an NDEATH; false when it belongs to an earlier birth, as a late will does.</summary>
    public bool Die(ulong? birth)
    {
        if (!Alive || birth != Birth) return false;
        Alive = false;
        _sequence = null;
        return true;
    }

    /// <summary>Whether the message follows the one before (0 to 255, wrapping). A redelivered message proves nothing and is let pass.</summary>
    public bool Follows(Payload payload, bool redelivered)
    {
        if (!payload.HasSeq) return true;
        var expected = (_sequence + 1) & 0xFF;
        var follows = expected is null || expected == (int)payload.Seq || redelivered;
        _sequence = (int)payload.Seq & 0xFF;
        return follows;
    }

    /// <summary>The number that ties a death to its birth.</summary>
    public static ulong? BirthNumber(Payload payload)
    {
        foreach (var metric in payload.Metrics)
            if (metric.Name == "bdSeq")
                return metric.ValueCase == Metric.ValueOneofCase.IntValue ? metric.IntValue : metric.LongValue;
        return null;
    }
}

/// <summary>A device's alias table.</summary>
internal sealed class BornDevice(Device device)
{
    /// <summary>The gateway's handle.</summary>
    public Device Device { get; } = device;

    /// <summary>Declared metrics by alias.</summary>
    public Dictionary<ulong, (DeviceTag? Tag, string Name, uint Datatype)> ByAlias { get; } = [];

    /// <summary>Declared metrics by name, for devices that use no aliases.</summary>
    public Dictionary<string, (DeviceTag? Tag, string Name, uint Datatype)> ByName { get; } = [];
}
