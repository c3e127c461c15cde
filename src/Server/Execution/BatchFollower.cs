using System.Threading.Channels;
using Cellwright.Domain.Execution;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Monitoring;
using Cellwright.Server.Pages;

namespace Cellwright.Server.Execution;

/// <summary>Keeps the watches current: each batch that changed, whichever server recorded it, and at start every batch that is not over.</summary>
public sealed class BatchFollower(Desk.Desk desk, Reactor reactor, Site site, LimitWatch limits, SilenceWatch silence, ClockWatch clocks, AdviceWatch advice, MonitoringWatch monitoring, ILogger<BatchFollower> log) : BackgroundService
{
    private const string Prefix = "batch/";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly Channel<string> changed = Channel.CreateUnbounded<string>(new() { SingleReader = true });

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        desk.Recorded += entries => Changed(entries[0].Stream); // at once
        reactor.Followed += entry => Changed(entry.Stream); // other servers' too
        _ = BeginAsync(stoppingToken);
        var waiting = new HashSet<string>(StringComparer.Ordinal);
        while (await changed.Reader.WaitToReadAsync(stoppingToken))
        {
            while (changed.Reader.TryRead(out var stream)) waiting.Add(stream);
            foreach (var stream in waiting) await InsistAsync(() => FollowAsync(stream, stoppingToken), stoppingToken);
            waiting.Clear();
        }
    }

    // Of the thousands of batches on record some hundred are not over; which, the lists of the site know once the record was read.
    private async Task BeginAsync(CancellationToken ct)
    {
        await site.Complete.WaitAsync(ct);
        foreach (var row in site.Batches) Changed($"{Prefix}{row.Id}");
        // The last stations of a batch that ended a moment ago may not have been judged yet.
        foreach (var row in site.Ended.TakeWhile(row => desk.Now - row.EndedAt < MonitoringWatch.FollowsOn)) Changed($"{Prefix}{row.Id}");
    }

    private void Changed(string stream)
    {
        if (stream.StartsWith(Prefix, StringComparison.Ordinal)) changed.Writer.TryWrite(stream);
    }

    private async Task FollowAsync(string stream, CancellationToken ct)
    {
        var batch = await desk.StateAsync<Batch>(stream[Prefix.Length..], ct);
        limits.Saw(batch);
        silence.Saw(batch);
        clocks.Saw(batch);
        advice.Saw(batch);
        monitoring.Saw(batch);
    }

    // A record that is away for a while stops nothing; one batch that cannot be read does not leave the others unwatched.
    private async Task InsistAsync(Func<Task> act, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await act();
                return;
            }
            catch (RecordUnavailableException fault)
            {
                log.LogError(fault, "The batches cannot be followed at the moment; trying again");
                await Task.Delay(Pause, ct);
            }
            catch (RecordDamagedException fault)
            {
                log.LogError(fault, "A batch cannot be followed: its record is damaged");
                return;
            }
        }
    }
}
