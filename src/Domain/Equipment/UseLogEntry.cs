namespace Cellwright.Domain.Equipment;

/// <summary>What a line of the use log is about.</summary>
public enum UseKind
{
    /// <summary>It came into service.</summary>
    Registered,

    /// <summary>A batch checked it in.</summary>
    UseStarted,

    /// <summary>A batch gave it back.</summary>
    UseEnded,

    /// <summary>It was cleaned.</summary>
    Cleaned,

    /// <summary>It was calibrated, passed or failed.</summary>
    Calibrated,

    /// <summary>It was moved to another room.</summary>
    Moved,

    /// <summary>It left service.</summary>
    Retired,
}

/// <summary>A line of the use log (211.182).</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="By">User id.</param>
/// <param name="Detail">Batch, procedure, reference or room.</param>
public sealed record UseLogEntry(UseKind Kind, DateTimeOffset At, string By, string Detail);
