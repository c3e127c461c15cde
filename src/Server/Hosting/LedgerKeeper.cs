using Cellwright.Ledger;

namespace Cellwright.Server.Hosting;

/// <summary>Grows the tree and signs checkpoints for as long as the server runs.</summary>
internal sealed class LedgerKeeper(Integrator integrator, TimeProvider clock) : BackgroundService
{
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => integrator.RunAsync(clock, stoppingToken);
}
