using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Cellwright.Server.Equipment.Connectors;

/// <summary>
/// Makes the embedded broker tell a publisher that a message arrived only when the host has acknowledged it, that is when its readings are durable:
/// what the broker holds is in memory, and a message that it acknowledged by itself would be lost with it. The acknowledgement waits in the publisher's
/// sending queue, so further messages are taken meanwhile and the disk's flushes are shared by all that wait.
/// </summary>
/// <param name="host">Client id of the host application.</param>
internal sealed class Receipts(string host)
{
    private const string Property = "cellwright-receipt";
    private readonly ConcurrentDictionary<(string Client, ushort Packet), string> _publishers = [];
    private readonly ConcurrentDictionary<string, Receipt> _receipts = [];
    private readonly TaskCompletionSource _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _given;

    /// <summary>Hooks itself into a broker.</summary>
    public void Watch(MqttServer broker)
    {
        broker.InterceptingInboundPacketAsync += CameAsync;
        broker.InterceptingClientEnqueueAsync += QueuedAsync;
        broker.InterceptingOutboundPacketAsync += GoesAsync;
        broker.ClientAcknowledgedPublishPacketAsync += acknowledged =>
        {
            if (acknowledged.ClientId == host && Find(acknowledged.PublishPacket.UserProperties) is { } receipt) receipt.Durable.TrySetResult();
            return Task.CompletedTask;
        };
        broker.ClientSubscribedTopicAsync += subscribed =>
        {
            if (subscribed.ClientId == host) _listens.TrySetResult();
            return Task.CompletedTask;
        };
        broker.ClientDisconnectedAsync += gone =>
        {
            foreach (var waiting in _publishers.Keys.Where(waiting => waiting.Client == gone.ClientId)) Forget(waiting);
            return Task.CompletedTask;
        };
    }

    // Before the host listens a message would reach nobody, and its publisher would believe it delivered.
    private async Task CameAsync(InterceptingPacketEventArgs came)
    {
        if (came.ClientId == host || came.Packet is not MqttPublishPacket published) return;
        await _listens.Task.WaitAsync(came.CancellationToken);
        if (published.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce) return;
        var number = Interlocked.Increment(ref _given).ToString(CultureInfo.InvariantCulture);
        _receipts[number] = new Receipt();
        _publishers[(came.ClientId, published.PacketIdentifier)] = number;
        (published.UserProperties ??= []).Add(new MqttUserProperty(Property, Encoding.ASCII.GetBytes(number)));
    }

    private Task QueuedAsync(InterceptingClientApplicationMessageEnqueueEventArgs queued)
    {
        if (queued.ReceiverClientId == host && queued.AcceptEnqueue && Find(queued.ApplicationMessage.UserProperties) is { } receipt) receipt.GoesToHost = true;
        return Task.CompletedTask;
    }

    private async Task GoesAsync(InterceptingPacketEventArgs goes)
    {
        if (goes.Packet is not (MqttPubAckPacket or MqttPubRecPacket)) return;
        var publisher = (goes.ClientId, ((MqttPacketWithIdentifier)goes.Packet).PacketIdentifier);
        if (_publishers.TryGetValue(publisher, out var number) && _receipts.TryGetValue(number, out var receipt) && receipt.GoesToHost)
            await receipt.Durable.Task.WaitAsync(goes.CancellationToken);
        Forget(publisher);
    }

    private void Forget((string, ushort) publisher)
    {
        if (_publishers.TryRemove(publisher, out var number)) _receipts.TryRemove(number, out _);
    }

    private Receipt? Find(List<MqttUserProperty>? properties) =>
        properties?.FindLast(property => property.Name == Property) is { } property ? _receipts.GetValueOrDefault(property.ReadValueAsString()) : null;

    private sealed class Receipt
    {
        public bool GoesToHost { get; set; }

        public TaskCompletionSource Durable { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
