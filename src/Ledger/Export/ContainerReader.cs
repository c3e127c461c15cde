using System.Buffers.Binary;
using System.Text;

namespace Cellwright.Ledger;

/// <summary>Opens a container and refuses any byte outside the contents that <see cref="ContainerFormat"/> would not have written.</summary>
internal sealed class ContainerReader
{
    private const int MaxDirectory = 16 * 1024 * 1024;

    /// <summary>Stands for the parts of the container that are no file.</summary>
    private const string Frame = "directory";

    private readonly Stream _source;
    private readonly Dictionary<string, ContainedFile> _byName = new(StringComparer.Ordinal);

    private ContainerReader(Stream source, IReadOnlyList<ContainedFile> files)
    {
        (_source, Files) = (source, files);
        foreach (var file in files) _byName.TryAdd(file.Name, file);
    }

    /// <summary>The files in their order.</summary>
    public IReadOnlyList<ContainedFile> Files { get; }

    /// <exception cref="ExportFormatException">It is no such container (no file named), or one of its files is out of form.</exception>
    public static ContainerReader Open(Stream source)
    {
        if (source.Length < ContainerFormat.EndLength) throw new ExportFormatException(null, "This is not a Cellwright export, or it was cut short.");
        var end = Read(source, source.Length - ContainerFormat.EndLength, ContainerFormat.EndLength);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != 0x06064B50) throw new ExportFormatException(null, "This is not a Cellwright export, or it was cut short: its end record is missing.");
        var length = BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(40));
        var start = BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(48));
        if (length is < 0 or > MaxDirectory || start < 0 || start != source.Length - ContainerFormat.EndLength - length)
            throw new ExportFormatException(Frame, "Bytes were added to the export or removed from it: its directory is not where it belongs.");
        var directory = Read(source, start, (int)length + ContainerFormat.EndLength);
        var files = Parse(directory.AsSpan(0, (int)length));
        if (!ContainerFormat.Directory(files).AsSpan().SequenceEqual(directory)) throw new ExportFormatException(Frame, "The directory of the export was changed.");
        foreach (var file in files)
        {
            if (!Read(source, file.HeaderAt, ContainerFormat.LocalHeaderLength(file.Name)).AsSpan().SequenceEqual(ContainerFormat.LocalHeader(file)))
                throw new ExportFormatException(file.Name, $"The header of {file.Name} was changed.");
        }

        return new ContainerReader(source, files);
    }

    /// <exception cref="ExportFormatException">There is no such file.</exception>
    public ContainedFile Find(string name) => _byName.TryGetValue(name, out var file) ? file : throw new ExportFormatException(name, $"{name} is missing from the export.");

    /// <summary>A small file as a whole, its checksum compared.</summary>
    /// <exception cref="ExportFormatException">It is missing, larger than it may be, or changed.</exception>
    public byte[] ReadAll(string name, int limit)
    {
        var file = Find(name);
        if (file.Length > limit) throw new ExportFormatException(name, $"{name} is larger than it can be.");
        var bytes = Read(_source, file.DataAt, (int)file.Length);
        return Crc32.Append(0, bytes) == file.Crc ? bytes : throw new ExportFormatException(name, $"{name} was changed.");
    }

    /// <summary>Reads a part of a file.</summary>
    public void Read(ContainedFile file, long at, Span<byte> target)
    {
        _source.Position = file.DataAt + at;
        _source.ReadExactly(target);
    }

    private static byte[] Read(Stream source, long at, int length)
    {
        var bytes = new byte[length];
        source.Position = at;
        source.ReadExactly(bytes);
        return bytes;
    }

    // Reads only what differs from file to file: the rest is compared with the rebuilt directory.
    private static List<ContainedFile> Parse(ReadOnlySpan<byte> directory)
    {
        var files = new List<ContainedFile>();
        long at = 0;
        while (directory.Length > 0)
        {
            var nameLength = directory.Length < 46 ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]);
            if (nameLength == 0 || directory.Length < 46 + nameLength + 28) throw new ExportFormatException(Frame, "The directory of the export was changed.");
            var name = Encoding.ASCII.GetString(directory.Slice(46, nameLength));
            var length = BinaryPrimitives.ReadInt64LittleEndian(directory[(46 + nameLength + 4)..]);
            if (!ContainerFormat.IsName(name) || length < 0 || length > long.MaxValue / 4) throw new ExportFormatException(Frame, "The directory of the export was changed.");
            var file = new ContainedFile(name, at, length, BinaryPrimitives.ReadUInt32LittleEndian(directory[16..]));
            if (file.EndsAt < at) throw new ExportFormatException(Frame, "The directory of the export was changed.");
            at = file.EndsAt;
            files.Add(file);
            directory = directory[(46 + nameLength + 28)..];
        }

        return files;
    }
}
