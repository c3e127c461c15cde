using Cellwright.Domain.Equipment;
using Cellwright.Ledger;
using Cellwright.Server.Equipment.Connectors;
using Cellwright.Server.Equipment.Connectors.Sparkplug;

namespace Cellwright.Server.Equipment;

/// <summary>Runs the broker, when it is ours, and the connector to it.</summary>
internal sealed class EquipmentService(
    EmbeddedBroker? broker, SparkplugConnector connector, Gateway gateway, RegisteredEquipment registered, IRecord record, Desk.Desk desk)
    : BackgroundService
{
    private const string Prefix = "equipment/";

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        desk.Recorded += entries =>
        {
            foreach (var entry in entries)
                if (entry.Type == nameof(EquipmentRegistered)) registered.Add(entry.Stream[Prefix.Length..]);
        };
        foreach (var stream in await record.StreamsAsync(Prefix, cancellationToken)) registered.Add(stream[Prefix.Length..]);
        if (broker is not null) await broker.StartAsync();
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => connector.RunAsync(gateway, stoppingToken);

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (broker is not null) await broker.DisposeAsync();
    }
}
