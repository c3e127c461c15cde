namespace Cellwright.Server.Readings;

/// <summary>The rows of one segment that are durable in its write-ahead file but not sealed yet.
/// One writer; readers go on meanwhile and see whole rows only.</summary>
internal sealed class Tail(int segment)
{
    private const int BlockBits = 13;
    private const int BlockSize = 1 << BlockBits;

    private Row[]?[] _blocks = new Row[16][];
    private int[] _heads = [];
    private volatile int _count;

    /// <summary>Sequence number of the segment.</summary>
    public int Segment { get; } = segment;

    /// <summary>Rows that readers may see.</summary>
    public int Count => _count;

    /// <summary>A row by its number.</summary>
    public ref readonly Row this[int row] => ref Volatile.Read(ref _blocks)[row >> BlockBits]![row & (BlockSize - 1)];

    /// <summary>Appends a row and gives its number.</summary>
    public int Add(Row row)
    {
        var number = _count;
        var block = number >> BlockBits;
        if (block == _blocks.Length)
        {
            var more = new Row[]?[_blocks.Length * 2];
            _blocks.CopyTo(more, 0);
            Volatile.Write(ref _blocks, more);
        }

        if (row.Series >= _heads.Length)
        {
            var more = new int[Math.Max(64, Math.Max(row.Series + 1, _heads.Length * 2))];
            _heads.CopyTo(more, 0);
            more.AsSpan(_heads.Length).Fill(-1);
            Volatile.Write(ref _heads, more);
        }

        row.Link = _heads[row.Series];
        (_blocks[block] ??= new Row[BlockSize])[number & (BlockSize - 1)] = row;
        _count = number + 1;
        Volatile.Write(ref _heads[row.Series], number);
        return number;
    }

    /// <summary>The newest row of a series, or -1; <see cref="Row.Link"/> leads to the one before.</summary>
    public int Head(int series)
    {
        var heads = Volatile.Read(ref _heads);
        return series < heads.Length ? Volatile.Read(ref heads[series]) : -1;
    }

    /// <summary>Adds the rows of a series within [from, to] (source time), each with its number as <see cref="Row.Link"/>.</summary>
    public void Collect(int series, long from, long to, List<(ReadingAddress, Row)> into)
    {
        for (var number = Head(series); number >= 0;)
        {
            var row = this[number];
            if (row.At >= from && row.At <= to) into.Add((new ReadingAddress(Segment, number), row));
            number = row.Link;
        }
    }
}
