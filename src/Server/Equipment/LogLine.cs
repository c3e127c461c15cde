using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Ledger;

namespace Cellwright.Server.Equipment;

/// <summary>What a line of an item's logbook is about.</summary>
public enum LogKind
{
    /// <summary>Batches checked it in and gave it back; steps measured with it; phases that it was told.</summary>
    Use,

    /// <summary>It was cleaned.</summary>
    Cleaning,

    /// <summary>It was calibrated.</summary>
    Calibration,

    /// <summary>It was set up, maintained or qualified.</summary>
    Work,

    /// <summary>It was registered, moved, taken out of service, returned or retired.</summary>
    Register,

    /// <summary>Lines that a second person checked, and batches judged that it had served out of tolerance.</summary>
    Check,

    /// <summary>Its device came, went, or had a wrong clock.</summary>
    Device,

    /// <summary>What was not taken: acts of people, conflicts of edge nodes, messages of its device.</summary>
    Refused,
}

/// <summary>Where a line of a logbook stands in the record: so little is kept in memory, whatever the line says.</summary>
/// <param name="Index">Entry of the record.</param>
/// <param name="Ticks">When it was recorded, UTC ticks.</param>
/// <param name="Kind">What it is about.</param>
public readonly record struct LogLine(long Index, long Ticks, LogKind Kind)
{
    internal static LogKind KindOf(object happened) => happened switch
    {
        CleaningRecorded => LogKind.Cleaning,
        CalibrationRecorded => LogKind.Calibration,
        EquipmentWorkRecorded => LogKind.Work,
        LogLineChecked or UseJudged => LogKind.Check,
        DeviceEventRecorded { Kind: DeviceEventKind.Online or DeviceEventKind.Offline or DeviceEventKind.ClockOff } => LogKind.Device,
        DeviceEventRecorded => LogKind.Refused,
        EquipmentRegistered or EquipmentMoved or EquipmentTakenOutOfService or EquipmentReturnedToService or EquipmentRetired => LogKind.Register,
        _ => LogKind.Use,
    };
}

/// <summary>Which lines are wanted.</summary>
/// <param name="Kind">Only this kind, or all when null.</param>
/// <param name="From">Not before, or null.</param>
/// <param name="To">Before this, or null.</param>
/// <param name="OldestFirst">True for the order in which things happened; false for the newest first.</param>
public sealed record LogFilter(LogKind? Kind = null, DateTimeOffset? From = null, DateTimeOffset? To = null, bool OldestFirst = false);

/// <summary>A page of a logbook.</summary>
/// <param name="Entries">Entries of the record with their kind, in the order asked for.</param>
/// <param name="Total">How many lines there are of what was asked for.</param>
public sealed record LogPage(IReadOnlyList<(LogKind Kind, Entry Entry)> Entries, int Total);
