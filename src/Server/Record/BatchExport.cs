using System.Text;
using Cellwright.Domain.Basics;
using Cellwright.Ledger;

namespace Cellwright.Server.Record;

/// <summary>Puts everything about one batch into one file that a stranger can read and check: entries with proof, the record for people and for machines, the readings used.</summary>
/// <param name="record">The record.</param>
/// <param name="key">Signs the export.</param>
/// <param name="readings">Gives the readings behind the steps.</param>
/// <param name="clock">Says when the export was made.</param>
/// <param name="print">Prints the record to PDF; see <see cref="PdfPrinter.PrintAsync"/>.</param>
public sealed class BatchExport(
    IRecord record, SiteKey key, ReadingsBetween readings, TimeProvider clock, Func<string, CancellationToken, Task<(byte[]? Pdf, string? Reason)>>? print = null)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Writes the export of a batch. The file appears whole or not at all.</summary>
    /// <param name="batchId">Batch number.</param>
    /// <param name="outFile">The file; replaced when it exists.</param>
    /// <param name="ct">Cancels; nothing is left behind.</param>
    /// <exception cref="RecordUnavailableException">The record cannot be read, or its newest entries were not signed within 30 seconds.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task<ExportResult> WriteAsync(string batchId, string outFile, CancellationToken ct = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var entries = await BatchStreams.ReadAsync(record, batchId, ct);
            if (entries.Count == 0) return new ExportRefused(new Refusal("batch", $"There is no batch {batchId} in this record. Check the batch number."));
            var checkpoint = await CoveredAsync(batchId, entries.Count, ct);
            entries = await BatchStreams.ReadAsync(record, batchId, ct);
            var executed = ExecutedRecord.Of(batchId, entries);
            var (attachments, noPdf) = await AttachmentsAsync(executed, checkpoint, attempt == 1 ? print : null, ct);
            var streams = entries.GroupBy(entry => entry.Stream, StringComparer.Ordinal).ToDictionary(stream => stream.Key, stream => (long)stream.Count());
            var made = clock.GetUtcNow().ToOffset(executed.Offset);
            var manifest = await ExportWriter.WriteAsync(record, key, new ExportRequest($"batch/{batchId}", streams.Keys, attachments, made), outFile, ct);

            // A stream may have grown while the record was printed: then the printed copy would lack an entry that the file holds.
            // Again, then, and without the slow printing, so that a batch under way cannot outrun its export.
            if (attempt == Attempts || manifest.Streams.All(stream => streams[stream.Name] == stream.Entries))
                return new Exported(outFile, manifest, noPdf);
        }
    }

    private async Task<(IReadOnlyList<Attachment>, string? NoPdf)> AttachmentsAsync(
        ExecutedRecord executed, StoredCheckpoint stored, Func<string, CancellationToken, Task<(byte[]? Pdf, string? Reason)>>? printer, CancellationToken ct)
    {
        var trends = await StepTrend.AllAsync(executed, readings);
        var checkpoint = Checkpoint.Open(Encoding.UTF8.GetBytes(stored.Text), key.Public);
        var proof = new RecordProof(checkpoint.Origin, checkpoint.Size, checkpoint.Root.ToString(), stored.Text, key.Public.Fingerprint);
        var html = HtmlRecord.Write(executed, trends, proof);
        var (pdf, reason) = printer is not null ? await printer(html, ct)
            : (null, print is null ? "printing was not asked for" : "the batch went on while it was printed; record.html is complete and prints the same");
        var files = new List<Attachment>
        {
            Attachment.Of("record.html", Encoding.UTF8.GetBytes(html)),
            Attachment.Of("record.json", RecordJson.Write(executed)),
            Attachment.Of("readings.parquet", await ReadingsExtract.WriteAsync(trends, ct)),
            Attachment.Of("README.txt", Encoding.UTF8.GetBytes(ReadMe(executed, proof, reason))),
        };
        if (pdf is not null) files.Add(Attachment.Of("record.pdf", pdf));
        return (files, reason);
    }

    // An export waits until the tree has grown over all that it will hold: what is not under a checkpoint cannot be proven.
    private async Task<StoredCheckpoint> CoveredAsync(string batchId, int atLeast, CancellationToken ct)
    {
        var deadline = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            var entries = await BatchStreams.ReadAsync(record, batchId, ct);
            var checkpoint = await record.LatestCheckpointAsync(ct);
            if (checkpoint is not null && entries.Count >= atLeast && entries.All(entry => entry.Index != Entry.NotYetPlaced && entry.Index < checkpoint.Size)) return checkpoint;
            if (TimeProvider.System.GetUtcNow() > deadline)
                throw new RecordUnavailableException("The newest entries of this batch are not under a signed checkpoint yet. Look at the health of the ledger, then export again.");
            await Task.Delay(Pause, ct);
        }
    }

    private static string ReadMe(ExecutedRecord executed, RecordProof proof, string? noPdf) => $"""
        Export of batch {executed.Batch.Id}, made by master record {executed.Recipe.Name} (SHA-256 {executed.Recipe.Hash})

        record.html       the executed batch record for people; opens in any browser, prints on A4
        record.pdf        {(noPdf is null ? "the same, printed" : $"left out: {noPdf}")}
        record.json       the same content for programs
        readings.parquet  the readings that the steps used or watched
        entries.bin       every entry, as the exact bytes that were recorded
        contents.bin      index and hash of each entry
        proof.bin         the proof that each stands in the record of {proof.Origin}
        checkpoint.txt    the signed head of that record
        key.pem           the public key; its fingerprint is {proof.KeyFingerprint}
        manifest.txt      what is inside, signed

        To check it, without any network and without trusting whoever made it: get the public key of the site from the site,
        compare its fingerprint, and run

            cellwright verify FILE --key site-key.pub.pem

        """;
}

/// <summary>What became of an export.</summary>
public abstract record ExportResult;

/// <summary>The file is written.</summary>
/// <param name="File">Its path.</param>
/// <param name="Manifest">What is inside, as signed.</param>
/// <param name="NoPdf">Why there is no PDF in it, or null when there is one.</param>
public sealed record Exported(string File, ExportManifest Manifest, string? NoPdf) : ExportResult;

/// <summary>There is nothing to export; no file was written.</summary>
/// <param name="Refusal">Why not.</param>
public sealed record ExportRefused(Refusal Refusal) : ExportResult;
