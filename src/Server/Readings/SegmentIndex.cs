using System.IO.Compression;
using System.Text;

namespace Cellwright.Server.Readings;

/// <summary>What a sealed segment says about one series: where its rows lie and, for every series known at the sealing, the latest reading.</summary>
/// <param name="Equipment">Identity of the equipment item.</param>
/// <param name="Tag">Name of the tag.</param>
/// <param name="Unit">UCUM unit.</param>
/// <param name="Position">First position in the file.</param>
/// <param name="Count">Rows in the file; 0 for a series that is only remembered.</param>
/// <param name="Oldest">Oldest source time in the file, microseconds since 1970 UTC.</param>
/// <param name="Newest">Newest source time in the file.</param>
/// <param name="NewestEver">Newest source time of the series in this or any earlier segment.</param>
/// <param name="LatestAddress">Address of the latest reading of the series.</param>
/// <param name="Latest">The latest reading of the series.</param>
internal sealed record SegmentEntry(
    string Equipment, string Tag, string Unit, int Position, int Count, long Oldest, long Newest,
    long NewestEver, ReadingAddress LatestAddress, Row Latest);

/// <summary>The table of contents of a sealed segment, kept in the Parquet file's own metadata, so that a file needs nothing beside it.</summary>
internal sealed class SegmentIndex
{
    private readonly Dictionary<(string, string), List<SegmentEntry>> _byTag = [];
    private readonly SegmentEntry[] _byPosition;

    public SegmentIndex(IReadOnlyList<SegmentEntry> entries)
    {
        Entries = entries;
        foreach (var entry in entries)
        {
            if (!_byTag.TryGetValue((entry.Equipment, entry.Tag), out var list)) _byTag[(entry.Equipment, entry.Tag)] = list = [];
            list.Add(entry);
        }

        _byPosition = [.. entries.Where(e => e.Count > 0).OrderBy(e => e.Position)];
    }

    /// <summary>All series, those without a row in this file included.</summary>
    public IReadOnlyList<SegmentEntry> Entries { get; }

    /// <summary>The rows of one series.</summary>
    public SegmentEntry? Find(Series series) =>
        _byTag.TryGetValue((series.Equipment, series.Tag), out var list) ? list.Find(e => e.Unit == series.Unit && e.Count > 0) : null;

    /// <summary>The series whose rows cover a position of the file.</summary>
    public SegmentEntry? At(int position) =>
        Array.FindLast(_byPosition, e => e.Position <= position) is { } entry && position < entry.Position + entry.Count ? entry : null;

    /// <summary>As text for the file's metadata: packed numbers, compressed, base 64.</summary>
    public string Save()
    {
        using var memory = new MemoryStream();
        using (var pack = new ZLibStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new BinaryWriter(pack, Encoding.UTF8))
        {
            writer.Write(Entries.Count);
            Span<byte> row = stackalloc byte[Row.Size];
            foreach (var e in Entries)
            {
                writer.Write(e.Equipment);
                writer.Write(e.Tag);
                writer.Write(e.Unit);
                writer.Write(e.Position);
                writer.Write(e.Count);
                writer.Write(e.Oldest);
                writer.Write(e.Newest);
                writer.Write(e.NewestEver);
                writer.Write(e.LatestAddress.Segment);
                writer.Write(e.LatestAddress.Row);
                e.Latest.Write(row);
                writer.Write(row);
            }
        }

        return Convert.ToBase64String(memory.GetBuffer(), 0, (int)memory.Length);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static SegmentIndex Load(string text)
    {
        using var memory = new MemoryStream(Convert.FromBase64String(text));
        using var unpack = new ZLibStream(memory, CompressionMode.Decompress);
        using var reader = new BinaryReader(unpack, Encoding.UTF8);
        var entries = new SegmentEntry[reader.ReadInt32()];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = new SegmentEntry(
                reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadInt32(), reader.ReadInt32(),
                reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(),
                new ReadingAddress(reader.ReadInt32(), reader.ReadInt32()), Row.Read(reader.ReadBytes(Row.Size)));
        return new SegmentIndex(entries);
    }
}
