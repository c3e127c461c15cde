using System.Buffers.Binary;
using System.Text;

namespace Cellwright.Ledger;

/// <summary>
/// The one encoding of an entry. All numbers are big-endian; every text is UTF-8 behind a 16-bit length:
/// format (1 byte, = 2), stream, version (8), type, actor, UTC ticks of 100 ns since 0001-01-01 (8), UTC offset in minutes (2),
/// command id (16, RFC 9562 order), command hash (32), data behind a 32-bit length. The global index is not part of it: it is the place in the tree.
/// </summary>
/// <remarks>
/// Strict both ways, so that equal entries have equal hashes: bytes that would encode otherwise are refused.
/// Entries of format 1 have no command hash; they are read for ever and written no more.
/// </remarks>
public static class EntryCodec
{
    /// <summary>First byte of every entry that is written; another layout takes another number.</summary>
    public const byte Format = 2;

    /// <summary>First byte of an entry that holds no command hash.</summary>
    internal const byte WithoutHash = 1;

    /// <summary>Bytes of a command hash, a SHA-256.</summary>
    public const int HashBytes = 32;

    /// <summary>An entry is at most 16 MiB: what is larger belongs into a file whose hash is recorded.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const int FixedBytes = 1 + 2 + 8 + 2 + 2 + 8 + 2 + 16 + 4;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The bytes of an entry: of format 1 where the command hash is empty.</summary>
    /// <exception cref="ArgumentException">A text is empty, too long, not Unicode or holds control characters; the version is not positive; the hash is none; the data are too large.</exception>
    public static byte[] Encode(string stream, long version, string type, string actor, DateTimeOffset at, Guid commandId, ReadOnlySpan<byte> commandHash, ReadOnlySpan<byte> data)
    {
        if (version < 1) throw new ArgumentException("Versions in a stream begin with 1.");
        if (commandHash.Length is not (0 or HashBytes)) throw new ArgumentException("A command hash is the 32 bytes of a SHA-256.");
        var size = Validate(stream, type, actor, commandHash.Length + data.Length);
        var bytes = new byte[size];
        var rest = bytes.AsSpan();
        rest[0] = commandHash.IsEmpty ? WithoutHash : Format;
        rest = rest[1..];
        Put(ref rest, stream);
        BinaryPrimitives.WriteInt64BigEndian(rest, version);
        rest = rest[8..];
        Put(ref rest, type);
        Put(ref rest, actor);
        BinaryPrimitives.WriteInt64BigEndian(rest, at.UtcTicks);
        BinaryPrimitives.WriteInt16BigEndian(rest[8..], (short)at.TotalOffsetMinutes);
        commandId.TryWriteBytes(rest[10..], bigEndian: true, out _);
        commandHash.CopyTo(rest[26..]);
        rest = rest[(26 + commandHash.Length)..];
        BinaryPrimitives.WriteUInt32BigEndian(rest, (uint)data.Length);
        data.CopyTo(rest[4..]);
        return bytes;
    }

    /// <summary>The entry that these bytes stand for.</summary>
    /// <param name="index">Its place in the global order, which the bytes do not hold.</param>
    /// <param name="bytes">Kept, not copied.</param>
    /// <exception cref="FormatException">The bytes are not what <see cref="Encode"/> writes.</exception>
    public static Entry Decode(long index, ReadOnlyMemory<byte> bytes)
    {
        if (!EntryView.TryRead(bytes.Span, out var view)) throw new FormatException("These bytes are not an entry of the record.");
        return new Entry(
            index, Strict.GetString(view.Stream), view.Version, Strict.GetString(view.Type), Strict.GetString(view.Actor),
            view.At, view.CommandId, bytes.Slice(view.HashStart, view.HashLength), bytes[view.DataStart..], bytes);
    }

    /// <summary>Gives an encoded entry its version.</summary>
    internal static void SetVersion(byte[] bytes, long version) =>
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(3 + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(1))), version);

    /// <summary>The stream of an encoded entry, UTF-8.</summary>
    internal static ReadOnlySpan<byte> StreamOf(ReadOnlySpan<byte> bytes) => bytes.Slice(3, BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]));

    private static int Validate(string stream, string type, string actor, int hashAndDataLength)
    {
        var size = (long)FixedBytes + TextLength(stream, "stream") + TextLength(type, "type") + TextLength(actor, "actor") + hashAndDataLength;
        return size <= MaxBytes ? (int)size : throw new ArgumentException($"An entry holds at most {MaxBytes} bytes; this one has {size}.");
    }

    private static int TextLength(string text, string name)
    {
        if (text.Length == 0 || text.AsSpan().IndexOfAnyInRange('\0', '\u001f') >= 0 || text.Contains('\u007f'))
            throw new ArgumentException($"The {name} of an entry is a text without control characters.");
        var length = Strict.GetByteCount(text);
        return length <= ushort.MaxValue ? length : throw new ArgumentException($"The {name} of an entry is longer than {ushort.MaxValue} bytes.");
    }

    private static void Put(ref Span<byte> rest, string text)
    {
        var length = Strict.GetBytes(text, rest[2..]);
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)length);
        rest = rest[(2 + length)..];
    }
}
