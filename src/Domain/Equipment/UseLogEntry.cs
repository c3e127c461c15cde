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

    /// <summary>It was maintained or repaired.</summary>
    Maintained,

    /// <summary>It was set up for what came next.</summary>
    SetUp,

    /// <summary>It was qualified.</summary>
    Qualified,

    /// <summary>It was moved to another room.</summary>
    Moved,

    /// <summary>It was out of service for the time being.</summary>
    TakenOutOfService,

    /// <summary>It serves again.</summary>
    Returned,

    /// <summary>It was judged whether a batch is affected that it served out of tolerance.</summary>
    Judged,

    /// <summary>It left service.</summary>
    Retired,
}

/// <summary>A line of the use log (211.182).</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="By">User id.</param>
/// <param name="Detail">Batch, procedure, reference or room.</param>
/// <param name="Line">Its version in the item's stream: what it is referred to by.</param>
public sealed record UseLogEntry(UseKind Kind, DateTimeOffset At, string By, string Detail, long Line)
{
    /// <summary>Who checked it as a second person, or null.</summary>
    public string? CheckedBy { get; init; }

    /// <summary>When it was checked.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>True for cleaning, calibration and other work, which a second person checks.</summary>
    public bool IsWork => Kind is UseKind.Cleaned or UseKind.Calibrated or UseKind.Maintained or UseKind.SetUp or UseKind.Qualified;
}
