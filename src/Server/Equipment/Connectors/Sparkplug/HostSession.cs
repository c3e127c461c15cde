using System.Buffers;
using Cellwright.Domain.Equipment;
using Cellwright.Sparkplug;
using Google.Protobuf;

namespace Cellwright.Server.Equipment.Connectors.Sparkplug;

/// <summary>The host side of Sparkplug B: turns messages, in their order, into deliveries for the gateway. Knows no network.</summary>
/// <param name="gateway">Where deliveries go.</param>
/// <param name="options">Group and pauses.</param>
/// <param name="rebirth">Asks an edge node for its births.</param>
internal sealed class HostSession(Gateway gateway, SparkplugOptions options, Action<string> rebirth)
{
    private const string ClockNow = "Clock/Now";
    private static readonly Task<NodeInstant?> Nothing = Task.FromResult<NodeInstant?>(null);

    private readonly Dictionary<string, EdgeNode> _nodes = [];
    private readonly BirthShelf _shelf = new(options.BirthFolder);

    /// <summary>Takes up the births that an earlier process kept.</summary>
    public void Restore()
    {
        lock (_nodes)
            foreach (var (name, device, birth) in _shelf.Read())
            {
                if (!_nodes.TryGetValue(name, out var node)) _nodes[name] = node = new EdgeNode(name);
                if (device == EdgeNode.Itself) node.Restore(EdgeNode.BirthNumber(birth));
                Declare(node, device, birth);
                if (device != EdgeNode.Itself) gateway.Expect(node.Devices[device].Device);
            }
    }

    /// <summary>The broker is connected. If it kept no session for us, births may have been missed, and data is not read before new ones.</summary>
    public void Connected(bool sessionKept)
    {
        lock (_nodes)
            foreach (var node in _nodes.Values)
            {
                node.Doubted |= !sessionKept;
                if (!sessionKept || node.Devices.Values.Any(d => !d.Device.Online)) AskBirth(node);
            }
    }

    /// <summary>The node that speaks for a device, if the device was born.</summary>
    public string? NodeOf(string equipment)
    {
        lock (_nodes) return _nodes.Values.FirstOrDefault(n => n.Devices.TryGetValue(equipment, out var born) && born.Device.Holder is null)?.Name;
    }

    /// <summary>Takes one message; the task ends when all its readings are durable, and the message may be acknowledged then. Gives the instant that the node has reached.</summary>
    public Task<NodeInstant?> TakeAsync(string topic, ReadOnlySequence<byte> bytes, bool redelivered, bool reliable, CancellationToken cancellationToken)
    {
        if (SparkplugTopic.Parse(topic, options.Group) is not { } address) return Nothing;
        if (bytes.Length > gateway.Options.LargestPayload)
        {
            gateway.Refuse("payload-size", address.Device ?? topic, "", $"A message on {topic} of {bytes.Length} bytes is refused; the limit is {gateway.Options.LargestPayload} bytes, so send fewer samples at a time.");
            return Nothing;
        }

        try
        {
            var payload = Payload.Parser.ParseFrom(bytes);
            lock (_nodes) return Take(address, payload, redelivered, reliable, cancellationToken);
        }
        catch (InvalidProtocolBufferException fault)
        {
            gateway.Refuse("payload-readable", address.Device ?? topic, "", $"A message on {topic} is no Sparkplug B payload and is refused: {fault.Message} Look at what sends it.");
            return Nothing;
        }
    }

    private Task<NodeInstant?> Take(SparkplugTopic address, Payload payload, bool redelivered, bool reliable, CancellationToken cancellationToken)
    {
        if (!_nodes.TryGetValue(address.Node, out var node)) _nodes[address.Node] = node = new EdgeNode(address.Node);
        switch (address.Type, address.Device)
        {
            case ("NBIRTH", null):
                if (node.Bear(EdgeNode.BirthNumber(payload), payload)) DropDevices(node, $"Edge node {node.Name} started anew.");
                Declare(node, EdgeNode.Itself, payload);
                Keep(node, EdgeNode.Itself, payload, reliable);
                return Store(node, node.Devices[EdgeNode.Itself], payload, birth: true, cancellationToken);
            case ("NDEATH", null):
                if (node.Die(EdgeNode.BirthNumber(payload))) DropDevices(node, $"Edge node {node.Name} is lost.");
                return Nothing;
            case ("DDEATH", { } name):
                CheckSequence(node, payload, redelivered);
                if (node.Devices.Remove(name, out var gone)) gateway.Note(gone.Device, online: false, $"{name} reported its end to edge node {node.Name}.");
                return Nothing;
            case ("DBIRTH", { } name) when !gateway.Admits(name):
                CheckSequence(node, payload, redelivered);
                gateway.Refuse("strangers", node.Name, "", $"More than {gateway.Options.MostStrangers} devices that nobody registered talk; those that come now, as {name}, are not looked at. Find out what sends them.");
                return Nothing;
            case ("DBIRTH", { } name):
                CheckSequence(node, payload, redelivered);
                Declare(node, name, payload);
                if (node.Devices[name].Device.Holder is null && gateway.IsRegistered(name)) Keep(node, name, payload, reliable);
                gateway.Note(node.Devices[name].Device, online: true, $"{name} is announced by edge node {node.Name}.");
                return Store(node, node.Devices[name], payload, birth: true, cancellationToken);
            case ("NDATA", null) or ("DDATA", not null):
                CheckSequence(node, payload, redelivered);
                if (node.Alive && !node.Doubted && node.Devices.TryGetValue(address.Device ?? EdgeNode.Itself, out var device)) return Store(node, device, payload, birth: false, cancellationToken);
                AskBirth(node);
                gateway.Refuse("birth-known", address.Device ?? address.Node, "", $"Data of {address.Device ?? address.Node} came before its birth and cannot be read; edge node {node.Name} is asked for it. If that goes on, look at that node.");
                return Nothing;
            default:
                return Nothing;
        }
    }

    private void Declare(EdgeNode node, string name, Payload payload)
    {
        var itself = name == EdgeNode.Itself;
        var born = new BornDevice(itself ? new Device(node.Name, node.Name) : gateway.Device(node.Name, name));
        foreach (var metric in payload.Metrics)
        {
            var number = metric.Datatype is >= 1 and <= 11;
            var tag = itself || !number ? null : gateway.Declare(born.Device, new TagDeclaration(
                metric.Name, MetricValue.TextOf(metric, "engUnit"), MetricValue.SecondsOf(metric, "interval"), MetricValue.FlagOf(metric, "onEvent")));
            if (metric.HasAlias) born.ByAlias[metric.Alias] = (tag, metric.Name, metric.Datatype);
            born.ByName[metric.Name] = (tag, metric.Name, metric.Datatype);
        }

        node.Devices[name] = born;
    }

    private void Keep(EdgeNode node, string device, Payload birth, bool reliable)
    {
        try
        {
            _shelf.Keep(node.Name, device, birth, reliable);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            gateway.Report($"The birth of {(device == EdgeNode.Itself ? node.Name : device)} could not be kept, so after a restart it is asked for again: {fault.Message}");
        }
    }

    private async Task<NodeInstant?> Store(EdgeNode node, BornDevice device, Payload payload, bool birth, CancellationToken cancellationToken)
    {
        var delivery = gateway.Begin(device.Device, payload.Metrics.Count, birth);
        DateTimeOffset? clock = null;
        var purpose = PurposeOf(device, payload);
        foreach (var metric in payload.Metrics)
        {
            if (!(metric.HasName ? device.ByName.TryGetValue(metric.Name, out var known) : device.ByAlias.TryGetValue(metric.Alias, out known)))
            {
                if (metric.HasName && metric.Name == ClockNow) clock = Instant(metric.Timestamp);
                else if (!metric.HasName || !metric.Name.StartsWith("Phase/", StringComparison.Ordinal)) AskBirth(node);
                continue;
            }

            var timestamp = metric.HasTimestamp ? metric.Timestamp : payload.Timestamp;
            if (known.Name == ClockNow && !metric.IsNull) clock = Instant(timestamp);
            if (known.Tag is null || metric.IsNull || Instant(timestamp) is null) continue;
            if (MetricValue.Number(metric, known.Datatype) is { } value)
                delivery.Add(known.Tag, value, MetricValue.QualityOf(metric), (long)timestamp * 1000, metric.IsHistorical, MetricValue.PurposeOf(metric) ?? purpose);
            else
                gateway.Refuse("value-number", device.Device.Equipment, known.Name, $"{device.Device.Equipment} sent {known.Name} as something that is no exact number, which is refused; send a number.");
        }

        await gateway.AcceptAsync(delivery, cancellationToken);
        var declares = birth && device.ByName.ContainsKey(ClockNow);
        return new NodeInstant(node.Name, payload.HasTimestamp ? Instant(payload.Timestamp) : null, clock, birth && device.Device.Equipment == node.Name, declares);
    }

    // A device that cannot put properties on a metric says for what it measured in the same message, by the names in which it was told.
    private static MeasuredFor? PurposeOf(BornDevice device, Payload payload)
    {
        string? batch = null, step = null;
        foreach (var metric in payload.Metrics)
        {
            if (metric.ValueCase != Metric.ValueOneofCase.StringValue || metric.IsNull) continue;
            var name = metric.HasName ? metric.Name : device.ByAlias.GetValueOrDefault(metric.Alias).Name;
            if (name == "Phase/Batch") batch = metric.StringValue;
            else if (name == "Phase/Step") step = metric.StringValue;
        }

        return string.IsNullOrEmpty(batch) ? null : new MeasuredFor(batch, step ?? "");
    }

    private static DateTimeOffset? Instant(ulong milliseconds) =>
        milliseconds < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : null; // the year 10000, where DateTimeOffset ends

    private void CheckSequence(EdgeNode node, Payload payload, bool redelivered)
    {
        if (!node.Follows(payload, redelivered) || !node.Alive || node.Doubted) AskBirth(node);
    }

    // The pause is of the real world: a simulated clock may stand still while the node answers.
    private void AskBirth(EdgeNode node)
    {
        if (node.Asked is { } asked && TimeProvider.System.GetElapsedTime(asked) < options.RebirthPause) return;
        node.Asked = TimeProvider.System.GetTimestamp();
        rebirth(node.Name);
    }

    private void DropDevices(EdgeNode node, string reason)
    {
        gateway.NodeGone(node.Name, reason);
        node.Devices.Clear();
    }
}
