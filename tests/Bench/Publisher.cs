using Cellwright.Sparkplug;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Cellwright.Bench;

/// <summary>An edge node with many devices of equal tags, for load.</summary>
internal sealed class Publisher(int port, string node, int devices, int tags, Func<int, string>? tagName = null) : IDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private int _sequence;

    public IEnumerable<string> Devices => Enumerable.Range(0, devices).Select(Name);

    public string Name(int device) => $"{node}-{device:D3}";

    public async Task BearAsync(DateTimeOffset at)
    {
        if (!_client.IsConnected) await _client.ConnectAsync(new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V500).WithTcpServer("127.0.0.1", port).WithClientId(node).Build());
        await SendAsync("NBIRTH", null, Number(new Payload { Timestamp = Ms(at), Metrics = { new Metric { Name = "bdSeq", LongValue = 0 } } }));
        for (var device = 0; device < devices; device++)
        {
            var birth = new Payload { Timestamp = Ms(at) };
            for (var tag = 0; tag < tags; tag++)
                birth.Metrics.Add(new Metric
                {
                    Name = tagName?.Invoke(tag) ?? $"tag-{tag:D2}", Alias = Alias(device, tag), Datatype = 10, IsNull = true,
                    Properties = new PropertySet
                    {
                        Keys = { "engUnit", "interval" },
                        Values = { new PropertyValue { Type = 12, StringValue = "Cel" }, new PropertyValue { Type = 10, DoubleValue = 1 } },
                    },
                });
            await SendAsync("DBIRTH", Name(device), Number(birth));
        }
    }

    /// <summary>One message of a device: a sample of every tag at each of the instants.</summary>
    public byte[] Data(int device, DateTimeOffset from, int instants, TimeSpan step, Func<int, int, double> value)
    {
        var payload = new Payload { Timestamp = Ms(from + (instants - 1) * step) };
        for (var instant = 0; instant < instants; instant++)
            for (var tag = 0; tag < tags; tag++)
                payload.Metrics.Add(new Metric { Alias = Alias(device, tag), Timestamp = Ms(from + instant * step), DoubleValue = value(instant, tag) });
        return Number(payload);
    }

    public Task SendDataAsync(int device, byte[] payload) => SendAsync("DDATA", Name(device), payload);

    public void Dispose() => _client.Dispose();

    private static ulong Ms(DateTimeOffset at) => (ulong)at.ToUnixTimeMilliseconds();

    private ulong Alias(int device, int tag) => (ulong)(device * tags + tag + 1);

    private byte[] Number(Payload payload)
    {
        payload.Seq = (ulong)(_sequence++ & 0xFF);
        return payload.ToByteArray();
    }

    private Task SendAsync(string type, string? device, byte[] payload) => _client.PublishAsync(new MqttApplicationMessage
    {
        Topic = $"spBv1.0/cellwright/{type}/{node}" + (device is null ? "" : $"/{device}"),
        PayloadSegment = payload,
        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
    });
}
