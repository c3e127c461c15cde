using System.Collections.Concurrent;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;
using Cellwright.Server.Desk;
using Cellwright.Server.Pages;

namespace Cellwright.Server.Release;

/// <summary>Announces the results that a conditional release owes and that did not come in time: nobody has to look at a calendar.</summary>
public sealed class ObligationWatch(Desk.Desk desk, Reactor reactor, Site site, ILogger<ObligationWatch> log) : BackgroundService
{
    private static readonly string Prefix = $"{Disposition.Category}/";
    private readonly ConcurrentDictionary<string, (DateTimeOffset Due, string Test)> next = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> changed = new(StringComparer.Ordinal);

    /// <summary>Announces what is overdue until now.</summary>
    public async Task CheckAsync(CancellationToken ct)
    {
        foreach (var batch in changed.Keys)
        {
            changed.TryRemove(batch, out _);
            await LookAsync(batch, ct);
        }

        var now = desk.Now;
        foreach (var (batch, owed) in next.Where(pair => now > pair.Value.Due))
        {
            await desk.SendAsync(new ExpireObligation(batch, owed.Test), new Caller(Performer.System, "clocks", Guid.CreateVersion7()), ct);
            await LookAsync(batch, ct);
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
                    foreach (var (batch, _) in site.Owing) changed[batch] = 0;
                    begun = true;
                }

                await CheckAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(fault, "A result that is overdue could not be recorded yet");
            }
        }
    }

    private async Task LookAsync(string batch, CancellationToken ct)
    {
        var disposition = await desk.StateAsync<Disposition>(batch, ct);
        var owed = disposition.Status != DispositionStatus.Conditional ? null
            : disposition.Obligations.Values.Where(obligation => obligation is { Open: true, OverdueAt: null }).MinBy(obligation => obligation.Due);
        if (owed is null) next.TryRemove(batch, out _);
        else next[batch] = (owed.Due, owed.Test);
    }
}
