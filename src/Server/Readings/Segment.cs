using Cellwright.Domain.Equipment;
using Parquet;

namespace Cellwright.Server.Readings;

/// <summary>A sealed segment on disk. Holds nothing itself; what it decodes goes through the bounded caches of <see cref="SegmentCache"/>.</summary>
/// <param name="Number">Sequence number.</param>
/// <param name="File">Path of the Parquet file.</param>
/// <param name="From">No source time in it is older (microseconds since 1970 UTC).</param>
/// <param name="To">No source time in it is newer.</param>
internal sealed record Segment(int Number, string File, long From, long To)
{
    /// <summary>Adds the rows of a series within [from, to], in order of source time.</summary>
    public async Task CollectAsync(SegmentCache cache, Series series, long from, long to, List<(ReadingAddress, Row)> into)
    {
        if (from > To || to < From) return;
        var index = await cache.IndexAsync(this);
        if (index.Find(series) is not { } entry || from > entry.Newest || to < entry.Oldest) return;
        for (var position = entry.Position; position < entry.Position + entry.Count;)
        {
            var number = position / SegmentColumns.GroupSize;
            var group = await cache.GroupAsync(this, number);
            var end = Math.Min(entry.Position + entry.Count, (number + 1) * SegmentColumns.GroupSize);
            for (; position < end; position++)
            {
                var row = group[position - number * SegmentColumns.GroupSize];
                if (row.At >= from && row.At <= to) into.Add((new ReadingAddress(Number, row.Link), row));
            }
        }
    }

    /// <summary>The row at an address, with its entry; null when the segment has no such row.</summary>
    public async Task<(SegmentEntry, Row)?> AtAsync(SegmentCache cache, int row)
    {
        var places = await cache.PlacesAsync(this);
        if (row >= places.Length) return null;
        var position = places[row];
        var group = await cache.GroupAsync(this, position / SegmentColumns.GroupSize);
        var entry = (await cache.IndexAsync(this)).At(position);
        return entry is null ? null : (entry, group[position % SegmentColumns.GroupSize]);
    }

    /// <summary>Reads the table of contents.</summary>
    public async Task<SegmentIndex> ReadIndexAsync()
    {
        await using var reader = await ParquetReader.CreateAsync(File);
        return SegmentIndex.Load(reader.CustomMetadata[SegmentColumns.IndexKey]);
    }

    /// <summary>Decodes one row group; each row's number stands in <see cref="Row.Link"/>.</summary>
    public async Task<Row[]> ReadGroupAsync(int number)
    {
        await using var reader = await ParquetReader.CreateAsync(File);
        using var group = reader.OpenRowGroupReader(number);
        var count = (int)group.RowCount;
        var values = new double[count];
        var ats = new DateTime[count];
        var receiveds = new DateTime[count];
        var historicals = new bool[count];
        var texts = new string?[count];
        var rows = new Row[count];
        await group.ReadAsync<double>(SegmentColumns.Value, values);
        await group.ReadAsync<DateTime>(SegmentColumns.At, ats);
        await group.ReadAsync<DateTime>(SegmentColumns.Received, receiveds);
        await group.ReadAsync<bool>(SegmentColumns.Historical, historicals);
        await group.ReadAsync(SegmentColumns.Quality, texts.AsMemory());
        for (var i = 0; i < count; i++)
        {
            rows[i].Bits = BitConverter.DoubleToInt64Bits(values[i]);
            rows[i].At = Microseconds.From(new DateTimeOffset(ats[i].Ticks, TimeSpan.Zero));
            rows[i].Received = Microseconds.From(new DateTimeOffset(receiveds[i].Ticks, TimeSpan.Zero));
            rows[i].Flags = Row.Pack(Enum.Parse<Domain.Equipment.Quality>(texts[i]!), historicals[i]);
        }

        await group.ReadAsync(SegmentColumns.Address, texts.AsMemory());
        for (var i = 0; i < count; i++)
            rows[i].Link = ReadingAddress.TryParse(texts[i], out var address) ? address.Row : throw new InvalidDataException($"{File} holds the address {texts[i]}, which is none.");
        if (reader.Schema.DataFields.Any(field => field.Name == SegmentColumns.Batch.Name)) await ReadPurposesAsync(group, texts, rows);
        return rows;
    }

    private static async Task ReadPurposesAsync(ParquetRowGroupReader group, string?[] texts, Row[] rows)
    {
        await group.ReadAsync(SegmentColumns.Batch, texts.AsMemory());
        if (!Array.Exists(texts, text => text is { Length: > 0 })) return;
        var steps = new string?[texts.Length];
        await group.ReadAsync(SegmentColumns.Step, steps.AsMemory());
        for (var i = 0; i < rows.Length; i++)
            if (texts[i] is { Length: > 0 } batch) rows[i].For = Purposes.Number(new MeasuredFor(batch, steps[i] ?? ""));
    }

    /// <summary>The position of every row in the file, by row number.</summary>
    public async Task<int[]> ReadPlacesAsync()
    {
        await using var reader = await ParquetReader.CreateAsync(File);
        var places = new List<(int Row, int Position)>();
        for (var number = 0; number < reader.RowGroupCount; number++)
        {
            using var group = reader.OpenRowGroupReader(number);
            var texts = new string?[group.RowCount];
            await group.ReadAsync(SegmentColumns.Address, texts.AsMemory());
            foreach (var text in texts)
                places.Add((ReadingAddress.TryParse(text, out var address) ? address.Row : -1, places.Count));
        }

        var byRow = new int[places.Count];
        foreach (var (row, position) in places) byRow[row] = position;
        return byRow;
    }
}
