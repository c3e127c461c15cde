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
    private TemporaryFolder? _owned;

    private Line(int? port, EmbeddedBroker? broker, ReadingStore store, FakeTimeProvider clock, string folder)
    {
        (_broker, Store, Clock) = (broker, store, clock);
        Port = port ?? broker!.Port;
        Gateway = new Gateway(store, Registered.Contains, clock);
        Gateway.DeviceSeen += seen => { lock (Seen) Seen.Add(seen); };
        Gateway.Refused += refusal => { lock (Refusals) Refusals.Add(refusal); };
        Gateway.ClockOff += off => { lock (Clocks) Clocks.Add(off); };
        Gateway.Contested += conflict => { lock (Conflicts) Conflicts.Add(conflict); };
        Connector = new SparkplugConnector(new SparkplugOptions("127.0.0.1", Port) { RebirthPause = TimeSpan.FromMilliseconds(300), BirthFolder = Path.Combine(folder, "births") });
        _running = Connector.RunAsync(Gateway, _stop.Token);
    }

    public static DateTimeOffset Start { get; } = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    public HashSet<string> Registered { get; } = ["CP-01", "BR-01"];

    public List<DeviceSeen> Seen { get; } = [];

    public List<Refusal> Refusals { get; } = [];

    public List<ClockOff> Clocks { get; } = [];

    public List<DeviceContested> Conflicts { get; } = [];

    public int Port { get; }

    public FakeTimeProvider Clock { get; }

    public ReadingStore Store { get; }

    public Gateway Gateway { get; }

    public SparkplugConnector Connector { get; }

    /// <param name="port">Of a broker that runs already; without it, one is started.</param>
    /// <param name="folder">Of an earlier line, to go on where it stopped.</param>
    /// <param name="disk">In the place of the real disk.</param>
    /// <param name="waitingMessages">That the broker keeps for a slow client.</param>
    internal static async Task<Line> StartAsync(int? port = null, TemporaryFolder? folder = null, Func<string, IDurableFile>? disk = null, int waitingMessages = 50_000)
    {
        var broker = port is null ? new EmbeddedBroker(host: SparkplugOptions.HostId, waitingMessages: waitingMessages) : null;
        if (broker is not null) await broker.StartAsync();
        var clock = new FakeTimeProvider(Start);
        var owned = folder is null ? new TemporaryFolder() : null;
        var path = (folder ?? owned!).Path;
        var store = await ReadingStore.OpenAsync(new ReadingStoreOptions(path) { OpenFile = disk ?? DurableFile.Open }, clock);
        var line = new Line(port, broker, store, clock, path) { _owned = owned };
        await Eventually.Holds(() => line.Connector.IsConnected, "the connector is connected");
        return line;
    }

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
        _owned?.Dispose();
        _stop.Dispose();
    }
}
