using System.Collections.Immutable;
using System.Globalization;

namespace Cellwright.Server.Readings;

/// <summary>Puts the store together again from what lies on disk.</summary>
internal sealed class Recovery(ReadingStoreOptions options, SeriesBook book)
{
    /// <summary>What an operator of the system should know: a tail that was cut.</summary>
    public List<string> Findings { get; } = [];

    /// <summary>Sealed files whose sealing was not confirmed before the stop; to be reported again.</summary>
    public List<Segment> Unconfirmed { get; } = [];

    /// <summary>Reads everything; the last tail continues in the returned file.</summary>
    public async Task<(Layout Layout, WriteAheadFile File)> RunAsync()
    {
        Directory.CreateDirectory(options.WalFolder);
        Directory.CreateDirectory(options.SegmentFolder);
        foreach (var draft in Directory.EnumerateFiles(options.SegmentFolder, "*.tmp")) File.Delete(draft);
        var segments = Directory.EnumerateFiles(options.SegmentFolder)
            .Select(path => (Path: path, Name: SegmentName.Parse(Path.GetFileName(path))))
            .Where(f => f.Name is not null)
            .Select(f => new Segment(f.Name!.Value.Segment, f.Path, f.Name.Value.From, f.Name.Value.To))
            .OrderBy(s => s.Number).ToImmutableArray();
        if (!segments.IsEmpty) Remember(await segments[^1].ReadIndexAsync());

        var tails = new List<Tail>();
        var goods = new Dictionary<int, long>();
        var files = Directory.EnumerateFiles(options.WalFolder, "*.wal")
            .ToDictionary(path => int.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture));
        foreach (var (number, path) in files.OrderBy(f => f.Key))
        {
            if (segments.FirstOrDefault(s => s.Number == number) is { } done) Unconfirmed.Add(done);
            else tails.Add(Replay(number, path, goods));
        }

        if (tails.Count > 0 && tails[^1].Segment > (segments.IsEmpty ? 0 : segments[^1].Number))
        {
            var last = tails[^1].Segment;
            return (new Layout(segments, [.. tails]), WriteAheadFile.Continue(files[last], last, goods[last], options.OpenFile));
        }

        var next = Math.Max(segments.IsEmpty ? 0 : segments[^1].Number, tails.Count == 0 ? 0 : tails[^1].Segment) + 1;
        tails.Add(new Tail(next));
        return (new Layout(segments, [.. tails]), WriteAheadFile.Create(options.WalFolder, next, options.OpenFile));
    }

    private void Remember(SegmentIndex index)
    {
        foreach (var entry in index.Entries)
        {
            var series = book.Get(entry.Equipment, entry.Tag, entry.Unit);
            var row = entry.Latest;
            row.Series = series.Number;
            series.Note(row, entry.LatestAddress);
            series.Newest = entry.NewestEver;
        }
    }

    private Tail Replay(int number, string path, Dictionary<int, long> goods)
    {
        var tail = new Tail(number);
        var (good, torn) = WriteAheadFile.Replay(
            path,
            (_, equipment, tag, unit) => book.Get(equipment, tag, unit),
            row =>
            {
                var series = book[row.Series];
                series.Note(row, new ReadingAddress(number, tail.Add(row)));
                series.Newest = Math.Max(series.Newest, row.At);
            });
        goods[number] = good;
        if (torn > 0)
            Findings.Add($"{Path.GetFileName(path)} ended in {torn} bytes of an unfinished write, which were cut; no acknowledged reading was in them.");
        return tail;
    }
}
