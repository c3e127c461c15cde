using System.Collections.Concurrent;
using Cellwright.Domain.Basics;
using Cellwright.Ledger;

namespace Cellwright.Server.Desk;

/// <summary>
/// The states that the desk keeps, so many at most. One may be dropped at any moment, also while somebody decides on it: the record decides races,
/// and whoever asks next reads it again.
/// </summary>
internal sealed class Folds
{
    private readonly ConcurrentDictionary<string, IFold> kept = new();
    private readonly Lock trimming = new();
    private long uses;

    /// <summary>How many are kept at most; a large site has some thousand streams that anybody still asks for (ours).</summary>
    public int Most { get; set; } = 10_000;

    /// <summary>How many are kept now.</summary>
    public int Count => kept.Count;

    /// <summary>The fold of a stream, made when it is not kept.</summary>
    public Fold<TState> Of<TState>(string id)
        where TState : IStream<TState>
    {
        var stream = Fold.StreamOf<TState>(id);
        if (!kept.TryGetValue(stream, out var fold))
        {
            fold = kept.GetOrAdd(stream, static name => new Fold<TState>(name));
            if (kept.Count > Most) Trim();
        }

        fold.LastUse = Interlocked.Increment(ref uses);
        return (Fold<TState>)fold;
    }

    /// <summary>Nobody ever recorded anything about it: ids can be asked for without end.</summary>
    public void Drop<TState>(Fold<TState> fold)
        where TState : IStream<TState> => kept.TryRemove(KeyValuePair.Create(fold.Stream, (IFold)fold));

    /// <summary>A fold has moved on; where it was dropped meanwhile, the one in its place must not stay behind.</summary>
    public void Advanced<TState>(Fold<TState> fold, IReadOnlyList<Entry> entries)
        where TState : IStream<TState>
    {
        if (!kept.TryGetValue(fold.Stream, out var now) || now == (IFold)fold) return;
        foreach (var entry in entries) now.Saw(entry);
    }

    /// <summary>Takes in an entry where its state is kept.</summary>
    public void Saw(Entry entry)
    {
        if (kept.TryGetValue(entry.Stream, out var fold)) fold.Saw(entry);
    }

    // A quarter at once, least recently used first, so that the search for them is seldom.
    private void Trim()
    {
        lock (trimming)
        {
            if (kept.Count <= Most) return;
            var oldest = kept.ToArray().OrderBy(pair => pair.Value.LastUse).Take(kept.Count - Most + Most / 4);
            foreach (var pair in oldest) kept.TryRemove(pair);
        }
    }
}
