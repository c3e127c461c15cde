using System.Security.Cryptography;

namespace Cellwright.Server.Readings;

/// <summary>Turns closed tails into sealed files: write the file, have it sealed, only then remove its write-ahead file.</summary>
internal sealed class Sealer(ReadingStoreOptions options, Func<SealedSegment, Task>? sealing)
{
    /// <summary>Writes the Parquet file of a tail; the tail itself is still in use.</summary>
    public async Task<Segment> WriteAsync(Tail tail, IReadOnlyList<Series> series)
    {
        var path = await SegmentWriter.WriteAsync(tail, series, options.SegmentFolder);
        var (number, from, to) = SegmentName.Parse(Path.GetFileName(path))!.Value;
        return new Segment(number, path, from, to);
    }

    /// <summary>Reports the file with its hash and, once the report is accepted, removes the write-ahead file.</summary>
    public async Task ReportAsync(Segment segment)
    {
        if (sealing is not null)
        {
            await using var file = File.OpenRead(segment.File);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
            var entries = (await segment.ReadIndexAsync()).Entries.Where(e => e.Count > 0).ToList();
            await sealing(new SealedSegment(
                segment.Number, segment.File, hash, entries.Sum(e => e.Count),
                Microseconds.ToInstant(entries.Min(e => e.Oldest)), Microseconds.ToInstant(entries.Max(e => e.Newest))));
        }

        File.Delete(Path.Combine(options.WalFolder, WriteAheadFile.NameOf(segment.Number)));
        Folder.Flush(options.WalFolder);
    }
}
