using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using static System.FormattableString;

namespace Cellwright.Domain.Equipment;

/// <summary>One item of equipment: what it is, where it stands, whether it may be used now, and its use log (211.105, 211.182).</summary>
public sealed record EquipmentItem : IStream<EquipmentItem>
{
    /// <inheritdoc />
    public static string Category => "equipment";

    /// <inheritdoc />
    public static EquipmentItem Empty { get; } = new();

    /// <summary>Identity on the item's label, e.g. <c>CP-01</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>Equipment class, e.g. <c>cell-processor</c>.</summary>
    public string Class { get; init; } = "";

    /// <summary>Name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>Room in which it stands.</summary>
    public string Room { get; init; } = "";

    /// <summary>True for an instrument or a store that several batches use at once.</summary>
    public bool Shared { get; init; }

    /// <summary>True once registered.</summary>
    public bool Registered { get; init; }

    /// <summary>True once it left service for good.</summary>
    public bool Retired { get; init; }

    /// <summary>Why it serves nobody for the time being; null while it serves.</summary>
    public OutOfService? OutOfService { get; init; }

    /// <summary>When the latest calibration was performed, or null.</summary>
    public DateTimeOffset? CalibratedAt { get; init; }

    /// <summary>When the latest calibration lapses; null when there is none or it failed.</summary>
    public DateTimeOffset? CalibrationDue { get; init; }

    /// <summary>When calibrations were performed that left it in tolerance, in order.</summary>
    public ImmutableList<DateTimeOffset> InTolerance { get; init; } = [];

    /// <summary>Calibrations that found it out of tolerance, with the batches that it had served until then.</summary>
    public ImmutableList<OutOfTolerance> OutOfTolerances { get; init; } = [];

    /// <summary>Whether it is clean.</summary>
    public Cleanliness Cleanliness { get; init; }

    /// <summary>When the latest cleaning lapses, or null.</summary>
    public DateTimeOffset? CleanUntil { get; init; }

    /// <summary>Batches that have it checked in, in the order of check-in; at most one unless it is <see cref="Shared"/>.</summary>
    public ImmutableList<string> Users { get; init; } = [];

    /// <summary>The batch that has it checked in (of a shared item, the first), or null.</summary>
    public string? InUseBy => Users.IsEmpty ? null : Users[0];

    /// <summary>Steps that a shared instrument measures for, one at a time: the first has its turn, the others wait.</summary>
    public ImmutableList<Claim> Claims { get; init; } = [];

    /// <summary>The latest that the gateway said of the device, or null.</summary>
    public DeviceEvent? Device { get; init; }

    /// <summary>The conflict over its device: a second edge node announces it; null when there is none.</summary>
    public DeviceEvent? Contested { get; init; }

    /// <summary>Equipment phases that it was told to start or stop: each once.</summary>
    public ImmutableHashSet<string> Commanded { get; init; } = [];

    /// <summary>Use, cleaning, calibration and moves, in the order in which they were recorded.</summary>
    public ImmutableList<UseLogEntry> UseLog { get; init; } = [];

    /// <summary>The first reason why the item may not be used, or null when it may.</summary>
    /// <param name="equipmentClass">Class that the recipe's equipment role asks for.</param>
    /// <param name="room">Room that the role asks for, or null when any will do.</param>
    /// <param name="batch">The batch that wants it.</param>
    /// <param name="at">When.</param>
    public Refusal? RefusalFor(string equipmentClass, string? room, string batch, DateTimeOffset at)
    {
        if (!Registered)
            return new("equipment-registered", "This item is not registered. Scan the label again, or ask an engineer to register it.");
        if (Retired)
            return new("equipment-retired", $"{Id} is retired. Take another {equipmentClass}.");
        if (RefusalWhileOutOfService() is { } away) return away;
        if (Class != equipmentClass)
            return new("equipment-class", $"{Id} is a {Class}; the recipe asks for a {equipmentClass}. Take another item.");
        if (room is not null && Room != room)
            return new("equipment-room", $"{Id} stands in {Room}; the recipe asks for {room}. Take an item that stands there.");
        if (CalibrationDue is not { } due)
            return new("calibration", $"{Id} has no valid calibration on record. Take another item, or have it calibrated.");
        if (at >= due)
            return new("calibration", Invariant($"Calibration of {Id} was due on {due:yyyy-MM-dd HH:mm zzz}. Take another item, or have it calibrated."));
        if (!Users.Contains(batch) && !IsClean(at))
            return new("cleaning", Cleanliness == Cleanliness.Clean
                ? Invariant($"The cleaning of {Id} lapsed on {CleanUntil:yyyy-MM-dd HH:mm zzz}. Clean it and record the cleaning.")
                : $"{Id} is not clean. Clean it and record the cleaning.");
        if (RefusalWhileUsedByAnother(batch) is { } used) return used;
        return null;
    }

    /// <summary>True when a recorded cleaning still holds.</summary>
    public bool IsClean(DateTimeOffset at) => Cleanliness == Cleanliness.Clean && at < CleanUntil;

    /// <summary>The line of the use log of that version, or null.</summary>
    public UseLogEntry? LogLine(long line)
    {
        var at = UseLog.BinarySearch(new UseLogEntry(default, default, "", "", line), Comparer<UseLogEntry>.Create((a, b) => a.Line.CompareTo(b.Line)));
        return at < 0 ? null : UseLog[at];
    }

    internal Refusal? RefusalWhileOutOfService() => OutOfService is { } away
        ? new("out-of-service", $"{Id} is out of service: {away.Reason.TrimEnd('.')}. Take another item, or ask an engineer to return it to service.")
        : null;

    internal Refusal? RefusalWhileUsedByAnother(string batch) =>
        !Shared && InUseBy is { } other && other != batch
            ? new("in-use", $"{Id} is in use by batch {other}. Take another item, or check it out of {other} first.")
            : null;

    internal Refusal? RefusalUnlessInService(string id) =>
        !Registered ? new("equipment-registered", $"No equipment is registered as {id}. Check the label, or register the item first.")
        : Retired ? new("equipment-retired", $"{Id} is retired, and nothing more is recorded for it. Take another item, or register the new one under an id of its own.")
        : null;

    internal EquipmentItem Logged(UseKind kind, Happened when, string detail) =>
        this with { UseLog = UseLog.Add(new UseLogEntry(kind, when.At, when.By, detail, when.Version)) };
}

/// <summary>Whether an item is clean.</summary>
public enum Cleanliness
{
    /// <summary>No cleaning is on record.</summary>
    Unknown,

    /// <summary>Cleaned, until the cleaning lapses.</summary>
    Clean,

    /// <summary>Used since it was cleaned.</summary>
    Used,
}
