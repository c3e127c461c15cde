using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Cellwright.Sparkplug;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Cellwright.Server.Equipment.Connectors.Sparkplug;

/// <summary>Sparkplug B over MQTT 5, against any broker. A message is acknowledged only after its readings are durable, and in the order of arrival
/// (MQTT 5.0, section 4.6), so what a crash interrupts comes again.</summary>
public sealed class SparkplugConnector(SparkplugOptions options) : Connector("sparkplug"), IDisposable
{
    private const string Rebirth = "Node Control/Rebirth";

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HostSession? _session;
    private Gateway? _gateway;

    /// <summary>Whether the broker is connected at present.</summary>
    public bool IsConnected => _client.IsConnected;

    /// <inheritdoc />
    public override async Task RunAsync(Gateway gateway, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        _gateway = gateway;
        if (_session is null)
        {
            _session = new HostSession(gateway, options, node => _ = AskBirthAsync(node));
            _session.Restore();
        }

        var session = _session;
        var backlog = Channel.CreateBounded<(Task<NodeInstant?> Stored, MqttApplicationMessageReceivedEventArgs Message)>(options.Unacknowledged);
        Func<MqttApplicationMessageReceivedEventArgs, Task> receive = async message =>
        {
            message.AutoAcknowledge = false;
            await _connected.Task.WaitAsync(cancellationToken);
            var stored = session.TakeAsync(message.ApplicationMessage.Topic, message.ApplicationMessage.Payload, message.ApplicationMessage.Dup,
                message.ApplicationMessage.QualityOfServiceLevel > MqttQualityOfServiceLevel.AtMostOnce, cancellationToken);
            await backlog.Writer.WriteAsync((stored, message), cancellationToken);
        };
        _client.ApplicationMessageReceivedAsync += receive;
        var acknowledging = AcknowledgeAsync(backlog.Reader, cancellationToken);
        try
        {
            await StayConnectedAsync(gateway, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested) // whatever a request that was cut short throws
        {
            await LeaveAsync();
        }
        finally
        {
            _client.ApplicationMessageReceivedAsync -= receive;
            backlog.Writer.TryComplete();
            await acknowledging;
        }
    }

    /// <summary>Sends metrics to a device (DCMD), at least once.</summary>
    /// <param name="equipment">Identity of the equipment item.</param>
    /// <param name="metrics">Names and values: numbers, texts or truth values, in the units that the device declared.</param>
    /// <param name="cancellationToken">Gives up waiting for the broker.</param>
    /// <exception cref="InvalidOperationException">The device is not there or the broker is not connected.</exception>
    public async Task CommandAsync(string equipment, IReadOnlyDictionary<string, object> metrics, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        if (_session?.NodeOf(equipment) is not { } node)
            throw new InvalidOperationException($"{equipment} cannot be commanded because no edge node has announced it; check that it is switched on and connected.");
        var payload = NewPayload();
        foreach (var (name, value) in metrics) payload.Metrics.Add(MetricValue.Command(name, value, payload.Timestamp));
        await PublishAsync($"{SparkplugTopic.Root}/{options.Group}/DCMD/{node}/{equipment}", payload.ToByteArray(), cancellationToken);
    }

    /// <summary>Publishes bytes on a topic beside Sparkplug, at least once; for the clock and the faults of the virtual plant.</summary>
    /// <exception cref="InvalidOperationException">The broker is not connected.</exception>
    public async Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (!_client.IsConnected) throw new InvalidOperationException($"The broker at {options.Host}:{options.Port} is not connected; nothing was sent.");
        await _client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload.ToArray()).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private async Task StayConnectedAsync(Gateway gateway, CancellationToken cancellationToken)
    {
        for (var pause = TimeSpan.FromMilliseconds(100); ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Func<MqttClientDisconnectedEventArgs, Task> gone = _ => { lost.TrySetResult(); return Task.CompletedTask; };
            _client.DisconnectedAsync += gone;
            try
            {
                await ConnectAsync(gateway, cancellationToken);
                pause = TimeSpan.FromMilliseconds(100);
                await lost.Task.WaitAsync(cancellationToken);
                gateway.NoteLink(up: false);
                gateway.Report($"The broker at {options.Host}:{options.Port} was lost; connecting again.");
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                gateway.Report($"The broker at {options.Host}:{options.Port} cannot be used and is tried again: {fault.Message}");
            }
            finally
            {
                _client.DisconnectedAsync -= gone;
            }

            await Task.Delay(pause, cancellationToken); // the network's time, not the plant's
            pause = pause * 2 < options.LongestBackoff ? pause * 2 : options.LongestBackoff;
        }
    }

    private async Task ConnectAsync(Gateway gateway, CancellationToken cancellationToken)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(options.Host, options.Port)
            .WithClientId(options.ClientId)
            .WithCleanStart(false)
            .WithSessionExpiryInterval((uint)options.SessionExpiry.TotalSeconds)
            .WithReceiveMaximum(options.Unacknowledged)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(15))
            .WithWillTopic(StateTopic).WithWillPayload(State(online: false)).WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).WithWillRetain();
        if (options.User is not null) builder.WithCredentials(options.User, options.Password ?? "");
        if (options.Tls)
            builder.WithTlsOptions(tls =>
            {
                tls.UseTls().WithTargetHost(options.Host);
                if (options.Trusted is { } trusted) tls.WithTrustChain(trusted).WithRevocationMode(X509RevocationMode.NoCheck); // a plant's own authority publishes no revocations
            });
        gateway.NoteLink(up: true); // before the first message of the backlog can arrive
        _connected.TrySetCanceled(cancellationToken); // what an attempt that failed had received is not acknowledged and comes again
        _connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var connected = await _client.ConnectAsync(builder.Build(), cancellationToken);
        var subscription = new MqttClientSubscribeOptionsBuilder();
        foreach (var filter in SparkplugTopic.Filters(options.Group)) subscription.WithTopicFilter(filter, MqttQualityOfServiceLevel.AtLeastOnce);
        var granted = await _client.SubscribeAsync(subscription.Build(), cancellationToken);
        if (granted.Items.FirstOrDefault(i => i.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused)
            throw new InvalidOperationException($"the broker refuses the subscription {refused.TopicFilter.Topic} ({refused.ResultCode}).");
        await PublishStateAsync(online: true, cancellationToken);
        _session!.Connected(connected.IsSessionPresent);
        _connected.TrySetResult(); // messages wait until it is known whether the broker kept our session
    }

    // By this edge nodes know whether their host listens, and keep their samples while it does not (Eclipse Sparkplug 3.0, section 5.3: STATE).
    private string StateTopic => $"{SparkplugTopic.Root}/STATE/{options.ClientId}";

    private string State(bool online) =>
        $$"""{"online":{{(online ? "true" : "false")}},"timestamp":{{NewPayload().Timestamp}}}""";

    private Task PublishStateAsync(bool online, CancellationToken cancellationToken) => _client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(StateTopic).WithPayload(State(online)).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).WithRetainFlag().Build(),
        cancellationToken);

    private async Task AcknowledgeAsync(ChannelReader<(Task<NodeInstant?> Stored, MqttApplicationMessageReceivedEventArgs Message)> backlog, CancellationToken cancellationToken)
    {
        await foreach (var (stored, message) in backlog.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                var reached = await stored;
                if (reached is not null) _gateway!.NoteNodeTime(reached);
                await message.AcknowledgeAsync(cancellationToken);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                // Unacknowledged, so it comes again with the next connection; stored twice it cannot be.
                if (!cancellationToken.IsCancellationRequested && _client.IsConnected)
                    _gateway!.Report($"A message on {message.ApplicationMessage.Topic} could not be acknowledged: {fault.Message}");
            }
        }
    }

    private async Task AskBirthAsync(string node)
    {
        try
        {
            var payload = NewPayload();
            payload.Metrics.Add(MetricValue.Command(Rebirth, true, payload.Timestamp));
            await _client.PublishAsync(new MqttApplicationMessageBuilder()
                .WithTopic($"{SparkplugTopic.Root}/{options.Group}/NCMD/{node}").WithPayload(payload.ToByteArray()).Build());
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            _gateway!.Report($"Edge node {node} could not be asked for its births: {fault.Message}");
        }
    }

    private Payload NewPayload() => new() { Timestamp = (ulong)(_gateway?.Time ?? TimeProvider.System).GetUtcNow().ToUnixTimeMilliseconds() };

    private async Task LeaveAsync()
    {
        try
        {
            if (_client.IsConnected) await PublishStateAsync(online: false, CancellationToken.None);

            // The session must outlive us, so the expiry that was asked for at the connect is kept.
            await _client.DisconnectAsync(new MqttClientDisconnectOptions { SessionExpiryInterval = (uint)options.SessionExpiry.TotalSeconds }, CancellationToken.None);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            _gateway!.Report($"The connection to {options.Host}:{options.Port} was not closed in order: {fault.Message}");
        }
    }
}
