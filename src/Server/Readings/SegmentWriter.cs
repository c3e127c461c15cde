using System.Globalization;
using Parquet;

namespace Cellwright.Server.Readings;

/// <summary>Turns a closed tail into an immutable Parquet file, ordered by equipment, tag, unit and source time.</summary>
internal static class SegmentWriter
{
    private static readonly string[] Qualities = Enum.GetNames<Domain.Equipment.Quality>();

    // No dictionary for numbers: it would take -0.0 for 0.0. Strings that repeat get one by their hint.
    private static ParquetOptions Options()
    {
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = System.IO.Compression.CompressionLevel.Fastest };
        foreach (var field in new[] { SegmentColumns.Equipment, SegmentColumns.Tag, SegmentColumns.Unit, SegmentColumns.Quality, SegmentColumns.Batch, SegmentColumns.Step })
            options.ColumnEncodingHints[field.Path.ToString()] = EncodingHint.Dictionary;
        return options;
    }

    /// <summary>Writes the file, durable, and gives its final path. A torn attempt leaves only a name that ends in .tmp.</summary>
    public static async Task<string> WriteAsync(Tail tail, IReadOnlyList<Series> series, string folder)
    {
        var order = Order(tail, series, out var entries);
        var from = entries.Where(e => e.Count > 0).Min(e => e.Oldest);
        var to = entries.Where(e => e.Count > 0).Max(e => e.Newest);
        var path = Path.Combine(folder, SegmentName.Of(tail.Segment, from, to));
        var draft = path + ".tmp";
        await using (var file = new FileStream(draft, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16))
        {
            await using (var writer = await ParquetWriter.CreateAsync(SegmentColumns.Schema, file, Options()))
            {
                writer.CustomMetadata = new Dictionary<string, string>
                {
                    ["cellwright.segment"] = tail.Segment.ToString(CultureInfo.InvariantCulture),
                    [SegmentColumns.IndexKey] = new SegmentIndex(entries).Save(),
                };
                for (var start = 0; start < order.Length; start += SegmentColumns.GroupSize)
                    await WriteGroupAsync(writer, tail, series, order.AsMemory(start, Math.Min(SegmentColumns.GroupSize, order.Length - start)));
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
        Folder.Flush(folder);
        return path;
    }

    private static int[] Order(Tail tail, IReadOnlyList<Series> series, out List<SegmentEntry> entries)
    {
        entries = [];
        var order = new int[tail.Count];
        var position = 0;
        foreach (var one in series.OrderBy(s => s.Equipment, StringComparer.Ordinal).ThenBy(s => s.Tag, StringComparer.Ordinal).ThenBy(s => s.Unit, StringComparer.Ordinal))
        {
            if (!one.TryLatest(out var latest, out var address)) continue;
            var start = position;
            for (var row = tail.Head(one.Number); row >= 0; row = tail[row].Link) order[position++] = row;
            var rows = order.AsSpan(start..position);
            rows.Sort((a, b) => tail[a].At != tail[b].At ? tail[a].At.CompareTo(tail[b].At) : a.CompareTo(b));
            entries.Add(new SegmentEntry(
                one.Equipment, one.Tag, one.Unit, start, rows.Length,
                rows.IsEmpty ? 0 : tail[rows[0]].At, rows.IsEmpty ? 0 : tail[rows[^1]].At, one.Newest, address, latest));
        }

        return order;
    }

    private static async Task WriteGroupAsync(ParquetWriter writer, Tail tail, IReadOnlyList<Series> series, ReadOnlyMemory<int> order)
    {
        var count = order.Length;
        var texts = new string[count];
        var times = new DateTime[count];
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(SegmentColumns.Equipment, Fill(texts, (in Row row, int _) => series[row.Series].Equipment));
        await group.WriteAsync(SegmentColumns.Tag, Fill(texts, (in Row row, int _) => series[row.Series].Tag));
        await group.WriteAsync<double>(SegmentColumns.Value, Fill(new double[count], (in Row row, int _) => row.Value));
        await group.WriteAsync(SegmentColumns.Unit, Fill(texts, (in Row row, int _) => series[row.Series].Unit));
        await group.WriteAsync(SegmentColumns.Quality, Fill(texts, (in Row row, int _) => Qualities[(int)row.Quality]));
        await group.WriteAsync<DateTime>(SegmentColumns.At, Fill(times, (in Row row, int _) => Microseconds.ToInstant(row.At).UtcDateTime));
        await group.WriteAsync<DateTime>(SegmentColumns.Received, Fill(times, (in Row row, int _) => Microseconds.ToInstant(row.Received).UtcDateTime));
        await group.WriteAsync<bool>(SegmentColumns.Historical, Fill(new bool[count], (in Row row, int _) => row.Historical));
        await group.WriteAsync(SegmentColumns.Address, Fill(texts, (in Row _, int number) => new ReadingAddress(tail.Segment, number).ToString()));
        await group.WriteAsync(SegmentColumns.Batch, Fill(texts, (in Row row, int _) => Purposes.Of(row.For)?.Batch ?? ""));
        await group.WriteAsync(SegmentColumns.Step, Fill(texts, (in Row row, int _) => Purposes.Of(row.For)?.Step ?? ""));
        group.CompleteValidate();

        T[] Fill<T>(T[] target, Pick<T> pick)
        {
            var numbers = order.Span;
            for (var i = 0; i < target.Length; i++) target[i] = pick(tail[numbers[i]], numbers[i]);
            return target;
        }
    }

    private delegate T Pick<T>(in Row row, int number);
}
