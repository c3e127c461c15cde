using Cellwright.Domain.Execution;
using Cellwright.Ledger;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Execution;

/// <summary>Keeps the watches current: each batch that changed, and at start every batch that is not over.</summary>
public sealed class BatchFollower(Desk.Desk desk, IRecord record, LimitWatch limits, ClockWatch clocks) : BackgroundService
{
    private const string Prefix = "batch/";
    private readonly System.Threading.Channels.Channel<string> changed = System.Threading.Channels.Channel.CreateUnbounded<string>();

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        desk.Recorded += entries =>
        {
            if (entries[0].Stream.StartsWith(Prefix, StringComparison.Ordinal)) changed.Writer.TryWrite(entries[0].Stream);
        };
        foreach (var stream in await record.StreamsAsync(Prefix, stoppingToken)) changed.Writer.TryWrite(stream);
        await foreach (var stream in changed.Reader.ReadAllAsync(stoppingToken))
        {
            var batch = await desk.StateAsync<Batch>(stream[Prefix.Length..], stoppingToken);
            limits.Saw(batch);
            clocks.Saw(batch);
        }
    }
}
