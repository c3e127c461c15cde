using Cellwright.Domain.Equipment;

namespace Cellwright.Server.Readings;

/// <content>Questions. All may be asked from any thread and none holds the writer up.</content>
public sealed partial class ReadingStore
{
    /// <summary>The latest reading of a tag: a live one if there is any, else the newest historical one; null if the tag is unknown.</summary>
    public Reading? Latest(string equipment, string tag)
    {
        (Row Row, ReadingAddress Address, Series Series)? best = null;
        foreach (var series in _book.Of(equipment, tag))
            if (series.TryLatest(out var row, out var address) && (best is null || Readings.Series.Supersedes(row, best.Value.Row)))
                best = (row, address, series);
        return best?.Row.ToReading(best.Value.Series, best.Value.Address);
    }

    /// <summary>The readings of a tag with a source time within [from, to], both included, in order of source time, then of arrival.</summary>
    public async Task<IReadOnlyList<Reading>> WindowAsync(string equipment, string tag, DateTimeOffset from, DateTimeOffset to)
    {
        var readings = new List<Reading>();
        foreach (var series in _book.Of(equipment, tag))
            foreach (var (address, row) in await RowsAsync(series, from, to))
                readings.Add(row.ToReading(series, address));
        if (_book.Of(equipment, tag).Count > 1) readings = [.. readings.OrderBy(r => r.At)];
        return readings;
    }

    /// <summary>Minimum, maximum and mean of a tag over [from, to], in at most <paramref name="points"/> stretches of equal length.
    /// Bad values are left out. Where the tag's unit changed, only values in the latest unit count.</summary>
    public async Task<IReadOnlyList<TrendPoint>> TrendAsync(string equipment, string tag, DateTimeOffset from, DateTimeOffset to, int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        if (Latest(equipment, tag) is not { } latest) return [];
        var buckets = new (double Minimum, double Maximum, double Sum, int Count)[points];
        var start = Microseconds.From(from);
        var width = Math.Max(1, (Microseconds.From(to) - start + points) / points);
        foreach (var (_, row) in await RowsAsync(_book.Get(equipment, tag, latest.Unit), from, to))
        {
            if (row.Quality == Quality.Bad) continue;
            ref var b = ref buckets[(row.At - start) / width];
            b = b.Count == 0
                ? (row.Value, row.Value, row.Value, 1)
                : (Math.Min(b.Minimum, row.Value), Math.Max(b.Maximum, row.Value), b.Sum + row.Value, b.Count + 1);
        }

        var trend = new List<TrendPoint>();
        for (var i = 0; i < points; i++)
            if (buckets[i] is { Count: > 0 } b)
                trend.Add(new TrendPoint(Microseconds.ToInstant(start + i * width), b.Minimum, b.Maximum, b.Sum / b.Count, b.Count));
        return trend;
    }

    /// <summary>Every tag that has a reading, by equipment and tag.</summary>
    public IReadOnlyList<TagState> Tags()
    {
        var now = _time.GetUtcNow();
        return [.. _book.All.Select(s => (s.Equipment, s.Tag)).Distinct()
            .Select(t => Latest(t.Equipment, t.Tag)).OfType<Reading>()
            .OrderBy(r => r.Equipment, StringComparer.Ordinal).ThenBy(r => r.Tag, StringComparer.Ordinal)
            .Select(r => new TagState(r.Equipment, r.Tag, r.Unit, r, now - r.At))];
    }

    /// <summary>When the newest reading was received; null in an empty store.</summary>
    public DateTimeOffset? NewestReceived => Tags() is { Count: > 0 } tags ? tags.Max(t => t.Latest.Received) : null;

    /// <summary>The reading at an address; null when there is none.</summary>
    public async Task<Reading?> AtAddressAsync(string address)
    {
        if (!ReadingAddress.TryParse(address, out var place)) return null;
        var layout = _layout;
        if (layout.Find(place.Segment) is { } tail)
        {
            if (place.Row >= tail.Count) return null;
            var row = tail[place.Row];
            return row.ToReading(_book[row.Series], place);
        }

        if (layout.Sealed.FirstOrDefault(s => s.Number == place.Segment) is not { } segment
            || await segment.AtAsync(_cache, place.Row) is not var (entry, found)) return null;
        return found.ToReading(_book.Get(entry.Equipment, entry.Tag, entry.Unit), place);
    }

    private async Task<List<(ReadingAddress Address, Row Row)>> RowsAsync(Series series, DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (Microseconds.From(from), Microseconds.From(to));
        var layout = _layout;
        var rows = new List<(ReadingAddress Address, Row Row)>();
        foreach (var segment in layout.Sealed) await segment.CollectAsync(_cache, series, first, last, rows);
        foreach (var tail in layout.Tails) tail.Collect(series.Number, first, last, rows);
        rows.Sort((a, b) =>
            a.Row.At != b.Row.At ? a.Row.At.CompareTo(b.Row.At)
            : a.Address.Segment != b.Address.Segment ? a.Address.Segment.CompareTo(b.Address.Segment)
            : a.Address.Row.CompareTo(b.Address.Row));
        return rows;
    }
}
