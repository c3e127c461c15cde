using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Equipment.Connectors;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Execution;

/// <summary>Listens for what does not come: a tag that a step watches and that is silent for longer than it may be, and its return.</summary>
/// <param name="desk">Where both are reported; the domain decides again from the readings.</param>
/// <param name="gateway">When each tag was heard last.</param>
/// <param name="store">What it said.</param>
/// <param name="facts">How long each tag may be silent.</param>
/// <param name="log">Where a report that waits for the record is noted.</param>
public sealed class SilenceWatch(Desk.Desk desk, Gateway gateway, ReadingStore store, ReadingFacts facts, ILogger<SilenceWatch> log) : BackgroundService
{
    /// <summary>Devices have this long to be connected again after a start of the server, whose own absence is not theirs (engineering assumption).</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly record struct Key(string Batch, string Step, string Equipment, string Tag);

    private sealed record Listened(string Parameter, bool Holds, DateTimeOffset Since, bool Silent);

    private readonly ConcurrentDictionary<string, ImmutableDictionary<Key, Listened>> byBatch = new();
    private readonly DateTimeOffset started = desk.Now;

    /// <summary>Follows a batch: which tags its active steps watch now, and which of them are known to be silent.</summary>
    public void Saw(Batch batch)
    {
        var watched = WatchedTag.Of(batch).GroupBy(one => new Key(batch.Id, one.Step.Key, one.Equipment, one.Parameter.Tag!)).ToImmutableDictionary(
            group => group.Key,
            group => new Listened(group.First().Parameter.Name, group.Any(one => one.Parameter.Hold), group.First().Step.StartedAt,
                batch.Silences.GetValueOrDefault(Silence.Key(group.Key.Step, group.Key.Equipment, group.Key.Tag)) is { Lasts: true }));
        if (watched.IsEmpty) byBatch.TryRemove(batch.Id, out _);
        else byBatch[batch.Id] = watched;
    }

    /// <summary>Reports what fell silent and what came back until now.</summary>
    public async Task CheckAsync(CancellationToken ct)
    {
        var now = desk.Now;
        // Of what falls silent together, what holds the batch is said first: the deviation opens with it.
        foreach (var (key, listened) in byBatch.Values.SelectMany(watched => watched.OrderByDescending(one => one.Value.Holds)))
        {
            var (staleAfter, onEvent) = facts.SilenceOf(key.Equipment, key.Tag);
            if (onEvent) continue;
            var heard = gateway.HeardAt(key.Equipment, key.Tag);
            var since = heard ?? started + Grace;
            if (listened.Since > since) since = listened.Since;
            var silent = now - since > staleAfter;
            if (silent == listened.Silent) continue;
            if (silent) await ReportAsync(new ReportSilence(key.Batch, key.Step, listened.Parameter, key.Equipment, since, LostNode(key.Equipment)), ct);
            else if (heard is { } at && store.Latest(key.Equipment, key.Tag) is { } latest)
                await ReportAsync(new ReportReturn(key.Batch, key.Step, key.Equipment, key.Tag, latest.Value, latest.Unit, at, latest.Address), ct);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CheckAsync(stoppingToken);
            }
            catch (RecordUnavailableException fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(fault, "A tag that fell silent could not be recorded yet");
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(fault, "Silent tags could not be looked for; trying again");
            }
        }
    }

    private string? LostNode(string equipment) => gateway.Find(equipment) is { LostWithNode: true } device ? device.Node : null;

    private async Task ReportAsync(Command<Batch> report, CancellationToken ct)
    {
        await desk.SendAsync(report, new Caller(Performer.System, "silence", Guid.CreateVersion7()), ct);
        Saw(await desk.StateAsync<Batch>(report.StreamId, ct));
    }
}
