using System.Collections.Concurrent;
using System.Text.Json;

namespace Cellwright.Server.Monitoring;

/// <summary>The files of models, by the hash that the record holds. One that is missing or was changed is not used.</summary>
/// <param name="folder">Where they lie.</param>
public sealed class ModelShelf(string folder)
{
    private readonly ConcurrentDictionary<string, object> read = new(StringComparer.Ordinal);

    /// <summary>Keeps a file; it is durable when this returns.</summary>
    /// <returns>Its hash.</returns>
    public async Task<string> KeepAsync(byte[] bytes, CancellationToken ct = default)
    {
        var hash = SiteModel.HashOf(bytes);
        Directory.CreateDirectory(folder);
        var (path, next) = (PathOf(hash), Path.Combine(folder, $"{hash}.{Guid.NewGuid():N}"));
        if (File.Exists(path) && SiteModel.HashOf(await File.ReadAllBytesAsync(path, ct)) == hash) return hash;
        await using (var file = new FileStream(next, FileMode.CreateNew))
        {
            await file.WriteAsync(bytes, ct);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
        return hash;
    }

    /// <summary>The model of batches of that hash, or null with the reason.</summary>
    public Task<(SiteModel? File, string? Why)> FindAsync(string hash, CancellationToken ct = default) => FindAsync(hash, bytes => SiteModel.Read(bytes), ct);

    /// <summary>The model of a room or utility of that hash, or null with the reason.</summary>
    public Task<(EquipmentModel? File, string? Why)> FindOfEquipmentAsync(string hash, CancellationToken ct = default) => FindAsync(hash, bytes => EquipmentModel.Read(bytes), ct);

    private async Task<(T? File, string? Why)> FindAsync<T>(string hash, Func<byte[], T> readOf, CancellationToken ct)
        where T : class
    {
        if (read.TryGetValue(hash, out var known) && known is T same) return (same, null);
        if (!File.Exists(PathOf(hash))) return (null, $"The file of the model, SHA-256 {hash}, is not in {folder}. Restore it from the backup.");
        var bytes = await File.ReadAllBytesAsync(PathOf(hash), ct);
        if (SiteModel.HashOf(bytes) != hash) return (null, $"The file of the model in {folder} is not the one with SHA-256 {hash} that is on record. Restore it from the backup.");
        try
        {
            var file = readOf(bytes);
            read[hash] = file;
            return (file, null);
        }
        catch (JsonException)
        {
            return (null, $"The file of the model, SHA-256 {hash}, is of another version of Cellwright. Fit the model again.");
        }
    }

    private string PathOf(string hash) => Path.Combine(folder, $"{hash}.json");
}
