using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Cellwright.Tests.Readings;

namespace Cellwright.Tests.Equipment;

/// <summary>A real Mosquitto of the test's own, with its own configuration and its own memory.</summary>
public sealed class Mosquitto : IDisposable
{
    private const string Program = "/usr/sbin/mosquitto";
    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    public Mosquitto()
    {
        if (!File.Exists(Program)) Assert.Skip($"{Program} is not installed on this machine");
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        File.WriteAllText(Configuration, $"""
            listener {Port} 127.0.0.1
            allow_anonymous true
            persistence true
            persistence_location {_folder.Path}/
            user {Environment.UserName}
            max_queued_messages 0
            """);
    }

    public int Port { get; }

    private string Configuration => Path.Combine(_folder.Path, "mosquitto.conf");

    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(Program, ["-c", Configuration]) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        await Eventually.Holds(Listens, "Mosquitto listens");
    }

    /// <summary>Ends it as an administrator does (SIGTERM): it writes down what it still has to deliver.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }

        _folder.Dispose();
    }

    private bool Listens()
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
