using System.Diagnostics;
using Cellwright.Tests;
using Npgsql;

[assembly: AssemblyFixture(typeof(Postgres))]

namespace Cellwright.Tests;

/// <summary>A real PostgreSQL server of the tests' own, on a free port of this machine, started when the first test asks for it.</summary>
public sealed class Postgres : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private PostgresCluster? _cluster;

    /// <summary>The connection string of a new, empty database; the test is skipped, with the reason, where PostgreSQL is not installed.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        await _starting.WaitAsync();
        try
        {
            _cluster ??= await PostgresCluster.StartAsync();
        }
        finally
        {
            _starting.Release();
        }

        return await _cluster.NewDatabaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        _starting.Dispose();
    }
}

/// <summary>A private cluster in a temporary folder, with the durability of a real one (fsync on).</summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cellwright-pg-").FullName;
    private readonly string _bin;
    private readonly int _port;
    private int _databases;

    private PostgresCluster(string bin, int port) => (_bin, _port) = (bin, port);

    public static async Task<PostgresCluster> StartAsync()
    {
        var bin = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(v => Path.Combine(v, "bin")).Where(b => File.Exists(Path.Combine(b, "initdb"))).Order().LastOrDefault()
            : null;
        if (bin is null) Assert.Skip("PostgreSQL is not installed (apt-get install postgresql)");
        var cluster = new PostgresCluster(bin!, Ports.Free());
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", ["postgres", cluster._folder]);
        await cluster.AsPostgresAsync("initdb", "-D", Path.Combine(cluster._folder, "data"), "-U", "postgres", "-A", "trust", "--no-sync");
        await cluster.StartServerAsync();
        return cluster;
    }

    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database};Timeout=5";

    public async Task<string> NewDatabaseAsync()
    {
        var name = $"t{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public Task StartServerAsync() => AsPostgresAsync(
        "pg_ctl", "-D", Path.Combine(_folder, "data"), "-w", "-l", Path.Combine(_folder, "log"), "-o", $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1 -c max_connections=200", "start");

    /// <param name="mode"><c>fast</c> ends every session; <c>immediate</c> is a crash.</param>
    public Task StopServerAsync(string mode = "fast") => AsPostgresAsync("pg_ctl", "-D", Path.Combine(_folder, "data"), "-w", "-m", mode, "stop");

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(_folder, "data", "postmaster.pid"))) await StopServerAsync("immediate");
        Directory.Delete(_folder, recursive: true);
    }

    // PostgreSQL refuses to run as root.
    private Task AsPostgresAsync(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(_bin, program), .. arguments])
        : RunAsync(Path.Combine(_bin, program), arguments);

    private static async Task RunAsync(string program, string[] arguments)
    {
        // Not through pipes: a server that stays behind would hold them open.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "\"$0\" \"$@\" >/dev/null 2>&1 </dev/null", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
