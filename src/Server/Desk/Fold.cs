using Cellwright.Domain.Basics;
using Cellwright.Ledger;

namespace Cellwright.Server.Desk;

internal interface IFold
{
    /// <summary>Number of the latest use, counted over all folds; which of two uses at once wins does not matter.</summary>
    long LastUse { get; set; }

    void Saw(Entry entry);
}

internal static class Fold
{
    public static string StreamOf<TState>(string id)
        where TState : IStream<TState> => $"{TState.Category}/{id}";
}

/// <summary>The cached state of one stream. It may be behind, never ahead of what is durable; the record decides races.</summary>
internal sealed class Fold<TState>(string stream) : IFold
    where TState : IStream<TState>
{
    /// <summary>Name of the stream.</summary>
    public string Stream => stream;

    /// <inheritdoc />
    public long LastUse { get; set; }

    private readonly Lock gate = new();
    private readonly SemaphoreSlim loading = new(1, 1);
    private TState state = TState.Empty;
    private long version = -1; // not loaded yet

    /// <summary>Held by whoever decides again after being overtaken.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public ValueTask<(TState State, long Version)> CurrentAsync(IRecord record, CancellationToken ct)
    {
        lock (gate)
            if (version >= 0) return new((state, version));
        return new(LoadAsync(record, ct));
    }

    private async Task<(TState State, long Version)> LoadAsync(IRecord record, CancellationToken ct)
    {
        await loading.WaitAsync(ct);
        try
        {
            long from;
            lock (gate)
            {
                if (version >= 0) return (state, version);
                from = Math.Max(known, 0);
            }

            for (var again = false; ; again = true)
            {
                var entries = await record.ReadStreamAsync(stream, from, ct);
                lock (gate)
                {
                    version = Math.Max(known, 0);
                    foreach (var entry in entries) Apply(entry, (Event<TState>)EventCatalogue.Read(entry.Type, entry.Data.Span));
                    if (version >= heard || again) return (state, version);
                    // An entry was recorded, and told of, while this was read.
                    (known, from, version) = (version, version, -1);
                }
            }
        }
        finally
        {
            loading.Release();
        }
    }

    /// <summary>Another writer was first: read what it wrote before deciding again.</summary>
    public void Forget()
    {
        lock (gate)
        {
            if (version < 0) return;
            known = version;
            version = -1;
        }
    }

    public void Advance(IReadOnlyList<Entry> entries, IReadOnlyList<Event<TState>> events)
    {
        lock (gate)
            for (var index = 0; index < entries.Count; index++)
                Apply(entries[index], events[index]);
    }

    public void Saw(Entry entry)
    {
        lock (gate)
        {
            heard = Math.Max(heard, entry.Version);
            if (version < 0 || entry.Version <= version) return;
            if (entry.Version == version + 1) Apply(entry, (Event<TState>)EventCatalogue.Read(entry.Type, entry.Data.Span));
            else (known, version) = (version, -1);
        }
    }

    private long known = -1, heard;

    // Entries may be offered twice, by the append and by the follower: each counts once, in order.
    private void Apply(Entry entry, Event<TState> happened)
    {
        if (version < 0 || entry.Version != version + 1) return;
        state = happened.After(state, new Happened(entry.Actor, entry.At, entry.Version));
        version = entry.Version;
    }
}
