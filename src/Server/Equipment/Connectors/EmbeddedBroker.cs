using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Cellwright.Server.Equipment.Connectors;

/// <summary>An MQTT broker within the server, for a plant that has none: on the loopback address only. What waits for a client is kept in memory only, so a publisher is told that a message arrived when the host has it durable.</summary>
public sealed class EmbeddedBroker : IAsyncDisposable
{
    private const int CheckEvery = 64;

    private readonly ConcurrentDictionary<string, int> _unacknowledged = [];
    private readonly int _waitingMessages;
    private readonly MqttServer _server;
    private int _published;
    private readonly byte[]? _user;
    private readonly byte[]? _password;

    /// <summary>A broker that is not started yet.</summary>
    /// <param name="port">TCP port; 0 takes a free one.</param>
    /// <param name="user">User name that clients must give; null lets everybody in.</param>
    /// <param name="password">Password that goes with it.</param>
    /// <param name="host">Client id of the host application: publishers are told that a message for it arrived only when it has acknowledged it. Null for a broker that acknowledges by itself.</param>
    /// <param name="waitingMessages">Messages that may wait for a connected client; beyond, publishers wait. Twice as many and some are kept for a client that is away.</param>
    public EmbeddedBroker(int port = 0, string? user = null, string? password = null, string? host = null, int waitingMessages = 50_000)
    {
        _waitingMessages = waitingMessages;
        Port = port == 0 ? FreePort() : port;
        _user = user is null ? null : Encoding.UTF8.GetBytes(user);
        _password = user is null ? null : Encoding.UTF8.GetBytes(password ?? "");
        var options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint().WithDefaultEndpointPort(Port)
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithPersistentSessions()
            .WithMaxPendingMessagesPerClient(waitingMessages * 2 + 4096)
            .WithPendingMessagesOverflowStrategy(MqttPendingMessagesOverflowStrategy.DropNewMessage)
            .Build();
        _server = new MqttServerFactory().CreateMqttServer(options);
        _server.ValidatingConnectionAsync += Validate;
        _server.InterceptingPublishAsync += HoldBack;
        if (host is not null) new Receipts(host).Watch(_server);
        _server.InterceptingOutboundPacketAsync += sent =>
        {
            if (sent.Packet is MqttPublishPacket { QualityOfServiceLevel: not MqttQualityOfServiceLevel.AtMostOnce })
                _unacknowledged.AddOrUpdate(sent.ClientId, 1, (_, count) => count + 1);
            return Task.CompletedTask;
        };
        _server.ClientAcknowledgedPublishPacketAsync += acknowledged =>
        {
            _unacknowledged.AddOrUpdate(acknowledged.ClientId, 0, (_, count) => count - 1);
            return Task.CompletedTask;
        };
        _server.ClientDisconnectedAsync += gone =>
        {
            _unacknowledged.TryRemove(gone.ClientId, out _);
            return Task.CompletedTask;
        };
    }

    /// <summary>The TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Starts listening.</summary>
    public Task StartAsync() => _server.StartAsync();

    /// <summary>Stops listening and closes all connections.</summary>
    public Task StopAsync() => _server.StopAsync(new MqttServerStopOptions());

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_server.IsStarted) await StopAsync();
        _server.Dispose();
    }

    // A publisher gets its acknowledgement only after this, so a slow consumer slows its publishers and nothing is dropped.
    // Consumers themselves are let pass: one that waited for itself would wait for ever.
    private async Task HoldBack(InterceptingPublishEventArgs message)
    {
        if (Interlocked.Increment(ref _published) % CheckEvery != 0 || _unacknowledged.GetValueOrDefault(message.ClientId) > 0) return;
        while (!message.CancellationToken.IsCancellationRequested && await IsBusyAsync()) await Task.Delay(5, message.CancellationToken);
    }

    private async Task<bool> IsBusyAsync()
    {
        foreach (var session in await _server.GetSessionsAsync())
            if (session.DisconnectedTimestamp is null && session.PendingApplicationMessagesCount + _unacknowledged.GetValueOrDefault(session.Id) > _waitingMessages) return true;
        return false;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private Task Validate(ValidatingConnectionEventArgs connection)
    {
        if (_user is not null
            && !(CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(connection.UserName ?? ""), _user)
                 & CryptographicOperations.FixedTimeEquals(connection.RawPassword ?? [], _password)))
            connection.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
        return Task.CompletedTask;
    }
}
