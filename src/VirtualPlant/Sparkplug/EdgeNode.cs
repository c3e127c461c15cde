using System.Buffers;
using System.Threading.Channels;
using Cellwright.Sparkplug;
using Cellwright.VirtualPlant.Devices;
using MQTTnet;

namespace Cellwright.VirtualPlant.Sparkplug;

/// <summary>
/// The plant's Sparkplug edge node: connects with its death as last will, is born, publishes, answers commands, keeps values
/// while the broker is away, and comes back. Everything happens in one loop, in the order in which it arrives.
/// </summary>
public sealed class EdgeNode(Plant plant, Connection connection, TimeProvider time, Action<string> log) : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Channel<MqttApplicationMessage?> inbox = Channel.CreateUnbounded<MqttApplicationMessage?>(new() { SingleReader = true });
    private readonly Uplink uplink = new(connection, log);
    private readonly StoreAndForward kept = new(log);
    private readonly Dictionary<Device, Sample?[]> last = plant.Devices.ToDictionary(d => d, d => new Sample?[d.Tags.Count]);
    private readonly HashSet<Device> born = [];
    private readonly Dictionary<Device, ulong> aliases = Number(plant.Devices);

    /// <inheritdoc />
    public void Dispose() => uplink.Dispose();

    /// <summary>Lives until it is told to stop, and then publishes its deaths.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        uplink.Listen(message => inbox.Writer.TryWrite(message), () => inbox.Writer.TryWrite(null));
        using var ticks = new PeriodicTimer(Tick, time);
        var ticking = connection.FollowClock ? Task.CompletedTask : TickAsync(ticks, stop);
        try
        {
            await ConnectAsync(stop);
            await foreach (var message in inbox.Reader.ReadAllAsync(stop))
            {
                if (message is null)
                {
                    if (!uplink.IsConnected) await ConnectAsync(stop);
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
                await uplink.ConnectAsync(At(), stop);
                if (!connection.FollowClock) Measure(time.GetUtcNow());
                await BirthAsync();
                await ForwardAsync();
                if (connection.FollowClock && plant.Now is { } now) await uplink.SendAsync(Topics.OfNode("NDATA"), Payloads.NodeClock(now));
                return;
            }
            catch (Exception lost) when (lost is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                log($"no connection to {connection.Host}:{connection.Port} ({lost.Message}); trying again");
            }

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
        catch (Exception lost) when (!uplink.IsConnected && lost is not OutOfMemoryException)
        {
            // The loop hears of the lost connection next, and is born again when it comes back.
            log($"{message.Topic} was cut off: {lost.Message}");
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
            if (away && born.Remove(device)) sending.Add(uplink.TrySendAsync(Topics.OfDevice("DDEATH", device.Id), Payloads.DeviceDeath(to)));
            if (!away && born.Add(device)) sending.Add(uplink.TrySendAsync(Topics.OfDevice("DBIRTH", device.Id), Birth(device, to)));
            if (samples.Count == 0) continue;
            Remember(device, samples);
            sending.Add(PublishAsync(device, samples, to));
        }

        if (answer is not null) sending.Add(uplink.TrySendAsync(Topics.OfNode("NDATA"), answer));
        await Task.WhenAll(sending);
        if (kept.Count > 0 && uplink.IsConnected) await TryForwardAsync();
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
        if (!await uplink.TrySendAsync(Topics.OfDevice("DDATA", device.Id), Payloads.DeviceData(samples, aliases[device], false, at)))
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
                await uplink.SendAsync(Topics.OfDevice("DDATA", device.Id), Payloads.DeviceData(samples, aliases[device], true, At()));
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
        born.Clear();
        await uplink.NodeBirthAsync(At(), plant.Now);
        foreach (var device in plant.Devices)
        {
            if (plant.Away(device)) continue;
            born.Add(device);
            await uplink.SendAsync(Topics.OfDevice("DBIRTH", device.Id), Birth(device, At()));
        }
    }

    private async Task DieAsync()
    {
        if (!uplink.IsConnected) return;
        foreach (var device in born) await uplink.TrySendAsync(Topics.OfDevice("DDEATH", device.Id), Payloads.DeviceDeath(At()));
        await uplink.LeaveAsync(At());
    }

    private Payload Birth(Device device, DateTimeOffset at) => Payloads.DeviceBirth(device, aliases[device], last[device], at);

    private void Remember(Device device, IReadOnlyList<Sample> samples)
    {
        foreach (var sample in samples) last[device][sample.Tag] = sample;
    }

    private DateTimeOffset At() => connection.FollowClock ? plant.Now ?? time.GetUtcNow() : time.GetUtcNow();

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
