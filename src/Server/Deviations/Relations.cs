using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Ledger;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Deviations;

/// <summary>What batches and deviations of the site have in common, computed from the whole record (211.192).</summary>
public sealed class Relations(IRecord record, Desk.Desk desk, Reactor reactor, ILogger<Relations> log) : Projection(record, reactor, log)
{
    // What was read of a batch. Whatever happens to the batch puts an empty one in its place, so that nothing stale is kept.
    private sealed class Known
    {
        public Footprint? Footprint { get; set; }

        public ConcurrentDictionary<string, Circumstances> Deviations { get; } = new();
    }

    private readonly ConcurrentDictionary<string, Known> batches = new();
    private readonly ConcurrentDictionary<string, byte> deviations = new();

    /// <summary>Every other batch that a deviation may affect.</summary>
    public async Task<ImmutableList<RelatedBatch>> RelatedAsync(string deviationId, CancellationToken ct = default)
    {
        await CaughtUpAsync(ct);
        if (await OfAsync(deviationId, ct) is not { } here) return [];
        var all = new List<Footprint>(batches.Count);
        foreach (var (id, known) in batches)
            if ((known.Footprint ?? await ReadAsync(id, known, ct)) is { } footprint) all.Add(footprint);
        return RelatedBatches.Of(here, all);
    }

    /// <summary>What recurs in a deviation.</summary>
    public async Task<ImmutableList<Recurrence>> RecurrencesAsync(string deviationId, CancellationToken ct = default)
    {
        if (await OfAsync(deviationId, ct) is not { } now) return [];
        var all = new List<Circumstances>(deviations.Count);
        foreach (var id in deviations.Keys)
            if (await OfAsync(id, ct) is { } one) all.Add(one);
        return Recurrence.Of(now, all);
    }

    /// <inheritdoc />
    protected override Task TakeInAsync(IReadOnlyList<Entry> entries, CancellationToken ct)
    {
        foreach (var entry in entries)
        {
            if (IdOf(entry.Stream, "batch/") is { } batch)
            {
                batches[batch] = new Known();
            }
            else if (IdOf(entry.Stream, "deviation/") is { } deviation)
            {
                deviations[deviation] = 0;
                batches[deviation[..deviation.LastIndexOf("-D", StringComparison.Ordinal)]] = new Known();
            }
        }

        return Task.CompletedTask;
    }

    private static string? IdOf(string stream, string prefix) => stream.StartsWith(prefix, StringComparison.Ordinal) ? stream[prefix.Length..] : null;

    private async Task<Footprint?> ReadAsync(string id, Known known, CancellationToken ct)
    {
        var batch = await desk.StateAsync<Batch>(id, ct);
        return batch.Recipe is null ? null : known.Footprint = Footprint.Of(batch);
    }

    private async Task<Circumstances?> OfAsync(string id, CancellationToken ct)
    {
        var deviation = await desk.StateAsync<Deviation>(id, ct);
        if (deviation.Status == DeviationStatus.None) return null;
        var known = batches.GetValueOrDefault(deviation.BatchId);
        if (known?.Deviations.TryGetValue(id, out var kept) == true) return kept;
        var batch = await desk.StateAsync<Batch>(deviation.BatchId, ct);
        if (batch.Recipe is null) return null;
        var read = Circumstances.Of(deviation, batch);
        known?.Deviations.TryAdd(id, read);
        return read;
    }
}
