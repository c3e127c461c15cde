using Cellwright.Server.Readings;

namespace Cellwright.Tests.Readings;

/// <summary>A real disk that can be told to be full, either at the write (half of which still succeeds) or only at the flush.</summary>
internal sealed class FullDisk(bool inFlush)
{
    private bool InFlush { get; } = inFlush;

    public bool Full { get; set; }

    public IDurableFile Open(string path) => new Disk(DurableFile.Open(path), this);

    private sealed class Disk(IDurableFile file, FullDisk disk) : IDurableFile
    {
        public long Length => file.Length;

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            if (disk.Full && !disk.InFlush)
            {
                file.Write(offset, bytes[..(bytes.Length / 2)]);
                throw new IOException("No space left on device.");
            }

            file.Write(offset, bytes);
        }

        public void Flush()
        {
            if (disk.Full) throw new IOException("No space left on device.");
            file.Flush();
        }

        public void Cut(long length) => file.Cut(length);

        public void Dispose() => file.Dispose();
    }
}
