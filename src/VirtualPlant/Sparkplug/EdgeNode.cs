using System.Buffers;
using System.Threading.Channels;
using Cellwright.Sparkplug;
using Cellwright.VirtualPlant.Devices;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Cellwright.VirtualPlant.Sparkplug;

/// <summary>Where and how the node connects.</summary>
/// <param name="Host">Broker's host name or address.</param>
/// <param name="Port">Broker's port.</param>
/// <param name="User">User name, or null.</param>
/// <param name="Password">Password, or null.</param>
/// <param name="FollowClock">True to live only as far as the server's clock says.</param>
public sealed record Connection(string Host, int Port, string? User, string? Password, bool FollowClock);

/// <summary>
/// The plant's Sparkplug edge node: connects with its death as last will, is born, publishes, answers commands, keeps values
/// while the broker is away, and comes back. Everything happens in one loop, in the order in which it arrives.
/// </summary>
public sealed class EdgeNode(Plant plant, Connection connection, TimeProvider time, Action<string> log) : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Channel<MqttApplicationMessage?> inbox = Channel.CreateUnbounded<MqttApplicationMessage?>(new() { SingleReader = true });
    private readonly IMqttClient client = new MqttClientFactory().CreateMqttClient();
    private readonly StoreAndForward kept = new(log);
    private readonly Dictionary<Device, Sample?[]> last = plant.Devices.ToDictionary(d => d, d => new Sample?[d.Tags.Count]);
    private readonly HashSet<Device> born = [];
    private readonly Dictionary<Device, ulong> aliases = Number(plant.Devices);
    private ulong bdSeq;
    private ulong seq;

    /// <inheritdoc />
    public void Dispose() => client.Dispose();

    /// <summary>Lives until it is told to stop, and then publishes its deaths.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        client.ApplicationMessageReceivedAsync += message =>
        {
            inbox.Writer.TryWrite(message.ApplicationMessage);
            return Task.CompletedTask;
        };
        client.DisconnectedAsync += _ =>
        {
            inbox.Writer.TryWrite(null);
            return Task.CompletedTask;
        };
        using var ticks = new PeriodicTimer(Tick, time);
        var ticking = connection.FollowClock ? Task.CompletedTask : TickAsync(ticks, stop);
        try
        {
            await ConnectAsync(stop);
            await foreach (var message in inbox.Reader.ReadAllAsync(stop))
            {
                if (message is null)
                {
                    if (!client.IsConnected) await ConnectAsync(stop);
                    else if (!connection.FollowClock) await LiveAsync(time.GetUtcNow());
                    continue;
                }

                await HearAsync(message);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await DieAsync();
        }

        await ticking;
    }

    // In real time the loop is woken every second, by the same empty message that a lost connection sends.
    private async Task TickAsync(PeriodicTimer ticks, CancellationToken stop)
    {
        try
        {
            while (await ticks.WaitForNextTickAsync(stop)) inbox.Writer.TryWrite(null);
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private async Task ConnectAsync(CancellationToken stop)
    {
        var pause = TimeSpan.FromMilliseconds(200);
        while (true)
        {
            try
            {
                born.Clear();
                await client.ConnectAsync(Options(), stop);
                await client.SubscribeAsync(Subscriptions(), stop);
                log($"connected to {connection.Host}:{connection.Port}, bdSeq {bdSeq}");
                if (!connection.FollowClock) Measure(time.GetUtcNow());
                await BirthAsync();
                await ForwardAsync();
                if (connection.FollowClock && plant.Now is { } now) await SendAsync(Topics.OfNode("NDATA"), Payloads.NodeClock(now));
                return;
            }
            catch (Exception lost) when (lost is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                log($"no connection to {connection.Host}:{connection.Port} ({lost.Message}); trying again");
            }

            // Every CONNECT has a bdSeq of its own, so that a late death cannot end the next birth (Sparkplug 3.0, section 5).
            bdSeq++;
            if (!connection.FollowClock && plant.Now is not null) Measure(time.GetUtcNow());
            await Task.Delay(pause, time, stop);
            pause = TimeSpan.FromSeconds(Math.Min(pause.TotalSeconds * 2, 5));
        }
    }

    private async Task HearAsync(MqttApplicationMessage message)
    {
        try
        {
            if (message.Topic == Topics.Clock)
            {
                var to = Commands.Clock(message.Payload);
                if (connection.FollowClock) await FollowAsync(to);
            }
            else if (message.Topic == Topics.Fault) plant.Inject(Faults.FaultOrder.FromJson(message.Payload.ToArray()));
            else if (message.Topic == Topics.NodeCommand)
            {
                if (Commands.AsksRebirth(message.Payload)) await BirthAsync();
            }
            else if (message.Topic.StartsWith(Topics.DeviceCommand, StringComparison.Ordinal))
            {
                // In real time the phase starts now, not at the last tick.
                if (!connection.FollowClock) await LiveAsync(time.GetUtcNow());
                if (plant.Act(message.Topic[Topics.DeviceCommand.Length..], Commands.Phase(message.Payload)) is { } refused) log(refused);
            }
        }
        catch (FormatException wrong)
        {
            log($"{message.Topic}: {wrong.Message}");
        }
    }

    private async Task FollowAsync(DateTimeOffset to)
    {
        if (plant.Now > to) log($"the server's clock went back from {plant.Now:u} to {to:u}; following it");
        await LiveAsync(to, Payloads.NodeClock(to));
    }

    // Everything is sent before any acknowledgement is awaited: the order on the wire is the order of the calls, and a
    // broker that delays small packets then costs no waiting between the readings and the clock's answer.
    private async Task LiveAsync(DateTimeOffset to, Payload? answer = null)
    {
        var sending = new List<Task>();
        foreach (var (device, samples) in plant.Advance(to))
        {
            var away = plant.Away(device);
            if (away && born.Remove(device)) sending.Add(TrySendAsync(Topics.OfDevice("DDEATH", device.Id), Payloads.DeviceDeath(to)));
            if (!away && born.Add(device)) sending.Add(TrySendAsync(Topics.OfDevice("DBIRTH", device.Id), Birth(device, to)));
            if (samples.Count == 0) continue;
            Remember(device, samples);
            sending.Add(PublishAsync(device, samples, to));
        }

        if (answer is not null) sending.Add(TrySendAsync(Topics.OfNode("NDATA"), answer));
        await Task.WhenAll(sending);
        if (kept.Count > 0 && client.IsConnected) await TryForwardAsync();
    }

    // Without a connection: the plant's first instant, whose values the births carry, or values to be forwarded later.
    private void Measure(DateTimeOffset to)
    {
        var first = plant.Now is null;
        foreach (var (device, samples) in plant.Advance(to))
        {
            Remember(device, samples);
            if (!first) kept.Keep(device, samples);
        }
    }

    private async Task PublishAsync(Device device, IReadOnlyList<Sample> samples, DateTimeOffset at)
    {
        if (!await TrySendAsync(Topics.OfDevice("DDATA", device.Id), Payloads.DeviceData(samples, aliases[device], false, at)))
            kept.Keep(device, samples);
    }

    private async Task TryForwardAsync()
    {
        try
        {
            await ForwardAsync();
        }
        catch (Exception lost) when (lost is not OutOfMemoryException)
        {
            log($"{kept.Count} values still wait: {lost.Message}");
        }
    }

    private async Task ForwardAsync()
    {
        var unborn = new List<(Device Device, IReadOnlyList<Sample> Samples)>();
        while (kept.Take() is var (device, samples))
        {
            if (!born.Contains(device))
            {
                unborn.Add((device, samples));
                continue;
            }

            try
            {
                await SendAsync(Topics.OfDevice("DDATA", device.Id), Payloads.DeviceData(samples, aliases[device], true, At()));
            }
            catch
            {
                kept.Keep(device, samples);
                throw;
            }
        }

        // A device that is off the network itself says nothing before its own birth.
        foreach (var (device, samples) in unborn) kept.Keep(device, samples);
    }

    private async Task BirthAsync()
    {
        seq = 0;
        born.Clear();
        await SendAsync(Topics.OfNode("NBIRTH"), Payloads.NodeBirth(bdSeq, At(), plant.Now));
        foreach (var device in plant.Devices)
        {
            if (plant.Away(device)) continue;
            born.Add(device);
            await SendAsync(Topics.OfDevice("DBIRTH", device.Id), Birth(device, At()));
        }
    }

    private async Task DieAsync()
    {
        if (!client.IsConnected) return;
        foreach (var device in born) await TrySendAsync(Topics.OfDevice("DDEATH", device.Id), Payloads.DeviceDeath(At()));
        await TrySendAsync(Topics.OfNode("NDEATH"), Payloads.NodeDeath(bdSeq, At()), numbered: false);
        await client.DisconnectAsync();
    }

    private Payload Birth(Device device, DateTimeOffset at) => Payloads.DeviceBirth(device, aliases[device], last[device], at);

    private void Remember(Device device, IReadOnlyList<Sample> samples)
    {
        foreach (var sample in samples) last[device][sample.Tag] = sample;
    }

    private DateTimeOffset At() => connection.FollowClock ? plant.Now ?? time.GetUtcNow() : time.GetUtcNow();

    private async Task<bool> TrySendAsync(string topic, Payload payload, bool numbered = true)
    {
        try
        {
            await SendAsync(topic, payload, numbered);
            return true;
        }
        catch (Exception lost) when (lost is not OutOfMemoryException)
        {
            log($"{topic} could not be published: {lost.Message}");
            return false;
        }
    }

    private async Task SendAsync(string topic, Payload payload, bool numbered = true)
    {
        if (numbered)
        {
            payload.Seq = seq;
            seq = (seq + 1) % 256;
        }

        var answer = await client.PublishAsync(new MqttApplicationMessage
        {
            Topic = topic,
            PayloadSegment = payload.ToByteArray(),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        });
        if (!answer.IsSuccess) throw new InvalidOperationException($"the broker refused it ({answer.ReasonCode})");
    }

    private MqttClientOptions Options()
    {
        var options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(connection.Host, connection.Port)
            .WithClientId($"{Topics.Group}-{Topics.Node}")
            .WithCleanStart()
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(15))
            .WithWillTopic(Topics.OfNode("NDEATH"))
            .WithWillPayload(Payloads.NodeDeath(bdSeq, At()).ToByteArray())
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (connection.User is { } user) options.WithCredentials(user, connection.Password ?? "");
        return options.Build();
    }

    private MqttClientSubscribeOptions Subscriptions()
    {
        var topics = new MqttClientSubscribeOptionsBuilder()
            .WithTopicFilter(Topics.NodeCommand, MqttQualityOfServiceLevel.AtLeastOnce)
            .WithTopicFilter(Topics.DeviceCommand + "+", MqttQualityOfServiceLevel.AtLeastOnce)
            .WithTopicFilter(Topics.Fault, MqttQualityOfServiceLevel.AtLeastOnce);
        if (connection.FollowClock) topics.WithTopicFilter(Topics.Clock, MqttQualityOfServiceLevel.AtLeastOnce);
        return topics.Build();
    }

    private static Dictionary<Device, ulong> Number(IReadOnlyList<Device> devices)
    {
        var numbers = new Dictionary<Device, ulong>();
        var next = 1UL;
        foreach (var device in devices)
        {
            numbers[device] = next;
            next += (ulong)device.Tags.Count;
        }

        return numbers;
    }
}
