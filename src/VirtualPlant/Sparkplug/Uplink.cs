using Cellwright.Sparkplug;
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

/// <summary>The node's MQTT 5 session: its last will, its birth and death numbers, and the sequence number of every message.</summary>
public sealed class Uplink(Connection connection, Action<string> log) : IDisposable
{
    private readonly IMqttClient client = new MqttClientFactory().CreateMqttClient();
    private ulong connects;
    private ulong bdSeq;
    private ulong seq;

    /// <summary>True while the broker is there.</summary>
    public bool IsConnected => client.IsConnected;

    /// <inheritdoc />
    public void Dispose() => client.Dispose();

    /// <summary>Says what to do with a message and with the loss of the connection.</summary>
    public void Listen(Action<MqttApplicationMessage> heard, Action lost)
    {
        client.ApplicationMessageReceivedAsync += message =>
        {
            heard(message.ApplicationMessage);
            return Task.CompletedTask;
        };
        client.DisconnectedAsync += _ =>
        {
            lost();
            return Task.CompletedTask;
        };
    }

    /// <summary>Connects and subscribes; throws where the broker does not answer.</summary>
    public async Task ConnectAsync(DateTimeOffset at, CancellationToken stop)
    {
        // Every CONNECT has a bdSeq of its own, so that a late death cannot end the next birth (Sparkplug 3.0, section 5).
        bdSeq = connects++;
        if (client.IsConnected) await client.DisconnectAsync(cancellationToken: stop);
        await client.ConnectAsync(Options(at), stop);
        await client.SubscribeAsync(Subscriptions(), stop);
        log($"connected to {connection.Host}:{connection.Port}, bdSeq {bdSeq}");
    }

    /// <summary>Publishes the birth of the node, from which sequence numbers count.</summary>
    public Task NodeBirthAsync(DateTimeOffset at, DateTimeOffset? now)
    {
        seq = 0;
        return SendAsync(Topics.OfNode("NBIRTH"), Payloads.NodeBirth(bdSeq, at, now));
    }

    /// <summary>Publishes the death of the node and disconnects.</summary>
    public async Task LeaveAsync(DateTimeOffset at)
    {
        await TrySendAsync(Topics.OfNode("NDEATH"), Payloads.NodeDeath(bdSeq, at), numbered: false);
        if (client.IsConnected) await client.DisconnectAsync();
    }

    /// <summary>Publishes; false, with a line in the log, where that failed.</summary>
    public async Task<bool> TrySendAsync(string topic, Payload payload, bool numbered = true)
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

    /// <summary>Publishes with QoS 1. The order of the calls is the order on the wire, awaited or not.</summary>
    public async Task SendAsync(string topic, Payload payload, bool numbered = true)
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

    private MqttClientOptions Options(DateTimeOffset at)
    {
        var options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(connection.Host, connection.Port)
            .WithClientId($"{Topics.Group}-{Topics.Node}")
            .WithCleanStart()
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(15))
            .WithWillTopic(Topics.OfNode("NDEATH"))
            .WithWillPayload(Payloads.NodeDeath(bdSeq, at).ToByteArray())
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
}
