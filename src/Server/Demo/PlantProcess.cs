using System.Diagnostics;

namespace Cellwright.Server.Demo;

/// <summary>The virtual plant in its own process, which ends with this one.</summary>
internal sealed class PlantProcess : IAsyncDisposable
{
    private readonly Process process;

    private PlantProcess(Process process) => this.process = process;

    /// <summary>Starts the plant against a broker.</summary>
    /// <exception cref="InvalidOperationException">The plant is not beside the server.</exception>
    public static PlantProcess Start(string host, int port, int seed, IEnumerable<string> faults)
    {
        var plant = Path.Combine(AppContext.BaseDirectory, "plant", "Cellwright.VirtualPlant.dll");
        if (!File.Exists(plant)) throw new InvalidOperationException("The virtual plant is missing beside the server. Build the solution again.");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        string[] arguments = [plant, "--broker", $"{host}:{port}", "--follow-clock", "--with-parent", "--seed", $"{seed}"];
        foreach (var argument in arguments.Concat(faults.SelectMany(fault => new[] { "--fault", fault }))) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Last = line.Data ?? Last;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new PlantProcess(process);
    }

    /// <summary>The last thing that a plant said on its error stream.</summary>
    public static string Last { get; private set; } = "";

    /// <summary>True while it runs.</summary>
    public bool IsAlive => !process.HasExited;

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
