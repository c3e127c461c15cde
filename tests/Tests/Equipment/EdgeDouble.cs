using Cellwright.Sparkplug;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Cellwright.Tests.Equipment;

/// <summary>An edge node under the test's control, which speaks Sparkplug B as a real one does.</summary>
public sealed class EdgeDouble(int port, string node = "PLANT") : IAsyncDisposable
{
    private readonly Dictionary<string, ulong> _aliases = [];
    private IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private int _sequence;

    public int RebirthsAsked { get; private set; }

    public List<(string Topic, Payload Payload)> Commands { get; } = [];

    public ulong Birth { get; set; }

    public async Task ConnectAsync(string? user = null, string? password = null)
    {
        Drop();
        _client = new MqttClientFactory().CreateMqttClient();
        _client.ApplicationMessageReceivedAsync += message =>
        {
            var payload = Payload.Parser.ParseFrom(message.ApplicationMessage.Payload);
            if (payload.Metrics.Any(m => m.Name == "Node Control/Rebirth")) RebirthsAsked++;
            else lock (Commands) Commands.Add((message.ApplicationMessage.Topic, payload));
            return Task.CompletedTask;
        };
        var death = new Payload { Metrics = { new Metric { Name = "bdSeq", LongValue = Birth, Datatype = 8 } } };
        var options = new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V500).WithTcpServer("127.0.0.1", port).WithClientId(node)
            .WithCleanStart().WithKeepAlivePeriod(TimeSpan.FromSeconds(5))
            .WithWillTopic($"spBv1.0/cellwright/NDEATH/{node}").WithWillPayload(death.ToByteArray()).WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (user is not null) options.WithCredentials(user, password!);
        await _client.ConnectAsync(options.Build());
        await _client.SubscribeAsync($"spBv1.0/cellwright/NCMD/{node}");
        await _client.SubscribeAsync($"spBv1.0/cellwright/DCMD/{node}/+");
    }

    public Task BearAsync(DateTimeOffset at, bool followsClock = false)
    {
        _sequence = 0;
        var payload = new Payload { Metrics = { new Metric { Name = "bdSeq", LongValue = Birth, Datatype = 8 } } };
        if (followsClock) payload.Metrics.Add(new Metric { Name = "Clock/Now", Datatype = 13, IsNull = true, Timestamp = Ms(at) });
        return SendAsync("NBIRTH", null, payload, at);
    }

    public Task BearDeviceAsync(string device, DateTimeOffset at, params (string Tag, string? Unit, double Interval)[] tags)
    {
        var payload = new Payload();
        foreach (var (tag, unit, interval) in tags)
        {
            _aliases[$"{device}/{tag}"] = (ulong)_aliases.Count + 10;
            var metric = new Metric { Name = tag, Alias = _aliases[$"{device}/{tag}"], Datatype = 10, IsNull = true, Timestamp = Ms(at), Properties = new PropertySet() };
            if (unit is not null) Property(metric, "engUnit", new PropertyValue { Type = 12, StringValue = unit });
            if (interval > 0) Property(metric, "interval", new PropertyValue { Type = 10, DoubleValue = interval });
            else Property(metric, "onEvent", new PropertyValue { Type = 11, BooleanValue = true });
            payload.Metrics.Add(metric);
        }

        return SendAsync("DBIRTH", device, payload, at);
    }

    public Task DataAsync(string device, string tag, params (DateTimeOffset At, double Value)[] samples) => DataAsync(device, tag, historical: false, samples);

    public Task DataAsync(string device, string tag, bool historical, params (DateTimeOffset At, double Value)[] samples)
    {
        var payload = new Payload();
        foreach (var (at, value) in samples)
            payload.Metrics.Add(new Metric { Alias = _aliases.GetValueOrDefault($"{device}/{tag}", 999ul), Timestamp = Ms(at), DoubleValue = value, IsHistorical = historical });
        return SendAsync("DDATA", device, payload, samples[^1].At);
    }

    /// <summary>A result of which the device says for whom it is: by properties of the metric, or by metrics beside it.</summary>
    public Task ResultAsync(string device, string tag, DateTimeOffset at, double value, string batch, string? step, bool asMetrics = false)
    {
        var result = new Metric { Alias = _aliases[$"{device}/{tag}"], Timestamp = Ms(at), DoubleValue = value };
        var payload = new Payload { Metrics = { result } };
        foreach (var (name, text) in (ReadOnlySpan<(string, string?)>)[("Batch", batch), ("Step", step)])
        {
            if (text is null) continue;
            result.Properties ??= new PropertySet();
            if (asMetrics) payload.Metrics.Insert(0, new Metric { Name = $"Phase/{name}", Datatype = 12, StringValue = text, Timestamp = Ms(at) });
            else Property(result, name.ToLowerInvariant(), new PropertyValue { Type = 12, StringValue = text });
        }

        return SendAsync("DDATA", device, payload, at);
    }

    public Task ClockAsync(DateTimeOffset now) =>
        SendAsync("NDATA", null, new Payload { Metrics = { new Metric { Name = "Clock/Now", Timestamp = Ms(now), LongValue = Ms(now) } } }, now);

    public Task DieAsync(string device, DateTimeOffset at) => SendAsync("DDEATH", device, new Payload(), at);

    /// <summary>Leaves out one sequence number, as a lost message does.</summary>
    public void LoseOne() => _sequence++;

    public async Task SendAsync(string type, string? device, Payload payload, DateTimeOffset at)
    {
        payload.Timestamp = Ms(at);
        payload.Seq = (ulong)(_sequence++ & 0xFF);
        await SendRawAsync(type, device, payload.ToByteArray());
    }

    public async Task SendRawAsync(string type, string? device, byte[] bytes) =>
        await _client.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic($"spBv1.0/cellwright/{type}/{node}" + (device is null ? "" : $"/{device}"))
            .WithPayload(bytes).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());

    /// <summary>Breaks the connection without a word, so that the broker speaks the will.</summary>
    public void Break() => Drop();

    public ValueTask DisposeAsync()
    {
        Drop();
        return ValueTask.CompletedTask;
    }

    private static ulong Ms(DateTimeOffset at) => (ulong)at.ToUnixTimeMilliseconds();

    private static void Property(Metric metric, string key, PropertyValue value)
    {
        metric.Properties.Keys.Add(key);
        metric.Properties.Values.Add(value);
    }

    // MQTTnet cleans up by itself when the broker is killed, and its Dispose may come upon that.
    private void Drop()
    {
        try
        {
            _client.Dispose();
        }
        catch (ObjectDisposedException)
        {
            // Gone already.
        }
    }
}
