using System.Diagnostics;

namespace Cellwright.Tests.Server;

/// <summary>The built programs as processes of their own.</summary>
internal sealed class CellwrightProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private CellwrightProcess(Process process) => (this.process, errors) = (process, process.StandardError.ReadToEndAsync(CancellationToken.None));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Where it serves.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary><c>cellwright serve</c>, once it serves.</summary>
    public static Task<CellwrightProcess> ServeAsync(string data, int brokerPort) => ServeAsync(data, ["--broker-port", $"{brokerPort}"]);

    /// <summary>The same, with options for the broker.</summary>
    public static async Task<CellwrightProcess> ServeAsync(string data, string[] broker, IReadOnlyDictionary<string, string>? environment = null)
    {
        var serving = new CellwrightProcess(Start("Server", "cellwright", ["serve", "--data", data, "--urls", "http://127.0.0.1:0", "--site", "test", .. broker], environment));
        while (await serving.process.StandardOutput.ReadLineAsync(Ct) is { } line)
        {
            if (!line.StartsWith("Cellwright serves at ", StringComparison.Ordinal)) continue;
            serving.Address = new Uri(line["Cellwright serves at ".Length..line.IndexOf(". Public", StringComparison.Ordinal)]);
            _ = serving.process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return serving;
        }

        throw new InvalidOperationException($"It does not serve: {await serving.errors}");
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="project">Folder below src.</param>
    /// <param name="program">Name of its assembly.</param>
    /// <param name="arguments">Command line.</param>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string project, string program, params string[] arguments)
    {
        using var process = Start(project, program, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
        try
        {
            await process.WaitForExitAsync(Ct);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await error);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    /// <summary>Where a program was built; the test is skipped where it was not.</summary>
    public static string PathOf(string project, string program)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory); // tests/Tests/bin/<configuration>/<framework>
        var root = own.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        var assembly = Path.Combine(root, "src", project, "bin", own.Parent.Name, own.Name, $"{program}.dll");
        Assert.SkipUnless(File.Exists(assembly), $"{assembly} is not built");
        return assembly;
    }

    private static Process Start(string project, string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [PathOf(project, program), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
