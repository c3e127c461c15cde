using System.Collections.Concurrent;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Equipment.Connectors;

/// <summary>What the gateway knows about one equipment item. Connectors hold it as a handle.</summary>
public sealed class Device
{
    private readonly ConcurrentDictionary<string, DeviceTag> _tags = [];

    internal Device(string node, string equipment) => (Node, Equipment) = (node, equipment);

    /// <summary>The edge node that speaks for it.</summary>
    public string Node { get; }

    /// <summary>Identity of the equipment item.</summary>
    public string Equipment { get; }

    /// <summary>Whether it is there.</summary>
    public bool Online { get; internal set; }

    /// <summary>Whether it is not there because its edge node was lost, with everything that node spoke for.</summary>
    public bool LostWithNode { get; internal set; }

    /// <summary>Source minus gateway time at its newest message.</summary>
    public TimeSpan ClockOffset { get; internal set; }

    /// <summary>The edge node that spoke for it first and still does: then what comes through this one is refused. Null for the handle that counts.</summary>
    public string? Holder { get; internal init; }

    /// <summary>Known from before a restart: until when, of the real clock's ticks, its edge node keeps it without having spoken.</summary>
    internal long? ExpectedUntil { get; set; }

    internal bool ClockIsOff { get; set; }

    /// <summary>What it declared, by name.</summary>
    public IReadOnlyCollection<DeviceTag> Tags => [.. _tags.Values.OrderBy(tag => tag.Tag, StringComparer.Ordinal)];

    internal DeviceTag? Find(string tag) => _tags.GetValueOrDefault(tag);

    internal void Set(DeviceTag tag) => _tags[tag.Tag] = tag;
}

/// <summary>A tag as its device declared it at its latest birth. Connectors hold it as a handle.</summary>
public sealed class DeviceTag
{
    private long _heard;

    internal DeviceTag(Device device, TagDeclaration declaration, Series? series)
    {
        Device = device;
        Tag = declaration.Tag;
        Interval = declaration.Interval;
        OnEvent = declaration.OnEvent;
        Series = series;
    }

    /// <summary>The device that has it.</summary>
    public Device Device { get; }

    /// <summary>Name of the tag.</summary>
    public string Tag { get; }

    /// <summary>Nominal time between samples, if declared.</summary>
    public TimeSpan? Interval { get; }

    /// <summary>True for a value that comes when something was measured.</summary>
    public bool OnEvent { get; }

    /// <summary>UCUM unit as declared; null while it has declared none.</summary>
    public string? Unit => Series?.Unit;

    /// <summary>Where its readings go; null while it has declared no unit.</summary>
    internal Series? Series { get; }

    /// <summary>When it was last heard live and usable, microseconds since 1970 UTC; 0 before the first sample.</summary>
    internal long Heard
    {
        get => Volatile.Read(ref _heard);
        set => Volatile.Write(ref _heard, value);
    }
}
