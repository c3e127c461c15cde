using Cellwright.Ledger;

namespace Cellwright.Tests.Server;

/// <summary>The whole way with real processes: server, virtual plant, and the auditor's tool on what comes out.</summary>
[Long(100)]
public sealed class RunningTheDemo
{
    [Fact, Requirement("P11-10b1")]
    public async Task Makes_a_batch_whose_export_a_stranger_can_verify()
    {
        using var folder = new Readings.TemporaryFolder();
        var (code, output, error) = await CellwrightProcess.RunAsync(
            "Server", "cellwright", "demo", "--exit", "--recipe", "cart-cd19", "--data", folder.Path, "--urls", "http://127.0.0.1:0");
        Assert.True(code == 0, output + error);
        Assert.Contains("is completed", output, StringComparison.Ordinal);
        Assert.Contains("Released conditionally by Demo Quality", output, StringComparison.Ordinal);

        var export = Path.Combine(folder.Path, "B-0001.cellwright");
        var key = Path.Combine(folder.Path, "key", "site-key.pub.pem");
        var (verdict, sentence, wrong) = await CellwrightProcess.RunAsync("Verify", "cellwright-verify", export, "--key", key);
        Assert.True(verdict == 0, sentence + wrong);

        // The same file with its last quarter missing is no proof of anything.
        var cut = Path.Combine(folder.Path, "cut.cellwright");
        var bytes = await File.ReadAllBytesAsync(export, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(cut, bytes[..(bytes.Length * 3 / 4)], TestContext.Current.CancellationToken);
        Assert.NotEqual(0, (await CellwrightProcess.RunAsync("Verify", "cellwright-verify", cut, "--key", key)).Code);
    }
}
