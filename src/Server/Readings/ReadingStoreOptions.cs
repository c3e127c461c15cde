namespace Cellwright.Server.Readings;

/// <summary>Where readings are kept and when a segment is sealed.</summary>
/// <param name="Folder">The data folder; <c>readings/wal</c> and <c>readings/segments</c> are made below it.</param>
public sealed record ReadingStoreOptions(string Folder)
{
    /// <summary>A segment is sealed when it holds this many readings: about 20 MB of memory while it is open.</summary>
    public int SegmentRows { get; init; } = 500_000;

    /// <summary>A segment is sealed when its first reading is this old, by the clock given to the store.</summary>
    public TimeSpan SegmentWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Readings that may wait for the disk; beyond, appending waits.</summary>
    public int WaitingBatches { get; init; } = 1024;

    internal Func<string, IDurableFile> OpenFile { get; init; } = DurableFile.Open;

    internal string WalFolder => Path.Combine(Folder, "readings", "wal");

    internal string SegmentFolder => Path.Combine(Folder, "readings", "segments");
}
