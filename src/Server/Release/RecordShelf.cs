using System.Collections.Concurrent;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Materials;
using Cellwright.Domain.Monitoring;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Domain.Release;
using Cellwright.Ledger;
using Cellwright.Server.Record;

namespace Cellwright.Server.Release;

/// <summary>
/// Reads what is on record about a batch. The streams of items, lots, people and master records are long, and thousands of batches rest on them: what was read of
/// one is kept, and of what follows only the rest is read. Entries never change, so what is kept is what stands there.
/// </summary>
/// <param name="record">The record.</param>
public sealed class RecordShelf(IRecord record)
{
    private const int MostLines = 300_000; // of about 300 bytes each

    private static readonly string[] Shared = [.. new[] { EquipmentItem.Category, EquipmentMonitoring.Category, Lot.Category, Person.Category, Master.Category }.Select(category => $"{category}/")];

    private sealed record Kept(IReadOnlyList<PlacedLine> Lines, long Version)
    {
        public long LastUse { get; set; }
    }

    private readonly ConcurrentDictionary<string, Kept> streams = new(StringComparer.Ordinal);
    private readonly Lock trimming = new();
    private long uses;

    /// <summary>Everything on record about a batch; empty for an unknown one.</summary>
    public async Task<BatchRecord> ReadAsync(string batchId, CancellationToken ct) =>
        RecordFacts.Of(batchId, await BatchStreams.CollectAsync(record, batchId, stream => StreamAsync(stream, ct), placed => (placed.Line.Happened, placed.Line.By), ct));

    private async Task<IReadOnlyList<PlacedLine>> StreamAsync(string stream, CancellationToken ct)
    {
        if (!Shared.Any(prefix => stream.StartsWith(prefix, StringComparison.Ordinal))) return Lines(await record.ReadStreamAsync(stream, 0, ct));
        var known = streams.GetValueOrDefault(stream) ?? new Kept([], 0);
        var more = await record.ReadStreamAsync(stream, known.Version, ct);
        if (more.Count > 0)
        {
            IReadOnlyList<PlacedLine> lines = [.. known.Lines, .. Lines(more)];
            // What has no place in the global order yet gets one later: it is read again then.
            if (more.Any(entry => entry.Index == Entry.NotYetPlaced)) return lines;
            known = streams[stream] = new Kept(lines, more[^1].Version);
            Trim();
        }

        known.LastUse = Interlocked.Increment(ref uses);
        return known.Lines;
    }

    private static IReadOnlyList<PlacedLine> Lines(IReadOnlyList<Entry> entries) => [.. entries.Select(PlacedLine.Of).Where(placed => BatchRecord.Concerns(placed.Line.Happened))];

    // Half at once, least recently used first.
    private void Trim()
    {
        lock (trimming)
        {
            var lines = streams.Values.Sum(kept => (long)kept.Lines.Count);
            if (lines <= MostLines) return;
            foreach (var (stream, kept) in streams.ToArray().OrderBy(pair => pair.Value.LastUse))
            {
                if (lines <= MostLines / 2) return;
                streams.TryRemove(stream, out _);
                lines -= kept.Lines.Count;
            }
        }
    }
}

/// <summary>A line of the record with its place in the global order.</summary>
internal sealed record PlacedLine(long Index, RecordLine Line)
{
    /// <summary>An entry as a review reads it.</summary>
    public static PlacedLine Of(Entry entry) => new(entry.Index, RecordFacts.Line(TrailEntry.Of(entry)));
}
