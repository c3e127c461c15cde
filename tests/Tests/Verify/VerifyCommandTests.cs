using System.Diagnostics;
using System.Text.Json;
using Cellwright.Ledger;
using Cellwright.Tests.Ledger;

namespace Cellwright.Tests.Verify;

[Requirement("P11-10a1", "P11-10b1")]
public sealed class RunningTheAuditorsCommand(SmallExport export) : IClassFixture<SmallExport>, IDisposable
{
    private readonly string _folder = Sample.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_tells_intact_damaged_and_unreadable_by_its_exit_code()
    {
        var good = Write("good.cellwright", export.Bytes);
        var key = Write("key.pem", System.Text.Encoding.ASCII.GetBytes(export.Key.Pem));
        var bytes = export.Bytes.ToArray();
        bytes[150] ^= 1;
        var bad = Write("bad.cellwright", bytes);

        var (code, output) = await RunAsync(good, "--key", key);
        Assert.Equal(0, code);
        Assert.StartsWith("Intact", output, StringComparison.Ordinal);
        Assert.DoesNotContain("not proven", output, StringComparison.Ordinal);

        (code, output) = await RunAsync(bad, "--key", key);
        Assert.Equal(2, code);
        Assert.Contains("First bad entry: Entry 0 (lot/1, version 1, StepCompleted)", output, StringComparison.Ordinal);

        (code, output) = await RunAsync(Path.Combine(_folder, "absent"));
        Assert.Equal(1, code);
        Assert.Contains("cannot be read", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_key_it_says_that_the_origin_is_not_proven()
    {
        var (code, output, _) = Run(Write("good.cellwright", export.Bytes), null, json: false);
        Assert.Equal(0, code);
        Assert.Contains("where it comes from is not proven", output, StringComparison.Ordinal);
        Assert.Contains(export.Key.Fingerprint, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_says_the_same_to_programs()
    {
        using var good = JsonDocument.Parse(Run(Write("good.cellwright", export.Bytes), null, json: true).Output);
        Assert.Equal("intact", good.RootElement.GetProperty("verdict").GetString());
        Assert.False(good.RootElement.GetProperty("originProven").GetBoolean());
        Assert.Equal(14, good.RootElement.GetProperty("entries").GetInt32());

        var bytes = export.Bytes.ToArray();
        bytes[150] ^= 1;
        using var bad = JsonDocument.Parse(Run(Write("bad.cellwright", bytes), null, json: true).Output);
        Assert.Equal(("damaged", 0), (bad.RootElement.GetProperty("verdict").GetString(), bad.RootElement.GetProperty("firstBad").GetProperty("index").GetInt32()));
    }

    [Fact]
    public void A_key_that_is_none_is_told()
    {
        var (code, _, error) = Run(Write("good.cellwright", export.Bytes), Write("key.pem", "no key"u8.ToArray()), json: false);
        Assert.Equal(1, code);
        Assert.Contains("cannot be read", error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(string path, string? key, bool json)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (VerifyCommand.Run(path, key, json, output, error), output.ToString(), error.ToString());
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "cellwright-verify.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
