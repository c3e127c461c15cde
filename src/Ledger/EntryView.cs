using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Cellwright.Ledger;

/// <summary>The fields of an entry, read in place from its bytes without copying; only bytes that <see cref="EntryCodec"/> could have written are accepted.</summary>
internal readonly ref struct EntryView
{
    public ReadOnlySpan<byte> Stream { get; private init; }
    public long Version { get; private init; }
    public ReadOnlySpan<byte> Type { get; private init; }
    public ReadOnlySpan<byte> Actor { get; private init; }
    public DateTimeOffset At { get; private init; }
    public Guid CommandId { get; private init; }
    public int HashStart { get; private init; }
    public int HashLength { get; private init; }
    public int DataStart { get; private init; }

    /// <summary>Reads strictly: false for anything but the one encoding of an entry.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out EntryView view)
    {
        view = default;
        var rest = bytes;
        if (bytes.Length > EntryCodec.MaxBytes || !Take(ref rest, 1, out var format) || format[0] is not (EntryCodec.Format or EntryCodec.WithoutHash)) return false;
        if (!TakeText(ref rest, out var stream) || !Take(ref rest, 8, out var version)) return false;
        if (!TakeText(ref rest, out var type) || !TakeText(ref rest, out var actor)) return false;
        if (!Take(ref rest, 8, out var ticks) || !Take(ref rest, 2, out var offset)) return false;
        if (!Take(ref rest, 16, out var commandId)) return false;
        var hashStart = bytes.Length - rest.Length;
        if (!Take(ref rest, format[0] == EntryCodec.WithoutHash ? 0 : EntryCodec.HashBytes, out var hash) || !Take(ref rest, 4, out var length)) return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(length) != rest.Length) return false;
        if (!TryTime(BinaryPrimitives.ReadInt64BigEndian(ticks), BinaryPrimitives.ReadInt16BigEndian(offset), out var at)) return false;

        view = new EntryView
        {
            Stream = stream,
            Version = BinaryPrimitives.ReadInt64BigEndian(version),
            Type = type,
            Actor = actor,
            At = at,
            CommandId = new Guid(commandId, bigEndian: true),
            HashStart = hashStart,
            HashLength = hash.Length,
            DataStart = bytes.Length - rest.Length,
        };
        return view.Version >= 1;
    }

    /// <summary>Control characters are refused because these texts stand on lines of their own in signed notes.</summary>
    public static bool IsText(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= ushort.MaxValue && text.IndexOfAnyInRange((byte)0, (byte)31) < 0 && !text.Contains((byte)127) && Utf8.IsValid(text);

    private static bool TryTime(long utcTicks, short minutes, out DateTimeOffset at)
    {
        at = default;
        var offset = minutes * TimeSpan.TicksPerMinute;
        if (Math.Abs((int)minutes) > 14 * 60 || utcTicks < 0 || utcTicks > DateTime.MaxValue.Ticks) return false;
        if (utcTicks + offset < 0 || utcTicks + offset > DateTime.MaxValue.Ticks) return false;
        at = new DateTimeOffset(utcTicks + offset, new TimeSpan(offset));
        return true;
    }

    private static bool TakeText(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        text = default;
        return Take(ref rest, 2, out var length) && Take(ref rest, BinaryPrimitives.ReadUInt16BigEndian(length), out text) && IsText(text);
    }

    private static bool Take(scoped ref ReadOnlySpan<byte> rest, int count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (rest.Length < count) return false;
        taken = rest[..count];
        rest = rest[count..];
        return true;
    }
}
