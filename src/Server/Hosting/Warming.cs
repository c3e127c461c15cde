using Cellwright.Ledger;
using Cellwright.Server.Deviations;
using Cellwright.Server.Pages;

namespace Cellwright.Server.Hosting;

/// <summary>Reads once, after a start, what the first person to open a page would otherwise wait for. A server without it is slower for a while and nothing else.</summary>
internal sealed class Warming(Site site, Relations relations, Roster roster, ILogger<Warming> log) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await site.Complete.WaitAsync(stoppingToken);
        try
        {
            await roster.AllAsync(stoppingToken);
            await relations.WarmAsync(stoppingToken);
        }
        catch (Exception fault) when (fault is RecordUnavailableException or RecordDamagedException)
        {
            log.LogWarning(fault, "What pages ask for was not read beforehand");
        }
    }
}
