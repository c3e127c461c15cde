using System.Buffers.Binary;
using System.Text;

namespace Cellwright.Ledger;

/// <summary>A file in the container.</summary>
/// <param name="Name">Its path, of plain ASCII.</param>
/// <param name="HeaderAt">Where its header begins.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Crc">Its ZIP checksum.</param>
internal sealed record ContainedFile(string Name, long HeaderAt, long Length, uint Crc)
{
    public long DataAt => HeaderAt + ContainerFormat.LocalHeaderLength(Name);

    public long EndsAt => DataAt + Length;
}

/// <summary>
/// A ZIP file that ordinary programs open, in the one form that its contents allow: stored, without times, comments and gaps, always ZIP64.
/// So a reader can build every byte that is not contents again, and no byte goes unchecked. Layout: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.3.
/// </summary>
internal static class ContainerFormat
{
    public const int EndLength = 56 + 20 + 22;
    private const ushort Zip64Version = 45;
    private const ushort FirstOfJanuary1980 = 0x21;

    public static int LocalHeaderLength(string name) => 30 + name.Length + 20;

    /// <summary>Names that every file system takes: letters, digits, dot, dash, underscore, folders by slash.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 200 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/')
        && name.Split('/').All(part => part.Length > 0 && part[0] != '.');

    public static byte[] LocalHeader(ContainedFile file)
    {
        var bytes = new byte[LocalHeaderLength(file.Name)];
        var at = bytes.AsSpan();
        Put32(ref at, 0x04034B50);
        PutCommon(ref at, file, extraLength: 20);
        Put(ref at, Encoding.ASCII.GetBytes(file.Name));
        Put16(ref at, 1);
        Put16(ref at, 16);
        Put64(ref at, file.Length);
        Put64(ref at, file.Length);
        return bytes;
    }

    /// <summary>The central directory and the end records behind the last file.</summary>
    public static byte[] Directory(IReadOnlyList<ContainedFile> files)
    {
        var start = files.Count == 0 ? 0 : files[^1].EndsAt;
        var length = files.Sum(f => 46 + f.Name.Length + 28);
        var bytes = new byte[length + EndLength];
        var at = bytes.AsSpan();
        foreach (var file in files)
        {
            Put32(ref at, 0x02014B50);
            Put16(ref at, Zip64Version);
            PutCommon(ref at, file, extraLength: 28);
            at = at[10..]; // comment length, disk, attributes: all 0
            Put32(ref at, uint.MaxValue);
            Put(ref at, Encoding.ASCII.GetBytes(file.Name));
            Put16(ref at, 1);
            Put16(ref at, 24);
            Put64(ref at, file.Length);
            Put64(ref at, file.Length);
            Put64(ref at, file.HeaderAt);
        }

        Put32(ref at, 0x06064B50);
        Put64(ref at, 44);
        Put16(ref at, Zip64Version);
        Put16(ref at, Zip64Version);
        at = at[8..]; // disks: 0
        Put64(ref at, files.Count);
        Put64(ref at, files.Count);
        Put64(ref at, length);
        Put64(ref at, start);
        Put32(ref at, 0x07064B50);
        at = at[4..];
        Put64(ref at, start + length);
        Put32(ref at, 1);
        Put32(ref at, 0x06054B50);
        at = at[4..];
        Put32(ref at, uint.MaxValue);
        Put32(ref at, uint.MaxValue);
        Put32(ref at, uint.MaxValue);
        return bytes;
    }

    private static void PutCommon(ref Span<byte> at, ContainedFile file, ushort extraLength)
    {
        Put16(ref at, Zip64Version);
        at = at[4..]; // flags 0, method 0: stored
        Put16(ref at, 0);
        Put16(ref at, FirstOfJanuary1980);
        Put32(ref at, file.Crc);
        Put32(ref at, uint.MaxValue);
        Put32(ref at, uint.MaxValue);
        Put16(ref at, (ushort)file.Name.Length);
        Put16(ref at, extraLength);
    }

    private static void Put16(ref Span<byte> at, ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, value);
        at = at[2..];
    }

    private static void Put32(ref Span<byte> at, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(at, value);
        at = at[4..];
    }

    private static void Put64(ref Span<byte> at, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(at, value);
        at = at[8..];
    }

    private static void Put(ref Span<byte> at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(at);
        at = at[bytes.Length..];
    }
}
