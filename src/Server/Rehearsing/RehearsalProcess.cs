using System.Diagnostics;

namespace Cellwright.Server.Rehearsing;

/// <summary>A rehearsal in a process of its own, with a record of its own: nothing of it touches the site.</summary>
internal sealed class RehearsalProcess : IDisposable
{
    private readonly Process process;

    private RehearsalProcess(Process process) => this.process = process;

    /// <summary>Last thing that was said on the error stream.</summary>
    public string LastWords { get; private set; } = "";

    /// <summary>Starts <c>cellwright demo --recipe FILE --rehearsal --exit</c> in <paramref name="folder"/>.</summary>
    /// <exception cref="InvalidOperationException">The program cannot be found.</exception>
    public static RehearsalProcess Start(string program, string recipe, string folder, string report)
    {
        if (!File.Exists(program)) throw new InvalidOperationException($"{program} is missing, and rehearsals run in it. Install the server again.");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true,
        };
        foreach (var argument in (string[])[program, "demo", "--exit", "--rehearsal", "--recipe", recipe, "--data", folder, "--urls", "http://127.0.0.1:0", "--report", report])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var running = new RehearsalProcess(process);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => running.LastWords = string.IsNullOrWhiteSpace(line.Data) ? running.LastWords : line.Data;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Completes when it has ended.</summary>
    public Task EndedAsync(CancellationToken ct) => process.WaitForExitAsync(ct);

    /// <summary>Ends it and what it started.</summary>
    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
