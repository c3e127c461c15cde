namespace Cellwright.Ledger;

/// <summary>How the record stands, for the people who answer for it.</summary>
/// <param name="Entries">Entries in global order.</param>
/// <param name="Integrated">Entries that the newest checkpoint covers.</param>
/// <param name="Checkpoint">The newest checkpoint, a signed note; null before the first.</param>
/// <param name="CheckpointAt">When it was signed.</param>
/// <param name="Lag">How long the oldest entry without checkpoint has been known.</param>
/// <param name="LastCheck">What the last full self-check found; null before the first.</param>
/// <param name="Problem">A sentence where something must be done, else null.</param>
public sealed record LedgerHealth(
    long Entries,
    long Integrated,
    string? Checkpoint,
    DateTimeOffset? CheckpointAt,
    TimeSpan Lag,
    SelfCheckResult? LastCheck,
    string? Problem);

/// <summary>What reading the whole record again found.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Entries">Entries that were read again.</param>
/// <param name="FirstBad">Index of the first bad entry; null where no entry is bad.</param>
/// <param name="Problem">A sentence that says what is wrong and what to do; null where the record is sound.</param>
public sealed record SelfCheckResult(DateTimeOffset At, long Entries, long? FirstBad, string? Problem)
{
    /// <summary>True when every entry agrees with the stored tree and the tree with its signed checkpoint.</summary>
    public bool IsSound => Problem is null;
}
