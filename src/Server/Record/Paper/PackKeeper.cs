using System.Text;
using System.Threading.Channels;
using Cellwright.Domain.Execution;
using Cellwright.Ledger;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Record.Paper;

/// <summary>
/// Keeps a paper pack of every live batch in the data directory, so that it exists before the server is down: any browser prints it from there.
/// It follows the record and no command waits for it; a batch that changes often is written once in a while.
/// </summary>
/// <param name="desk">Where a batch stands.</param>
/// <param name="reactor">Tells of every entry.</param>
/// <param name="reader">Reads what a pack shows.</param>
/// <param name="live">Numbers of the batches that are being made, once they are known after a start.</param>
/// <param name="folder">Where packs lie.</param>
/// <param name="log">Where a pack that could not be written is noted.</param>
public sealed class PackKeeper(
    Desk.Desk desk, Reactor reactor, PackReader reader, Func<CancellationToken, Task<IReadOnlyList<string>>> live, string folder, ILogger<PackKeeper> log) : BackgroundService
{
    private const string Prefix = "batch/";

    /// <summary>How long changes are gathered before they are written (ours).</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(2);

    private readonly Channel<string> changed = Channel.CreateUnbounded<string>(new() { SingleReader = true });

    /// <summary>Where the pack of a batch lies.</summary>
    public string FileOf(string batchId) => Path.Combine(folder, $"{batchId}.html");

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        reactor.Followed += entry => Changed(entry.Stream);
        Directory.CreateDirectory(folder);
        _ = BeginAsync(stoppingToken);
        while (await changed.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(Gather, stoppingToken);
            var waiting = new HashSet<string>(StringComparer.Ordinal);
            while (changed.Reader.TryRead(out var batch)) waiting.Add(batch);
            foreach (var batch in waiting) await KeepAsync(batch, stoppingToken);
        }
    }

    /// <summary>Writes the pack of a batch as it stands now, or takes it away when the batch is over.</summary>
    public async Task KeepAsync(string batchId, CancellationToken ct)
    {
        try
        {
            var file = FileOf(batchId);
            var making = (await desk.StateAsync<Batch>(batchId, ct)).Status is BatchStatus.Ordered or BatchStatus.Running or BatchStatus.Paused;
            if (!making || await reader.NowAsync(batchId, ct) is not { } facts)
            {
                File.Delete(file);
                return;
            }

            // Whole or not at all: what the disk has when the server dies is the last whole pack.
            var next = file + ".next";
            await File.WriteAllTextAsync(next, PackPaper.Write(facts), Encoding.UTF8, ct);
            File.Move(next, file, overwrite: true);
        }
        catch (Exception fault) when (fault is RecordUnavailableException or RecordDamagedException or FormatException or IOException or UnauthorizedAccessException)
        {
            // The next change of the batch tries again; work at the screen does not depend on it.
            log.LogError(fault, "The paper pack of {Batch} could not be kept", batchId);
        }
    }

    private void Changed(string stream)
    {
        if (stream.StartsWith(Prefix, StringComparison.Ordinal)) changed.Writer.TryWrite(stream[Prefix.Length..]);
    }

    // What a server before this one left may be of a batch that has ended since.
    private async Task BeginAsync(CancellationToken ct)
    {
        var batches = (await live(ct)).Concat(Directory.EnumerateFiles(folder, "*.html").Select(file => Path.GetFileNameWithoutExtension(file)));
        foreach (var batch in batches.Distinct(StringComparer.Ordinal)) changed.Writer.TryWrite(batch);
    }
}
