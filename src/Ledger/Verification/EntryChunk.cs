using System.Buffers.Binary;
using System.Text;

namespace Cellwright.Ledger;

/// <summary>A run of entries of an export, read as one piece, beside what the signed contents list says of them.</summary>
internal sealed class EntryChunk(int bytes)
{
    private readonly byte[] _bytes = new byte[bytes];
    private readonly List<(int At, long Index, int Length, TreeHash Leaf)> _entries = [];

    public int Count => _entries.Count;

    public Span<byte> Bytes => _bytes;

    public long Index(int place) => _entries[place].Index;

    public TreeHash Leaf(int place) => _entries[place].Leaf;

    public ReadOnlySpan<byte> Entry(int place) => _bytes.AsSpan(_entries[place].At + 12, _entries[place].Length);

    public void Expect(int at, long index, int length, TreeHash leaf) => _entries.Add((at, index, length, leaf));

    /// <summary>Compares every entry with what is expected, on all cores; the first that differs, or −1.</summary>
    public int FirstBad()
    {
        var parts = Math.Min(Environment.ProcessorCount, 1 + Count / 64);
        if (parts == 1) return FirstBad(0, Count);
        var bad = new int[parts];
        Parallel.For(0, parts, part => bad[part] = FirstBad((int)((long)Count * part / parts), (int)((long)Count * (part + 1) / parts)));
        return bad.FirstOrDefault(b => b >= 0, -1);
    }

    /// <summary>Names an entry by what can still be read of it.</summary>
    public BadEntry Describe(int place) => EntryView.TryRead(Entry(place), out var view)
        ? new BadEntry(Index(place), Encoding.UTF8.GetString(view.Stream), view.Version, Encoding.UTF8.GetString(view.Type))
        : new BadEntry(Index(place), "", 0, "");

    private int FirstBad(int from, int to)
    {
        for (var place = from; place < to; place++)
        {
            var (at, index, length, leaf) = _entries[place];
            if (BinaryPrimitives.ReadInt64BigEndian(_bytes.AsSpan(at)) != index
                || BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(at + 8)) != length
                || TreeHash.Leaf(Entry(place)) != leaf) return place;
        }

        return -1;
    }
}
