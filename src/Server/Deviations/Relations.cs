using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Ledger;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Deviations;

/// <summary>
/// What batches and deviations of the site have in common, computed from the whole record (211.192). Of every batch it keeps when it was worked on and which lots
/// went into it: that says which batches a deviation can concern at all, and only of these more is read.
/// </summary>
public sealed class Relations(IRecord record, Desk.Desk desk, Reactor reactor, ILogger<Relations> log) : Projection(record, reactor, log)
{
    private const int MostFootprints = 10_000; // of some kilobytes each

    // What was read of a batch is forgotten when anything happens to it, by putting another of these in its place, so that nothing stale is kept.
    private sealed record Known(DateTimeOffset From, DateTimeOffset To, bool Over, ImmutableArray<string> Lots)
    {
        public Footprint? Footprint { get; set; }

        public ConcurrentDictionary<string, Circumstances>? Deviations { get; set; }

        public Known Next(Entry entry) => this with
        {
            To = entry.At > To ? entry.At : To,
            Over = Over || entry.Type is nameof(BatchCompleted) or nameof(BatchAborted),
            Lots = entry.Type == nameof(MaterialAdded) ? Lots.Add(((MaterialAdded)EventCatalogue.Read(entry.Type, entry.Data.Span)).LotId) : Lots,
            Footprint = null,
            Deviations = null,
        };

        // Before it began and after it was over nothing of it stood in any room.
        public bool Touches(DateTimeOffset from, DateTimeOffset to) => From <= to && (!Over || To >= from);
    }

    private readonly ConcurrentDictionary<string, Known> batches = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> deviations = new();
    private int footprints;

    /// <summary>Every other batch that a deviation may affect.</summary>
    public async Task<ImmutableList<RelatedBatch>> RelatedAsync(string deviationId, CancellationToken ct = default)
    {
        await CaughtUpAsync(ct);
        if (await OfAsync(deviationId, ct) is not { } here) return [];
        var near = new List<Footprint>();
        foreach (var (id, known) in batches)
            if (known.Touches(here.At - RelatedBatches.Around, here.At + RelatedBatches.Around) || known.Lots.Any(here.Lots.Contains))
                if (await FootprintAsync(id, known, ct) is { } footprint) near.Add(footprint);
        return RelatedBatches.Of(here, near);
    }

    /// <summary>What recurs in a deviation.</summary>
    public async Task<ImmutableList<Recurrence>> RecurrencesAsync(string deviationId, CancellationToken ct = default)
    {
        if (await OfAsync(deviationId, ct) is not { } now) return [];
        var all = new List<Circumstances>();
        foreach (var (id, at) in deviations)
            if (at <= now.At && now.At - at <= Recurrence.Back && await OfAsync(id, ct) is { } one) all.Add(one);
        return Recurrence.Of(now, all);
    }

    /// <summary>Reads what deviations of these days will ask for, so that nobody waits for it.</summary>
    public async Task WarmAsync(CancellationToken ct)
    {
        await CaughtUpAsync(ct);
        var now = desk.Now;
        foreach (var (id, known) in batches)
            if (known.Touches(now - RelatedBatches.Around, now)) await FootprintAsync(id, known, ct);
        foreach (var (id, at) in deviations)
            if (now - at <= Recurrence.Back) await OfAsync(id, ct);
    }

    /// <inheritdoc />
    protected override Task TakeInAsync(IReadOnlyList<Entry> entries, CancellationToken ct)
    {
        foreach (var entry in entries)
        {
            if (IdOf(entry.Stream, "batch/") is { } batch)
            {
                Next(batch, entry);
            }
            else if (IdOf(entry.Stream, "deviation/") is { } deviation)
            {
                if (entry.Version == 1) deviations[deviation] = entry.At;
                Next(deviation[..deviation.LastIndexOf("-D", StringComparison.Ordinal)], entry);
            }
        }

        return Task.CompletedTask;
    }

    private void Next(string batch, Entry entry) =>
        batches[batch] = (batches.GetValueOrDefault(batch) ?? new Known(entry.At, entry.At, false, [])).Next(entry);

    private static string? IdOf(string stream, string prefix) => stream.StartsWith(prefix, StringComparison.Ordinal) ? stream[prefix.Length..] : null;

    private async Task<Footprint?> FootprintAsync(string id, Known known, CancellationToken ct)
    {
        if (known.Footprint is { } kept) return kept;
        var batch = await desk.StateAsync<Batch>(id, ct);
        if (batch.Recipe is null) return null;
        if (Interlocked.Increment(ref footprints) > MostFootprints) Forget();
        return known.Footprint = Footprint.Of(batch);
    }

    private void Forget()
    {
        foreach (var known in batches.Values) known.Footprint = null;
        footprints = 0;
    }

    private async Task<Circumstances?> OfAsync(string id, CancellationToken ct)
    {
        var known = batches.GetValueOrDefault(id.LastIndexOf("-D", StringComparison.Ordinal) is > 0 and var end ? id[..end] : id);
        if (known?.Deviations?.TryGetValue(id, out var kept) == true) return kept;
        var deviation = await desk.StateAsync<Deviation>(id, ct);
        if (deviation.Status == DeviationStatus.None) return null;
        var batch = await desk.StateAsync<Batch>(deviation.BatchId, ct);
        if (batch.Recipe is null) return null;
        var read = Circumstances.Of(deviation, batch);
        if (known is not null) (known.Deviations ??= new()).TryAdd(id, read);
        return read;
    }
}
