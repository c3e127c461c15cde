using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Cellwright.Domain.Equipment;

namespace Cellwright.Server.Readings;

/// <summary>The write-ahead file of one segment: a magic word, then frames of (length, CRC-32C, payload), all little-endian.
/// A payload is the first row's number, the definitions of series that the file has not named yet, rows and, where a device said so, for which work some of them were measured.
/// A frame counts only when it is whole; what follows the last whole frame is a torn tail and is cut.</summary>
internal sealed class WriteAheadFile : IDisposable
{
    private const int FrameHead = 8;
    private static ReadOnlySpan<byte> Magic => "CWREAD1\n"u8;

    private readonly IDurableFile _file;
    private readonly ArrayBufferWriter<byte> _frame = new(1 << 16);
    private long _good;
    private bool _doubtful;

    private WriteAheadFile(IDurableFile file, int segment, long good)
    {
        _file = file;
        Segment = segment;
        _good = good;
    }

    /// <summary>Sequence number of the segment.</summary>
    public int Segment { get; }

    /// <summary>Name of the file of a segment.</summary>
    public static string NameOf(int segment) => $"{segment:D6}.wal";

    /// <summary>Starts a new file, durable in its folder.</summary>
    public static WriteAheadFile Create(string folder, int segment, Func<string, IDurableFile> open)
    {
        var file = open(Path.Combine(folder, NameOf(segment)));
        try
        {
            file.Cut(0);
            file.Write(0, Magic);
            file.Flush();
            Folder.Flush(folder);
            return new WriteAheadFile(file, segment, Magic.Length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens an existing file behind its last whole frame.</summary>
    public static WriteAheadFile Continue(string path, int segment, long good, Func<string, IDurableFile> open)
    {
        var file = open(path);
        if (good < Magic.Length)
        {
            file.Write(0, Magic);
            good = Magic.Length;
        }

        if (file.Length > good) file.Cut(good);
        file.Flush();
        return new WriteAheadFile(file, segment, good);
    }

    /// <summary>Appends one frame and returns once it is durable. After a failure nothing of it counts and the call may be repeated.</summary>
    public void Append(int firstRow, IReadOnlyList<Series> definitions, ReadOnlySpan<Row> rows)
    {
        _frame.ResetWrittenCount();
        Put(0);
        Put(0);
        Put(firstRow);
        Put(definitions.Count);
        foreach (var series in definitions)
        {
            Put(series.Number);
            Put(series.Equipment);
            Put(series.Tag);
            Put(series.Unit);
        }

        Put(rows.Length);
        var target = _frame.GetSpan(rows.Length * Row.Size);
        for (var i = 0; i < rows.Length; i++) rows[i].Write(target[(i * Row.Size)..]);
        _frame.Advance(rows.Length * Row.Size);
        PutPurposes(rows);

        // ArrayBufferWriter shows its bytes as read-only memory; they are our own.
        var bytes = MemoryMarshal.AsMemory(_frame.WrittenMemory).Span;
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length - FrameHead);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], Crc(bytes[FrameHead..]));

        if (_doubtful) _file.Cut(_good);
        _doubtful = true; // until the flush has returned, whatever lies behind _good is no frame of ours
        _file.Write(_good, bytes);
        _file.Flush();
        _good += bytes.Length;
        _doubtful = false;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Reads every whole frame; gives the length that is good and the number of bytes behind it.</summary>
    public static (long Good, long Torn) Replay(string path, Func<int, string, string, string, Series> define, Action<Row> row)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        if (bytes.Length < Magic.Length || !bytes[..Magic.Length].SequenceEqual(Magic)) return (0, bytes.Length);
        var good = Magic.Length;
        var series = new Dictionary<int, int>();
        var expected = 0;
        var rows = new List<Row>();
        while (bytes.Length - good >= FrameHead)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[good..]);
            if (length < 12 || length > bytes.Length - good - FrameHead) break;
            var payload = bytes.Slice(good + FrameHead, length);
            if (Crc(payload) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[(good + 4)..])) break;
            if (Take(ref payload) != expected) break;
            for (var definitions = Take(ref payload); definitions > 0; definitions--)
            {
                var number = Take(ref payload);
                series[number] = define(number, TakeText(ref payload), TakeText(ref payload), TakeText(ref payload)).Number;
            }

            var count = Take(ref payload);
            for (var i = 0; i < count; i++)
            {
                var read = Row.Read(payload[(i * Row.Size)..]);
                read.Series = series[read.Series];
                rows.Add(read);
            }

            // A frame of an earlier version ends with its rows.
            payload = payload[(count * Row.Size)..];
            var labelled = payload.IsEmpty ? 0 : Take(ref payload);
            for (var i = 0; i < labelled; i++)
            {
                var number = Take(ref payload);
                CollectionsMarshal.AsSpan(rows)[number].For = Purposes.Number(new MeasuredFor(TakeText(ref payload), TakeText(ref payload)));
            }

            foreach (var read in rows) row(read);
            rows.Clear();
            expected += count;
            good += FrameHead + length;
        }

        return (good, bytes.Length - good);
    }

    /// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4), which processors compute themselves.</summary>
    internal static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes) crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }

    private static int Take(ref Span<byte> from)
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(from);
        from = from[4..];
        return value;
    }

    private static string TakeText(ref Span<byte> from)
    {
        var length = Take(ref from);
        var text = Encoding.UTF8.GetString(from[..length]);
        from = from[length..];
        return text;
    }

    private void PutPurposes(ReadOnlySpan<Row> rows)
    {
        var labelled = 0;
        foreach (ref readonly var row in rows)
            if (row.For != 0) labelled++;
        if (labelled == 0) return;
        Put(labelled);
        for (var i = 0; i < rows.Length; i++)
        {
            if (Purposes.Of(rows[i].For) is not { } purpose) continue;
            Put(i);
            Put(purpose.Batch);
            Put(purpose.Step);
        }
    }

    private void Put(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_frame.GetSpan(4), value);
        _frame.Advance(4);
    }

    private void Put(string text)
    {
        Put(Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, _frame);
    }
}
