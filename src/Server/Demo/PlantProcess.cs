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
        var process = Start(["--broker", $"{host}:{port}", "--follow-clock", "--with-parent", "--seed", $"{seed}", .. faults.SelectMany(fault => new[] { "--fault", fault })]);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Last = line.Data ?? Last;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new PlantProcess(process);
    }

    /// <summary>Has the plant write a campaign of lots, and waits for its end. Returns what it said where it could not, else null.</summary>
    /// <exception cref="InvalidOperationException">The plant is not beside the server.</exception>
    public static async Task<string?> WriteCampaignAsync(IEnumerable<string> arguments, CancellationToken ct)
    {
        using var process = Start(["campaign", .. arguments]);
        process.StandardInput.Close();
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        await said;
        return process.ExitCode == 0 ? null : (await wrong).Trim();
    }

    /// <summary>Asks the plant whether these faults can happen in it: null, or what it says against them.</summary>
    /// <exception cref="InvalidOperationException">The plant is not beside the server.</exception>
    public static async Task<string?> RefusalOfAsync(IEnumerable<string> faults, CancellationToken ct)
    {
        using var process = Start(["--check", .. faults.SelectMany(fault => new[] { "--fault", fault })]);
        process.StandardInput.Close();
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        await said;
        return process.ExitCode == 0 ? null : $"The virtual plant refuses this: {(await wrong).Trim().TrimEnd('.')}. Correct --fault and start again.";
    }

    // Beside the server, or in the same folder, as in tests.
    private static Process Start(string[] arguments)
    {
        var plant = new[] { "plant", "." }.Select(folder => Path.Combine(AppContext.BaseDirectory, folder, "Cellwright.VirtualPlant.dll")).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("The virtual plant is missing beside the server. Build the solution again.");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in arguments.Prepend(plant)) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
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
