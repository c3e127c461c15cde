using System.Buffers.Binary;
using Cellwright.Domain.Equipment;

namespace Cellwright.Server.Readings;

/// <summary>A reading without its names: what the hot path moves. The value travels as bits, so that nothing can round it.</summary>
internal struct Row
{
    /// <summary>Bytes of a row in the write-ahead file.</summary>
    public const int Size = 29;

    private const byte QualityMask = 0b11;
    private const byte HistoricalFlag = 0b100;

    /// <summary>Number of the series (equipment, tag, unit).</summary>
    public int Series;

    /// <summary>In a tail: the row before this one of the same series, or -1. In a sealed group: the row number of its address.</summary>
    public int Link;

    /// <summary>The value's 64 bits, as IEEE 754 double.</summary>
    public long Bits;

    /// <summary>Source time, microseconds since 1970 UTC.</summary>
    public long At;

    /// <summary>When it was received, microseconds since 1970 UTC.</summary>
    public long Received;

    /// <summary>Quality and whether it is historical.</summary>
    public byte Flags;

    /// <summary>For which work it was measured (<see cref="Purposes"/>); 0 where the device does not say. Kept beside the rows of a file, not in them.</summary>
    public int For;

    /// <summary>The value.</summary>
    public readonly double Value => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>How far the value can be trusted.</summary>
    public readonly Quality Quality => (Quality)(Flags & QualityMask);

    /// <summary>True for a replayed or stored-and-forwarded value.</summary>
    public readonly bool Historical => (Flags & HistoricalFlag) != 0;

    /// <summary>Packs quality and the historical mark.</summary>
    public static byte Pack(Quality quality, bool historical) => (byte)((byte)quality | (historical ? HistoricalFlag : 0));

    /// <summary>Lowers the quality to uncertain; what is bad stays bad.</summary>
    public void Doubt()
    {
        if (Quality == Quality.Good) Flags = Pack(Quality.Uncertain, Historical);
    }

    /// <summary>Writes the row as <see cref="Size"/> little-endian bytes.</summary>
    public readonly void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, Series);
        BinaryPrimitives.WriteInt64LittleEndian(target[4..], Bits);
        BinaryPrimitives.WriteInt64LittleEndian(target[12..], At);
        BinaryPrimitives.WriteInt64LittleEndian(target[20..], Received);
        target[28] = Flags;
    }

    /// <summary>Reads a row that <see cref="Write"/> wrote.</summary>
    public static Row Read(ReadOnlySpan<byte> source) => new()
    {
        Series = BinaryPrimitives.ReadInt32LittleEndian(source),
        Bits = BinaryPrimitives.ReadInt64LittleEndian(source[4..]),
        At = BinaryPrimitives.ReadInt64LittleEndian(source[12..]),
        Received = BinaryPrimitives.ReadInt64LittleEndian(source[20..]),
        Flags = source[28],
    };

    /// <summary>The row with its names and its address.</summary>
    public readonly Reading ToReading(Series series, ReadingAddress address) => new(
        series.Equipment, series.Tag, Value, series.Unit, Quality,
        Microseconds.ToInstant(At), Microseconds.ToInstant(Received), Historical, address.ToString())
    {
        For = Purposes.Of(For),
    };
}
