using Cellwright.Ledger;

namespace Cellwright.Tests.Desk;

/// <summary>A record whose database can be taken away, before an append or after it, when only the answer is lost.</summary>
internal sealed class Faulty(IRecord record) : IRecord
{
    private int appends;

    /// <summary>How often a stream was read.</summary>
    public int Reads { get; private set; }

    /// <summary>The database is gone.</summary>
    public bool Gone { get; set; }

    /// <summary>The next append is durable, and its answer is lost.</summary>
    public bool LosesTheNextAnswer { get; set; }

    /// <summary>The append of this number, from 1, and all later ones find the database gone; 0 for never.</summary>
    public int GoneFromAppend { get; set; }

    public async Task<AppendResult> AppendAsync(Append append, CancellationToken ct = default)
    {
        if (GoneFromAppend > 0 && ++appends >= GoneFromAppend) Gone = true;
        Check();
        var result = await record.AppendAsync(append, ct);
        if (!LosesTheNextAnswer) return result;
        LosesTheNextAnswer = false;
        throw Unavailable();
    }

    public Task<IReadOnlyList<Entry>> ReadStreamAsync(string stream, long afterVersion = 0, CancellationToken ct = default)
    {
        Reads++;
        return Checked().ReadStreamAsync(stream, afterVersion, ct);
    }

    public Task<IReadOnlyList<Entry>> ReadAsync(long fromIndex, int limit, CancellationToken ct = default) => Checked().ReadAsync(fromIndex, limit, ct);

    public Task<long> CountAsync(CancellationToken ct = default) => Checked().CountAsync(ct);

    public Task CheckTablesAsync(CancellationToken ct = default) => Checked().CheckTablesAsync(ct);

    public Task<IReadOnlyList<string>> StreamsAsync(string prefix, CancellationToken ct = default) => Checked().StreamsAsync(prefix, ct);

    public Task<StoredCheckpoint?> LatestCheckpointAsync(CancellationToken ct = default) => Checked().LatestCheckpointAsync(ct);

    public Task<Tile?> ReadTileAsync(int level, long number, CancellationToken ct = default) => Checked().ReadTileAsync(level, number, ct);

    public Task<bool> GrowTreeAsync(long fromSize, IReadOnlyList<Tile> tiles, StoredCheckpoint checkpoint, CancellationToken ct = default) =>
        Checked().GrowTreeAsync(fromSize, tiles, checkpoint, ct);

    public ValueTask DisposeAsync() => record.DisposeAsync();

    private IRecord Checked()
    {
        Check();
        return record;
    }

    private void Check()
    {
        if (Gone) throw Unavailable();
    }

    private static RecordUnavailableException Unavailable() => new("The record cannot be reached. Try again in a moment.");
}
