using System.Collections.Concurrent;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Materials;
using Cellwright.Ledger;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Materials;

/// <summary>Every lot as it stands, and where what was decided about it is in the record (211.184).</summary>
public sealed class LotBook(IRecord record, Reactor reactor, ILogger<LotBook> log) : Projection(record, reactor, log)
{
    private const string Prefix = "lot/";
    private readonly IRecord record = record;
    private readonly ConcurrentDictionary<string, Kept> lots = new(StringComparer.Ordinal);

    // What went into batches stands in the lot itself; its other entries are few.
    private sealed record Kept(Lot Lot, IReadOnlyList<long> Acts);

    /// <summary>Every lot on record, in no order.</summary>
    public IEnumerable<Lot> Lots => lots.Values.Select(kept => kept.Lot);

    /// <summary>A lot, or null when none of that code is on record.</summary>
    public Lot? Of(string id) => lots.GetValueOrDefault(id)?.Lot;

    /// <summary>The entries by which a lot was received and decided on, in order.</summary>
    public async Task<IReadOnlyList<Entry>> ActsOfAsync(string id, CancellationToken ct = default)
    {
        var entries = new List<Entry>();
        foreach (var index in lots.GetValueOrDefault(id)?.Acts ?? [])
            if (await record.ReadAsync(index, 1, ct) is [var entry]) entries.Add(entry);
        return entries;
    }

    /// <inheritdoc />
    protected override Task TakeInAsync(IReadOnlyList<Entry> entries, CancellationToken ct)
    {
        foreach (var entry in entries)
        {
            if (!entry.Stream.StartsWith(Prefix, StringComparison.Ordinal) || !EventCatalogue.Types.ContainsKey(entry.Type)) continue;
            if (EventCatalogue.Read(entry.Type, entry.Data.Span) is not Event<Lot> happened) continue;
            var id = entry.Stream[Prefix.Length..];
            var known = lots.GetValueOrDefault(id) ?? new Kept(Lot.Empty, []);
            lots[id] = new Kept(
                happened.After(known.Lot, new Happened(entry.Actor, entry.At, entry.Version)), happened is LotUsed or LotUseAdjusted ? known.Acts : [.. known.Acts, entry.Index]);
        }

        return Task.CompletedTask;
    }
}
