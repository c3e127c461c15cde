using System.Globalization;
using Cellwright.Domain.Equipment;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Record;

/// <summary>The readings of a data directory as they lie there, with or without a server that goes on writing. Changes nothing.</summary>
internal sealed class ReadingsOnDisk
{
    private readonly SeriesBook book = new();
    private readonly SegmentCache cache = new();
    private readonly List<Tail> tails = [];
    private readonly List<Segment> segments = [];

    /// <summary>Takes in what is there now; an empty or missing folder holds no readings.</summary>
    /// <param name="options">Where readings are kept.</param>
    public static ReadingsOnDisk Open(ReadingStoreOptions options)
    {
        var found = new ReadingsOnDisk();
        // Tails first: one that is sealed meanwhile is then found among the segments, and none is missed.
        if (Directory.Exists(options.WalFolder))
            foreach (var path in Directory.EnumerateFiles(options.WalFolder, "*.wal").Order(StringComparer.Ordinal)) found.TakeTail(path);
        if (Directory.Exists(options.SegmentFolder))
            foreach (var path in Directory.EnumerateFiles(options.SegmentFolder).Order(StringComparer.Ordinal))
                if (SegmentName.Parse(Path.GetFileName(path)) is { } name)
                    found.segments.Add(new Segment(name.Segment, path, name.From, name.To));
        found.tails.RemoveAll(tail => found.segments.Any(segment => segment.Number == tail.Segment));
        return found;
    }

    /// <summary>The readings of a tag, see <see cref="ReadingsBetween"/>.</summary>
    public async Task<IReadOnlyList<Reading>> BetweenAsync(string equipment, string tag, DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (Microseconds.From(from), Microseconds.From(to));
        foreach (var segment in segments.Where(segment => segment.From <= last && segment.To >= first))
            foreach (var entry in (await cache.IndexAsync(segment)).Entries)
                book.Get(entry.Equipment, entry.Tag, entry.Unit);

        var readings = new List<(Reading Reading, ReadingAddress Address)>();
        foreach (var series in book.Of(equipment, tag))
        {
            var rows = new List<(ReadingAddress Address, Row Row)>();
            foreach (var segment in segments) await segment.CollectAsync(cache, series, first, last, rows);
            foreach (var tail in tails) tail.Collect(series.Number, first, last, rows);
            readings.AddRange(rows.Select(row => (row.Row.ToReading(series, row.Address), row.Address)));
        }

        return [.. readings.OrderBy(reading => reading.Reading.At).ThenBy(reading => reading.Address.Segment).ThenBy(reading => reading.Address.Row).Select(reading => reading.Reading)];
    }

    private void TakeTail(string path)
    {
        var tail = new Tail(int.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture));
        try
        {
            WriteAheadFile.Replay(path, (_, equipment, tag, unit) => book.Get(equipment, tag, unit), row => tail.Add(row));
            tails.Add(tail);
        }
        catch (FileNotFoundException)
        {
            // Sealed and removed a moment ago: it stands among the segments.
        }
    }
}
