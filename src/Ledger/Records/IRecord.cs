namespace Cellwright.Ledger;

/// <summary>
/// The append-only record of a site: what is not in it did not happen. Two uses only: <see cref="SqliteRecord"/> and <see cref="PostgresRecord"/>.
/// Every member throws <see cref="RecordUnavailableException"/> while the database cannot be used, and works again once it can.
/// </summary>
public interface IRecord : IAsyncDisposable
{
    /// <summary>Adds entries to a stream, all or none; durable before it completes. Concurrent appends share a commit.</summary>
    /// <exception cref="ArgumentException">The append can never succeed (empty texts, no entries, too large).</exception>
    Task<AppendResult> AppendAsync(Append append, CancellationToken ct = default);

    /// <summary>The entries of a stream in order, after a version; empty for an unknown stream.</summary>
    /// <exception cref="RecordDamagedException">An entry was changed, moved or removed.</exception>
    Task<IReadOnlyList<Entry>> ReadStreamAsync(string stream, long afterVersion = 0, CancellationToken ct = default);

    /// <summary>At most <paramref name="limit"/> entries in global order from an index on, without gaps.</summary>
    /// <exception cref="RecordDamagedException">An entry was changed, moved or removed.</exception>
    Task<IReadOnlyList<Entry>> ReadAsync(long fromIndex, int limit, CancellationToken ct = default);

    /// <summary>How many entries have their place in the global order.</summary>
    Task<long> CountAsync(CancellationToken ct = default);

    /// <summary>Compares what the tables say beside the entries' bytes (which entry follows which, where a stream stands, what belongs to one command) with the entries themselves.</summary>
    /// <exception cref="RecordDamagedException">The first entry at which they differ.</exception>
    Task CheckTablesAsync(CancellationToken ct = default);

    /// <summary>Names of the streams that begin with <paramref name="prefix"/> (by bytes), sorted by bytes.</summary>
    Task<IReadOnlyList<string>> StreamsAsync(string prefix, CancellationToken ct = default);

    /// <summary>The newest checkpoint, or null before the first.</summary>
    Task<StoredCheckpoint?> LatestCheckpointAsync(CancellationToken ct = default);

    /// <summary>A tile of the tree, or null where there is none.</summary>
    Task<Tile?> ReadTileAsync(int level, long number, CancellationToken ct = default);

    /// <summary>Stores what the tree grew by together with its checkpoint, unless another node has grown it from <paramref name="fromSize"/> first.</summary>
    /// <returns>False when another node was first; nothing was written then.</returns>
    Task<bool> GrowTreeAsync(long fromSize, IReadOnlyList<Tile> tiles, StoredCheckpoint checkpoint, CancellationToken ct = default);
}

/// <summary>A signed checkpoint as it is kept beside the entries.</summary>
/// <param name="Size">Leaves of the tree.</param>
/// <param name="Text">The signed note.</param>
/// <param name="At">When it was signed; not part of the signed text.</param>
public sealed record StoredCheckpoint(long Size, string Text, DateTimeOffset At);
