using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Cellwright.Ledger;

/// <summary>Writes entries, their proof, the checkpoint and attachments into one file that a stranger can check: see <see cref="ExportManifest"/> for its parts.</summary>
public static class ExportWriter
{
    private const int Page = 4096;
    private static readonly string[] Reserved =
        [ExportManifest.EntriesFile, ExportManifest.ContentsFile, ExportManifest.ProofFile, ExportManifest.CheckpointFile, ExportManifest.KeyFile, ExportManifest.ManifestFile];

    /// <summary>Exports what the newest checkpoint covers: let the <see cref="Integrator"/> integrate first where the latest entries are wanted.</summary>
    /// <param name="record">The record.</param>
    /// <param name="key">Signs the manifest.</param>
    /// <param name="request">What to export.</param>
    /// <param name="path">The file; replaced as a whole once everything is written.</param>
    /// <param name="ct">Cancels; nothing is left behind.</param>
    /// <returns>The manifest as signed.</returns>
    /// <exception cref="ArgumentException">A stream is unknown, or an attachment has an unfit name.</exception>
    /// <exception cref="RecordUnavailableException">The record cannot be read now, or has no checkpoint yet.</exception>
    public static async Task<ExportManifest> WriteAsync(IRecord record, SiteKey key, ExportRequest request, string path, CancellationToken ct = default)
    {
        var part = path + ".part";
        try
        {
            ExportManifest manifest;
            await using (var file = new FileStream(part, FileMode.Create, FileAccess.ReadWrite)) manifest = await WriteAsync(record, key, request, file, ct).ConfigureAwait(false);
            File.Move(part, path, overwrite: true);
            return manifest;
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>As the other, into a seekable stream that stands at its beginning.</summary>
    public static async Task<ExportManifest> WriteAsync(IRecord record, SiteKey key, ExportRequest request, Stream target, CancellationToken ct = default)
    {
        if (!EntryView.IsText(Encoding.UTF8.GetBytes(request.Subject))) throw new ArgumentException("The subject of an export is one line of text.");
        foreach (var attachment in request.Attachments)
        {
            if (!ContainerFormat.IsName(attachment.Name) || Reserved.Contains(attachment.Name)) throw new ArgumentException($"An attachment cannot be named {attachment.Name}.");
        }

        var stored = await record.LatestCheckpointAsync(ct).ConfigureAwait(false)
            ?? throw new RecordUnavailableException("The record has no checkpoint yet: export again in a second.");
        var checkpoint = Checkpoint.Open(Encoding.UTF8.GetBytes(stored.Text), key.Public);
        var streams = new Dictionary<string, long>(StringComparer.Ordinal);
        var contents = new MemoryStream();
        var indexes = new List<long>();
        var container = new ContainerWriter(target);

        var files = new List<ManifestFile>
        {
            await container.AddAsync(ExportManifest.EntriesFile, async write =>
            {
                var header = new byte[12];
                await foreach (var entry in EntriesAsync(record, request.Streams, checkpoint.Size, ct).ConfigureAwait(false))
                {
                    BinaryPrimitives.WriteInt64BigEndian(header, entry.Index);
                    BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), entry.Bytes.Length);
                    await write(header).ConfigureAwait(false);
                    await write(entry.Bytes).ConfigureAwait(false);
                    contents.Write(header);
                    contents.Write(TreeHash.Leaf(entry.Bytes.Span).ToArray());
                    indexes.Add(entry.Index);
                    streams[entry.Stream] = streams.GetValueOrDefault(entry.Stream) + 1;
                }
            }).ConfigureAwait(false),
        };
        files.Add(await container.AddAsync(ExportManifest.ContentsFile, contents.GetBuffer().AsMemory(0, (int)contents.Length)).ConfigureAwait(false));
        var proof = await BatchProof.BuildAsync(record, checkpoint.Size, indexes, ct).ConfigureAwait(false);
        files.Add(await container.AddAsync(ExportManifest.ProofFile, proof.SelectMany(h => h.ToArray()).ToArray()).ConfigureAwait(false));
        foreach (var attachment in request.Attachments.OrderBy(a => a.Name, StringComparer.Ordinal))
        {
            await using var source = attachment.Open();
            files.Add(await container.AddAsync(attachment.Name, source, ct).ConfigureAwait(false));
        }

        var manifest = new ExportManifest(
            key.Origin, request.Subject, request.Made, (checkpoint.Size, checkpoint.Root), indexes.Count, [.. streams.OrderBy(s => s.Key, Utf8Order.Instance).Select(s => (s.Key, s.Value))], files);
        await container.AddAsync(ExportManifest.CheckpointFile, Encoding.UTF8.GetBytes(stored.Text)).ConfigureAwait(false);
        await container.AddAsync(ExportManifest.KeyFile, Encoding.UTF8.GetBytes(key.Public.Pem)).ConfigureAwait(false);
        await container.AddAsync(ExportManifest.ManifestFile, Encoding.UTF8.GetBytes(SignedNote.Sign(manifest.ToText(), key))).ConfigureAwait(false);
        await container.FinishAsync().ConfigureAwait(false);
        return manifest;
    }

    private static async IAsyncEnumerable<Entry> EntriesAsync(IRecord record, IReadOnlyCollection<string>? streams, long size, [EnumeratorCancellation] CancellationToken ct)
    {
        if (streams is null)
        {
            for (long next = 0; next < size;)
            {
                var page = await record.ReadAsync(next, (int)Math.Min(Page, size - next), ct).ConfigureAwait(false);
                if (page.Count == 0) throw new RecordDamagedException(next, $"Entry {next} is missing from the record.");
                foreach (var entry in page) yield return entry;
                next += page.Count;
            }

            yield break;
        }

        var chosen = new List<Entry>();
        foreach (var stream in streams.Distinct(StringComparer.Ordinal))
        {
            var entries = (await record.ReadStreamAsync(stream, 0, ct).ConfigureAwait(false)).Where(e => e.Index >= 0 && e.Index < size).ToArray();
            if (entries.Length == 0) throw new ArgumentException($"Nothing is recorded under {stream}.");
            chosen.AddRange(entries);
        }

        foreach (var entry in chosen.OrderBy(e => e.Index)) yield return entry;
    }
}
