using System.Collections.Concurrent;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Server.Desk;
using Cellwright.Server.Pages;

namespace Cellwright.Server.Deviations;

/// <summary>Announces actions that were not done in time, effects that nobody looked at in time, and alarms whose time on the shelf is over: nobody has to look at a calendar.</summary>
public sealed class DeviationWatch(Desk.Desk desk, Reactor reactor, Site site, ILogger<DeviationWatch> log) : BackgroundService
{
    private static readonly string Prefix = $"{Deviation.Category}/";
    private readonly ConcurrentDictionary<string, DateTimeOffset> next = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> changed = new(StringComparer.Ordinal);

    /// <summary>Takes up what is on record, once the lists were read.</summary>
    public void Begin()
    {
        foreach (var deviation in site.Deviations) Look(deviation);
    }

    /// <summary>Announces what is over until now.</summary>
    public async Task CheckAsync(CancellationToken ct)
    {
        foreach (var id in changed.Keys)
        {
            changed.TryRemove(id, out _);
            Look(await desk.StateAsync<Deviation>(id, ct));
        }

        var now = desk.Now;
        foreach (var (id, _) in next.Where(pair => now >= pair.Value))
        {
            var deviation = await desk.StateAsync<Deviation>(id, ct);
            if (deviation.ShelfEnd <= now) await SendAsync(new ReturnAlarm(id), ct);
            foreach (var action in deviation.Actions)
            {
                if (action.OverdueAt is null && action.IsOverdue(now)) await SendAsync(new ExpireCorrectiveAction(id, action.Number), ct);
                if (action.OpenCheck is { OverdueAt: null } && action.IsCheckOverdue(now)) await SendAsync(new ExpireEffectivenessCheck(id, action.Number), ct);
            }

            Look(await desk.StateAsync<Deviation>(id, ct));
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        reactor.Followed += entry =>
        {
            if (entry.Stream.StartsWith(Prefix, StringComparison.Ordinal)) changed[entry.Stream[Prefix.Length..]] = 0;
        };
        var begun = false;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (!begun && site.Complete.IsCompleted)
                {
                    Begin();
                    begun = true;
                }

                await CheckAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(fault, "What is over about a deviation could not be recorded yet");
            }
        }
    }

    private Task SendAsync(Command<Deviation> command, CancellationToken ct) => desk.SendAsync(command, new Caller(Performer.System, "clocks", Guid.CreateVersion7()), ct);

    private void Look(Deviation deviation)
    {
        if (deviation.Actions.Select(action => action.NextDue).Append(deviation.ShelfEnd).Min() is { } due) next[deviation.Id] = due;
        else next.TryRemove(deviation.Id, out _);
    }
}
