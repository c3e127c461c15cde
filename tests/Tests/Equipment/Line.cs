using Cellwright.Server.Equipment.Connectors;
using Cellwright.Server.Equipment.Connectors.Sparkplug;
using Cellwright.Server.Readings;
using Cellwright.Tests.Readings;
using Microsoft.Extensions.Time.Testing;

namespace Cellwright.Tests.Equipment;

/// <summary>Broker, connector, gateway and store, put together as the server does, with a clock that the test sets.</summary>
public sealed class Line : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly EmbeddedBroker? _broker;
    private readonly Task _running;

    private Line(int? port, EmbeddedBroker? broker, ReadingStore store, FakeTimeProvider clock)
    {
        (_broker, Store, Clock) = (broker, store, clock);
        Port = port ?? broker!.Port;
        Gateway = new Gateway(store, Registered.Contains, clock);
        Gateway.DeviceSeen += seen => { lock (Seen) Seen.Add(seen); };
        Gateway.Refused += refusal => { lock (Refusals) Refusals.Add(refusal); };
        Gateway.ClockOff += off => { lock (Clocks) Clocks.Add(off); };
        Connector = new SparkplugConnector(new SparkplugOptions("127.0.0.1", Port) { RebirthPause = TimeSpan.FromMilliseconds(300) });
        _running = Connector.RunAsync(Gateway, _stop.Token);
    }

    public static DateTimeOffset Start { get; } = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    public HashSet<string> Registered { get; } = ["CP-01", "BR-01"];

    public List<DeviceSeen> Seen { get; } = [];

    public List<Refusal> Refusals { get; } = [];

    public List<ClockOff> Clocks { get; } = [];

    public int Port { get; }

    public FakeTimeProvider Clock { get; }

    public ReadingStore Store { get; }

    public Gateway Gateway { get; }

    public SparkplugConnector Connector { get; }

    public static async Task<Line> StartAsync(int? port = null)
    {
        var broker = port is null ? new EmbeddedBroker() : null;
        if (broker is not null) await broker.StartAsync();
        var clock = new FakeTimeProvider(Start);
        var folder = new TemporaryFolder();
        var line = new Line(port, broker, await ReadingStore.OpenAsync(new ReadingStoreOptions(folder.Path), clock), clock) { Folder = folder };
        await Eventually.Holds(() => line.Connector.IsConnected, "the connector is connected");
        return line;
    }

    public required TemporaryFolder Folder { get; init; }

    /// <summary>A node with one device that was born, and whose birth has arrived.</summary>
    public async Task<EdgeDouble> BornAsync(string device = "CP-01", string tag = "co2", string? unit = "%", double interval = 1)
    {
        var edge = new EdgeDouble(Port);
        await edge.ConnectAsync();
        await edge.BearAsync(Clock.GetUtcNow());
        await edge.BearDeviceAsync(device, Clock.GetUtcNow(), (tag, unit, interval));
        await Eventually.Holds(() => Gateway.Devices.Any(d => d.Equipment == device && d.Online), "the device is seen");
        return edge;
    }

    public async Task<IReadOnlyList<Cellwright.Domain.Equipment.Reading>> ReadingsAsync(string device = "CP-01", string tag = "co2") =>
        await Store.WindowAsync(device, tag, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));

    public async Task ArriveAsync(int count, string device = "CP-01", string tag = "co2") =>
        await Eventually.Holds(() => ReadingsAsync(device, tag).Result.Count >= count, $"{count} readings are stored");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        Connector.Dispose();
        await Store.DisposeAsync();
        if (_broker is not null) await _broker.DisposeAsync();
        Folder.Dispose();
        _stop.Dispose();
    }
}
