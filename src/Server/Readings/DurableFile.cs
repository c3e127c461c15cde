using Microsoft.Win32.SafeHandles;

namespace Cellwright.Server.Readings;

/// <summary>What the write-ahead file needs of a disk; a test puts a failing one in its place.</summary>
internal interface IDurableFile : IDisposable
{
    /// <summary>Length in bytes.</summary>
    long Length { get; }

    /// <summary>Writes at an offset.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Returns once all that was written would survive a loss of power.</summary>
    void Flush();

    /// <summary>Cuts the file to a length.</summary>
    void Cut(long length);
}

/// <summary>A file on a real disk.</summary>
internal sealed class DurableFile : IDurableFile
{
    private readonly SafeFileHandle _handle;

    private DurableFile(SafeFileHandle handle) => _handle = handle;

    public long Length => RandomAccess.GetLength(_handle);

    /// <summary>Opens or creates the file, alone.</summary>
    public static IDurableFile Open(string path) =>
        new DurableFile(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));

    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_handle, bytes, offset);

    public void Flush() => RandomAccess.FlushToDisk(_handle);

    public void Cut(long length) => RandomAccess.SetLength(_handle, length);

    public void Dispose() => _handle.Dispose();
}
