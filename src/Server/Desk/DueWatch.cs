using System.Collections.Concurrent;
using Cellwright.Domain.Basics;

namespace Cellwright.Server.Desk;

/// <summary>Announces what is due on the streams of one kind once its time has come: nobody has to look at a calendar. A round that fails is tried again.</summary>
/// <param name="desk">Where states are read and what is due is announced.</param>
/// <param name="reactor">Tells which streams changed.</param>
/// <param name="log">Where faults are noted.</param>
public abstract class DueWatch<TState>(Desk desk, Reactor reactor, ILogger log) : BackgroundService
    where TState : IStream<TState>
{
    private static readonly string Prefix = $"{TState.Category}/";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<string, DateTimeOffset> next = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> changed = new(StringComparer.Ordinal);

    /// <summary>Takes up what was on record before this start.</summary>
    public async Task BeginAsync(CancellationToken ct)
    {
        foreach (var id in await OpenAsync(ct)) changed[id] = 0;
    }

    /// <summary>Announces what is due until now.</summary>
    public async Task CheckAsync(CancellationToken ct)
    {
        foreach (var id in changed.Keys)
        {
            changed.TryRemove(id, out _);
            await LookAsync(id, ct);
        }

        var now = desk.Now;
        foreach (var (id, _) in next.Where(pair => now >= pair.Value))
        {
            foreach (var command in Due(id, await desk.StateAsync<TState>(id, ct), now))
                await desk.SendAsync(command, new Caller(Performer.System, "clocks", Guid.CreateVersion7()), ct);
            await LookAsync(id, ct);
        }
    }

    /// <summary>Ids of the streams on which something may still fall due, once they were read.</summary>
    protected abstract Task<IReadOnlyList<string>> OpenAsync(CancellationToken ct);

    /// <summary>When the next thing falls due, or null when nothing will.</summary>
    protected abstract DateTimeOffset? NextDue(TState state);

    /// <summary>What announces all that is due by <paramref name="now"/>.</summary>
    protected abstract IEnumerable<Command<TState>> Due(string id, TState state, DateTimeOffset now);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        reactor.Followed += entry =>
        {
            if (entry.Stream.StartsWith(Prefix, StringComparison.Ordinal)) changed[entry.Stream[Prefix.Length..]] = 0;
        };
        await BeginAsync(stoppingToken);
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CheckAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(fault, "What is due on a {Stream} could not be announced yet", TState.Category);
            }
        }
    }

    private async Task LookAsync(string id, CancellationToken ct)
    {
        if (NextDue(await desk.StateAsync<TState>(id, ct)) is { } due) next[id] = due;
        else next.TryRemove(id, out _);
    }
}
