using Cellwright.Domain.Equipment;

namespace Cellwright.Server.Readings;

/// <summary>Readings that become durable together. Filled by one writer, handed once to <see cref="ReadingStore.AppendAsync(ReadingBatch)"/>.</summary>
public sealed class ReadingBatch
{
    private Row[] _rows;
    private int[]? _stored;

    /// <summary>An empty batch with room for <paramref name="capacity"/> readings; it grows when needed.</summary>
    public ReadingBatch(int capacity = 32) => _rows = new Row[Math.Max(1, capacity)];

    /// <summary>How many readings it holds.</summary>
    public int Count { get; private set; }

    internal Span<Row> Rows => _rows.AsSpan(0, Count);

    internal int Segment { get; private set; }

    /// <summary>Adds one reading; its address is given at the append.</summary>
    public void Add(Series series, double value, Quality quality, DateTimeOffset at, DateTimeOffset received, bool historical)
    {
        ArgumentNullException.ThrowIfNull(series);
        Add(series, value, quality, Microseconds.From(at), Microseconds.From(received), historical);
    }

    /// <summary>The address of the reading that was added as number <paramref name="index"/>; null when it was a duplicate or is not appended yet.</summary>
    public string? AddressOf(int index) =>
        _stored is { } rows && rows[index] >= 0 ? new ReadingAddress(Segment, rows[index]).ToString() : null;

    internal void Add(Series series, double value, Quality quality, long at, long received, bool historical, MeasuredFor? purpose = null)
    {
        if (Count == _rows.Length) Array.Resize(ref _rows, _rows.Length * 2);
        ref var row = ref _rows[Count++];
        row.Series = series.Number;
        row.Bits = BitConverter.DoubleToInt64Bits(value);
        row.At = at;
        row.Received = received;
        row.Flags = Row.Pack(quality, historical);
        row.For = Purposes.Number(purpose);
    }

    /// <summary>Lowers the quality of all readings to uncertain.</summary>
    internal void Doubt()
    {
        foreach (ref var row in Rows) row.Doubt();
    }

    internal void StoredAt(int index, int row) => (_stored ??= new int[Count])[index] = row;

    internal void StoredIn(int segment) => Segment = segment;
}

/// <summary>What became of a batch.</summary>
/// <param name="Stored">Readings that are durable now.</param>
/// <param name="Duplicates">Readings that were dropped because the same value of the same tag and instant is kept already.</param>
/// <param name="Conflicts">Readings that were stored as uncertain because another value of the same tag and instant is kept already.</param>
public readonly record struct Appended(int Stored, int Duplicates, int Conflicts);
