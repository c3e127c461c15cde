using System.Net.Sockets;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Equipment.Connectors;

namespace Cellwright.Server.Equipment;

/// <summary>Runs the broker, when it is ours, and every connector.</summary>
internal sealed class EquipmentService(
    EmbeddedBroker? broker, IEnumerable<Connector> connectors, Gateway gateway, RegisteredEquipment registered, IRecord record, Desk.Desk desk,
    Reactor reactor)
    : BackgroundService
{
    private const string Prefix = "equipment/";

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        desk.Recorded += entries => // at once
        {
            foreach (var entry in entries) Saw(entry);
        };
        reactor.Followed += Saw; // what other servers of the site registered
        foreach (var stream in await record.StreamsAsync(Prefix, cancellationToken))
            foreach (var entry in await record.ReadStreamAsync(stream, 0, cancellationToken)) Saw(entry);
        if (broker is not null) await OpenAsync(broker);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(connectors.Select(connector => connector.RunAsync(gateway, stoppingToken)));

    private void Saw(Entry entry)
    {
        if (entry.Type == nameof(DeviceEventRecorded)) registered.AdmitStranger(entry.Stream[Prefix.Length..]);
        if (entry.Type == nameof(EquipmentRegistered)) registered.Add((EquipmentRegistered)EventCatalogue.Read(entry.Type, entry.Data.Span));
    }

    private static async Task OpenAsync(EmbeddedBroker broker)
    {
        try
        {
            await broker.StartAsync();
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new IOException($"Port {broker.Port} of this machine is taken, and the MQTT broker needs it. Choose another with --broker-port, or name the broker that runs there with --broker.", taken);
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (broker is not null) await broker.DisposeAsync();
    }
}
