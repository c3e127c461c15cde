using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Cellwright.Server.Equipment.Connectors;

/// <summary>An MQTT broker within the server, for a plant that has none: on the loopback address only. What waits for a client that is away is kept in memory.</summary>
public sealed class EmbeddedBroker : IAsyncDisposable
{
    private readonly MqttServer _server;
    private readonly byte[]? _user;
    private readonly byte[]? _password;

    /// <summary>A broker that is not started yet.</summary>
    /// <param name="port">TCP port; 0 takes a free one.</param>
    /// <param name="user">User name that clients must give; null lets everybody in.</param>
    /// <param name="password">Password that goes with it.</param>
    /// <param name="waitingMessages">Messages kept for a client that is slow or away.</param>
    public EmbeddedBroker(int port = 0, string? user = null, string? password = null, int waitingMessages = 1_000_000)
    {
        Port = port == 0 ? FreePort() : port;
        _user = user is null ? null : Encoding.UTF8.GetBytes(user);
        _password = user is null ? null : Encoding.UTF8.GetBytes(password ?? "");
        var options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint().WithDefaultEndpointPort(Port)
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithPersistentSessions()
            .WithMaxPendingMessagesPerClient(waitingMessages)
            .WithPendingMessagesOverflowStrategy(MqttPendingMessagesOverflowStrategy.DropNewMessage)
            .Build();
        _server = new MqttServerFactory().CreateMqttServer(options);
        _server.ValidatingConnectionAsync += Validate;
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
