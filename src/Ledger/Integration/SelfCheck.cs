using System.Text;

namespace Cellwright.Ledger;

/// <summary>
/// Reads every entry again and compares it with the stored tree and the signed checkpoint, and what stands beside its bytes with them,
/// so that a row changed behind the record's back is found.
/// </summary>
public static class SelfCheck
{
    private const int Page = 4096;

    /// <summary>Checks everything that the newest checkpoint covers.</summary>
    /// <exception cref="RecordUnavailableException">The record cannot be read now: nothing is known.</exception>
    public static async Task<SelfCheckResult> RunAsync(IRecord record, PublicKey key, TimeProvider clock, CancellationToken ct = default)
    {
        long read = 0;
        try
        {
            if (await record.LatestCheckpointAsync(ct).ConfigureAwait(false) is not { } stored) return new SelfCheckResult(clock.GetUtcNow(), 0, null, null);
            var checkpoint = Checkpoint.Open(Encoding.UTF8.GetBytes(stored.Text), key);
            if (checkpoint.Size != stored.Size) throw new FormatException("The newest checkpoint does not fit its row.");
            var again = new TileGrower();
            while (read < checkpoint.Size)
            {
                var entries = await record.ReadAsync(read, (int)Math.Min(Page, checkpoint.Size - read), ct).ConfigureAwait(false);
                if (entries.Count == 0) throw new RecordDamagedException(read, $"Entry {read} is missing: {checkpoint.Size} entries were signed.");
                foreach (var entry in entries) again.Add(TreeHash.Leaf(entry.Bytes.Span));
                read += entries.Count;
                await CompareAsync(record, again.TakeTiles(), ct).ConfigureAwait(false);
            }

            await record.CheckTablesAsync(ct).ConfigureAwait(false);
            if (again.Root() != checkpoint.Root) throw new FormatException("The tree does not have the root that was signed.");
            return new SelfCheckResult(clock.GetUtcNow(), read, null, null);
        }
        catch (RecordDamagedException e)
        {
            return new SelfCheckResult(clock.GetUtcNow(), read, e.Index, Advice(e.Message));
        }
        catch (FormatException e)
        {
            return new SelfCheckResult(clock.GetUtcNow(), read, null, Advice(e.Message));
        }
    }

    // Tiles come leaves first, and a tile of leaves names the entry; a tile above it can only be bad by itself.
    private static async Task CompareAsync(IRecord record, IReadOnlyList<Tile> tiles, CancellationToken ct)
    {
        foreach (var tile in tiles.OrderBy(t => t.Level).ThenBy(t => t.Number))
        {
            var stored = await record.ReadTileAsync(tile.Level, tile.Number, ct).ConfigureAwait(false);
            for (var i = 0; i < tile.Count; i++)
            {
                if (stored is not null && i < stored.Count && stored[i] == tile[i]) continue;
                if (tile.Level > 0) throw new FormatException($"Tile {tile.Number} of level {tile.Level} of the stored tree was changed.");
                var index = tile.Number * Tile.Width + i;
                var entry = (await record.ReadAsync(index, 1, ct).ConfigureAwait(false))[0];
                throw new RecordDamagedException(index, $"Entry {index} ({entry.Stream}, version {entry.Version}, {entry.Type}) is not what was recorded: its hash differs from the stored tree.");
            }
        }
    }

    private static string Advice(string what) => $"{what} Keep the database for examination, find out who could write it, and restore the last backup that verifies.";
}
