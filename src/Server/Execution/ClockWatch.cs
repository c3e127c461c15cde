using System.Collections.Concurrent;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Execution;

/// <summary>Announces the time limits that ran out: nobody has to look at a clock.</summary>
public sealed class ClockWatch(Desk.Desk desk, ILogger<ClockWatch> log) : BackgroundService
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, string Clock)> next = new();

    /// <summary>Follows a batch: which of its clocks runs out next.</summary>
    public void Saw(Batch batch)
    {
        if (Clocks.Running(batch).FirstOrDefault() is { } clock) next[batch.Id] = (clock.Until, clock.Id);
        else next.TryRemove(batch.Id, out _);
    }

    /// <summary>Announces what ran out until now.</summary>
    public async Task CheckAsync(CancellationToken ct)
    {
        var now = desk.Now;
        foreach (var (batch, due) in next)
        {
            if (now <= due.Until) continue;
            await desk.SendAsync(new ExpireClock(batch, due.Clock), new Caller(Performer.System, "clocks", Guid.CreateVersion7()), ct);
            Saw(await desk.StateAsync<Batch>(batch, ct));
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CheckAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(fault, "A time limit that ran out could not be recorded yet");
            }
        }
    }
}
