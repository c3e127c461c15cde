namespace Cellwright.Server.Readings;

/// <summary>What a sample is, measured against everything stored of its series.</summary>
internal enum Novelty
{
    /// <summary>Nothing is stored for its instant.</summary>
    New,

    /// <summary>The same value is stored for its instant: a redelivery.</summary>
    Duplicate,

    /// <summary>Another value is stored for its instant.</summary>
    Conflict,
}

/// <summary>Tells redelivered samples from new ones, exactly and over the whole history. A sample newer than all before it costs one comparison.
/// Used by the store's writer only.</summary>
internal sealed class DuplicateFilter(SegmentCache cache)
{
    private readonly List<(Series Series, long Newest, long At, long Bits)> _pending = [];

    /// <summary>Judges a sample and, unless it is a duplicate, remembers it until <see cref="Keep"/> or <see cref="Forget"/>.</summary>
    public ValueTask<Novelty> JudgeAsync(Series series, long at, long bits, Layout layout)
    {
        if (at <= series.Newest || series.Seen is not null) return new(CompareAsync(series, at, bits, layout));
        _pending.Add((series, series.Newest, at, bits));
        series.Newest = at;
        return new(Novelty.New);
    }

    /// <summary>What was judged since the last call is durable.</summary>
    public void Keep() => _pending.Clear();

    /// <summary>What was judged since the last call was not stored: it may come again.</summary>
    public void Forget()
    {
        for (var i = _pending.Count - 1; i >= 0; i--)
        {
            var (series, newest, at, bits) = _pending[i];
            series.Newest = newest;
            if (series.Others?.Remove((at, bits)) == true) continue;
            if (series.Seen?.TryGetValue(at, out var held) == true && held == bits) series.Seen.Remove(at);
        }

        _pending.Clear();
    }

    private async Task<Novelty> CompareAsync(Series series, long at, long bits, Layout layout)
    {
        if (series.Seen is null) Recall(series, layout);
        var novelty = series.Seen!.TryGetValue(at, out var held)
            ? held == bits || series.Others?.Contains((at, bits)) == true ? Novelty.Duplicate : Novelty.Conflict
            : at > series.Newest ? Novelty.New : await InSegmentsAsync(series, at, bits, layout);
        if (novelty == Novelty.Duplicate) return novelty;
        _pending.Add((series, series.Newest, at, bits));
        Remember(series, at, bits);
        series.Newest = Math.Max(series.Newest, at);
        return novelty;
    }

    private static void Remember(Series series, long at, long bits)
    {
        if (!series.Seen!.TryAdd(at, bits)) (series.Others ??= []).Add((at, bits));
    }

    private void Recall(Series series, Layout layout)
    {
        series.Seen = [];
        foreach (var tail in layout.Tails)
            for (var row = tail.Head(series.Number); row >= 0; row = tail[row].Link)
                Remember(series, tail[row].At, tail[row].Bits);
        foreach (var (owner, _, at, bits) in _pending)
            if (owner == series) Remember(series, at, bits);
    }

    private async Task<Novelty> InSegmentsAsync(Series series, long at, long bits, Layout layout)
    {
        var rows = new List<(ReadingAddress, Row Row)>();
        foreach (var segment in layout.Sealed) await segment.CollectAsync(cache, series, at, at, rows);
        if (rows.Count == 0) return Novelty.New;
        return rows.Exists(r => r.Row.Bits == bits) ? Novelty.Duplicate : Novelty.Conflict;
    }
}
