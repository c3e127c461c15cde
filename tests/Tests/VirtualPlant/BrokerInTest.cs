extern alias plant;

using System.Buffers;
using System.Net;
using System.Text;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;
using plant::Cellwright.Sparkplug;
using plant::Cellwright.VirtualPlant;
using plant::Cellwright.VirtualPlant.Faults;
using plant::Cellwright.VirtualPlant.Sparkplug;
using Google.Protobuf;

namespace Cellwright.Tests.VirtualPlant;

/// <summary>A broker on a free port that remembers what was published, and a plant that connects to it.</summary>
public sealed class BrokerInTest : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly List<(string Topic, byte[] Bytes)> messages = [];
    private readonly List<string> lines = [];
    private readonly CancellationTokenSource stop = new();
    private MqttServer server;
    private Task? running;

    private BrokerInTest(int port) => (Port, server) = (port, Make(port));

    public int Port { get; }

    public static async Task<BrokerInTest> StartAsync()
    {
        var broker = new BrokerInTest(Ports.Free());
        await broker.server.StartAsync();
        return broker;
    }

    /// <summary>All Sparkplug payloads of the plant so far, in the order of arrival.</summary>
    public IReadOnlyList<(string Type, string Device, Payload Payload, byte[] Bytes)> Heard
    {
        get
        {
            lock (gate)
                return [.. messages.Where(m => m.Topic.Contains("/PLANT", StringComparison.Ordinal) && !m.Topic.Contains("CMD", StringComparison.Ordinal)).Select(m =>
                {
                    var parts = m.Topic.Split('/');
                    return (parts[2], parts.Length > 4 ? parts[4] : "", Payload.Parser.ParseFrom(m.Bytes), m.Bytes);
                })];
        }
    }

    public IReadOnlyList<string> Log { get { lock (gate) return [.. lines]; } }

    public void Run(bool followClock, int seed = 1, params string[] faults)
    {
        var node = new EdgeNode(new Plant(seed, [.. faults.Select(FaultOrder.Parse)], []), new Connection("127.0.0.1", Port, null, null, followClock), TimeProvider.System, line =>
        {
            lock (gate) lines.Add(line);
        });
        running = RunAsync(node);
    }

    public async Task EndPlantAsync()
    {
        await stop.CancelAsync();
        if (running is not null) await running;
    }

    public Task StopBrokerAsync() => server.StopAsync();

    public async Task StartBrokerAsync()
    {
        server.Dispose();
        server = Make(Port);
        await server.StartAsync();
    }

    /// <summary>Waits for something to be true, at most 20 seconds.</summary>
    public async Task UntilAsync(Func<BrokerInTest, bool> condition, string what)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition(this))
        {
            if (deadline.IsCancellationRequested) Assert.Fail($"{what} did not happen; the plant said: {string.Join(" | ", Log)}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public Task BornAsync(int times = 1) => UntilAsync(b => b.Heard.Count(m => m is { Type: "DBIRTH", Device: "WB-01" }) >= times, "the birth of the last device");

    public Task SayAsync(string topic, byte[] payload) => server.InjectApplicationMessage(new InjectedMqttApplicationMessage(
        new MqttApplicationMessage { Topic = topic, PayloadSegment = payload, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce }) { SenderClientId = "test" });

    public async Task ClockAsync(DateTimeOffset to)
    {
        await SayAsync("cellwright/clock", Encoding.UTF8.GetBytes($"{{\"to\":\"{to:yyyy-MM-ddTHH:mm:ss.fffZ}\"}}"));
        await UntilAsync(b => b.Heard.Any(m => m.Type == "NDATA" && m.Payload.Metrics[0].Timestamp == (ulong)to.ToUnixTimeMilliseconds()), $"clock {to:u}");
    }

    public Task OrderAsync(string device, string phase, string batch, string state = "start", params (string Name, double Value)[] numbers)
    {
        var payload = new Payload();
        foreach (var (name, text) in new[] { ("Phase/Name", phase), ("Phase/Batch", batch), ("Phase/Step", "S"), ("Phase/State", state) })
            payload.Metrics.Add(new Metric { Name = name, Datatype = 12, StringValue = text });
        foreach (var (name, value) in numbers) payload.Metrics.Add(new Metric { Name = name, Datatype = 10, DoubleValue = value });
        return SayAsync($"spBv1.0/cellwright/DCMD/PLANT/{device}", payload.ToByteArray());
    }

    public async ValueTask DisposeAsync()
    {
        await EndPlantAsync();
        await server.StopAsync();
        server.Dispose();
        stop.Dispose();
    }

    private async Task RunAsync(EdgeNode node)
    {
        using (node) await node.RunAsync(stop.Token);
    }

    private MqttServer Make(int port)
    {
        var made = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint().WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointBoundIPV6Address(IPAddress.None).WithDefaultEndpointPort(port).Build());
        made.InterceptingPublishAsync += args =>
        {
            lock (gate) messages.Add((args.ApplicationMessage.Topic, args.ApplicationMessage.Payload.ToArray()));
            return Task.CompletedTask;
        };
        return made;
    }
}
