using System.Security.Cryptography;

namespace Cellwright.Ledger;

/// <summary>Writes a container file by file; the target must be seekable, since a header is written once its contents are known.</summary>
internal sealed class ContainerWriter(Stream target)
{
    private readonly List<ContainedFile> _files = [];

    /// <summary>Adds a file.</summary>
    /// <param name="name">See <see cref="ContainerFormat.IsName"/>.</param>
    /// <param name="write">Writes its contents through the function that it is given.</param>
    /// <returns>What the manifest says about it.</returns>
    public async Task<ManifestFile> AddAsync(string name, Func<Func<ReadOnlyMemory<byte>, Task>, Task> write)
    {
        var headerAt = target.Position;
        var header = new byte[ContainerFormat.LocalHeaderLength(name)];
        await target.WriteAsync(header).ConfigureAwait(false);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        uint crc = 0;
        long length = 0;
        await write(async bytes =>
        {
            crc = Crc32.Append(crc, bytes.Span);
            sha.AppendData(bytes.Span);
            length += bytes.Length;
            await target.WriteAsync(bytes).ConfigureAwait(false);
        }).ConfigureAwait(false);

        var file = new ContainedFile(name, headerAt, length, crc);
        target.Position = headerAt;
        await target.WriteAsync(ContainerFormat.LocalHeader(file)).ConfigureAwait(false);
        target.Position = file.EndsAt;
        _files.Add(file);
        return new ManifestFile(name, length, crc, Convert.ToHexStringLower(sha.GetHashAndReset()));
    }

    /// <summary>Adds a file that is at hand.</summary>
    public Task<ManifestFile> AddAsync(string name, ReadOnlyMemory<byte> contents) => AddAsync(name, write => write(contents));

    /// <summary>Adds a file from a stream.</summary>
    public Task<ManifestFile> AddAsync(string name, Stream contents, CancellationToken ct) => AddAsync(name, async write =>
    {
        var buffer = new byte[81920];
        int read;
        while ((read = await contents.ReadAsync(buffer, ct).ConfigureAwait(false)) > 0) await write(buffer.AsMemory(0, read)).ConfigureAwait(false);
    });

    /// <summary>Writes the directory; nothing can be added any more.</summary>
    public async Task FinishAsync() => await target.WriteAsync(ContainerFormat.Directory(_files)).ConfigureAwait(false);
}
