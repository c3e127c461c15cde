using System.Diagnostics;
using Cellwright.Tests;

namespace Cellwright.Bench;

/// <summary>A private PostgreSQL with its default durability (fsync and synchronous commit on), in a temporary folder.</summary>
internal sealed class PostgresServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cellwright-bench-").FullName;
    private readonly string _programs;

    private PostgresServer(string programs) => _programs = programs;

    /// <summary>How to reach it.</summary>
    public string Connection { get; private set; } = "";

    /// <summary>Starts one; null where PostgreSQL is not installed.</summary>
    public static PostgresServer? Start()
    {
        if (!Directory.Exists("/usr/lib/postgresql")) return null;
        var server = new PostgresServer(Path.Combine(Directory.GetDirectories("/usr/lib/postgresql").Order().Last(), "bin"));
        if (Environment.IsPrivilegedProcess) Run("chown", "postgres", server._folder);
        var port = Ports.Free();
        server.AsPostgres("initdb", "-D", server.Data, "-U", "postgres", "-A", "trust");
        server.AsPostgres("pg_ctl", "-D", server.Data, "-w", "-l", Path.Combine(server._folder, "log"), "-o", $"-p {port} -k {server._folder} -c listen_addresses=127.0.0.1", "start");
        server.Connection = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
        return server;
    }

    public void Dispose()
    {
        AsPostgres("pg_ctl", "-D", Data, "-w", "-m", "fast", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    // PostgreSQL refuses to run as root.
    private void AsPostgres(string program, params string[] arguments)
    {
        if (Environment.IsPrivilegedProcess) Run("runuser", ["-u", "postgres", "--", Path.Combine(_programs, program), .. arguments]);
        else Run(Path.Combine(_programs, program), arguments);
    }

    private static void Run(string program, params string[] arguments)
    {
        // Not through pipes: a server that stays behind would hold them open.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "\"$0\" \"$@\" >/dev/null 2>&1 </dev/null", program, .. arguments]) { WorkingDirectory = "/" })!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
