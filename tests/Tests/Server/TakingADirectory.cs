using Cellwright.Ledger;
using Cellwright.Server.Hosting;

namespace Cellwright.Tests.Server;

/// <summary>A server takes its data directory for itself, and only one that is its site's own.</summary>
public sealed class TakingADirectory : IDisposable
{
    private readonly Readings.TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_refused_while_another_server_has_it_and_works_after_that_one_was_killed()
    {
        await using (var serving = await CellwrightProcess.ServeAsync(folder.Path, ["--broker-port", "0"]))
        {
            var (code, _, error) = await CellwrightProcess.RunAsync("Server", "cellwright", "serve", "--data", folder.Path, "--urls", "http://127.0.0.1:0", "--broker-port", "0", "--site", "test");
            Assert.Equal(1, code);
            Says(error, "Another server works on");
            serving.Kill();
        }

        await using var again = await CellwrightProcess.ServeAsync(folder.Path, ["--broker-port", "0"]);
    }

    [Fact]
    public async Task Is_refused_to_everybody_but_the_demo_where_the_demo_made_it()
    {
        await using (await SiteHost.BuildAsync(Options("demo") with { Demo = true }))
        {
        }

        foreach (var site in (string[])["demo", "leipzig"]) Says((await RefusedAsync(Options(site))).Message, "made by the demo");
    }

    [Fact]
    public async Task Is_refused_under_another_name_than_the_record_was_signed_with()
    {
        await SignedAsync();
        Says((await RefusedAsync(Options("halle"))).Message, "--site leipzig");
        await using var right = await SiteHost.BuildAsync(Options("leipzig"));
    }

    [Fact]
    public async Task Is_refused_with_another_key_than_the_record_was_signed_with()
    {
        await SignedAsync();
        Directory.Delete(Path.Combine(folder.Path, "key"), recursive: true);
        Says((await RefusedAsync(Options("leipzig"))).Message, "another key");
    }

    public void Dispose() => folder.Dispose();

    private static void Says(string sentence, string words)
    {
        Assert.Contains(words, sentence, StringComparison.Ordinal);
        Assert.True(Refusals.Fault(sentence.TrimEnd()) is null, $"{sentence} {Refusals.Fault(sentence.TrimEnd())}");
    }

    private static Task<InvalidOperationException> RefusedAsync(SiteOptions options) => Assert.ThrowsAsync<InvalidOperationException>(async () =>
    {
        await using var app = await SiteHost.BuildAsync(options);
    });

    private async Task SignedAsync()
    {
        await using var record = SqliteRecord.Open(Path.Combine(folder.Path, "record.db"));
        using var key = SiteKey.OpenOrCreate(Path.Combine(folder.Path, "key"), "leipzig");
        await record.AppendAsync(Ledger.Sample.Step("batch/A", 0), Ct);
        await new Integrator(record, key).IntegrateOnceAsync(TimeProvider.System, Ct);
    }

    private SiteOptions Options(string site) => new() { Data = folder.Path, Urls = "http://127.0.0.1:0", BrokerPort = 0, FirstRun = false, Quiet = true, Site = site };
}
