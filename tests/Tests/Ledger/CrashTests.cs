using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cellwright.Ledger;

namespace Cellwright.Tests.Ledger;

[Requirement("P11-10e3")]
[Long(110)]
public sealed class KillingTheWriter(Postgres postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_hundred_kills_lose_nothing_in_SQLite()
    {
        var seed = Seed();
        // Two records at a time: starting a process takes longest.
        await Task.WhenAll(Enumerable.Range(0, 2).Select(lane => Task.Run(async () =>
        {
            var folder = Sample.NewFolder();
            await KillAsync(Path.Combine(folder, "ledger.db"), folder, 100, new Random(seed + lane));
            Directory.Delete(folder, recursive: true);
        }, Ct)));
    }

    [Fact]
    public async Task Twenty_kills_lose_nothing_in_Postgres()
    {
        var folder = Sample.NewFolder();
        await KillAsync(await postgres.NewDatabaseAsync(), folder, 20, new Random(Seed()));
        Directory.Delete(folder, recursive: true);
    }

    private static int Seed()
    {
        var seed = Random.Shared.Next(1_000_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        return seed;
    }

    private static async Task KillAsync(string database, string folder, int kills, Random random)
    {
        long seen = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            var acknowledged = await RunUntilKilledAsync(database, folder, random);
            await using var record = await CrashWriter.OpenAsync(database);
            var found = new Dictionary<Guid, List<Entry>>();
            while (await record.ReadAsync(seen, 1000, Ct) is { Count: > 0 } page)
            {
                seen += page.Count;
                foreach (var entry in page) (found.TryGetValue(entry.CommandId, out var list) ? list : found[entry.CommandId] = []).Add(entry);
            }

            Assert.All(acknowledged, id => Assert.Contains(id, found.Keys));
            Assert.All(found.Values, entries => Assert.Equal(entries.Count, int.Parse(Encoding.UTF8.GetString(entries[0].Data.Span), CultureInfo.InvariantCulture)));
            using var key = SiteKey.OpenOrCreate(folder, "crash");
            var health = await new Integrator(record, key).IntegrateOnceAsync(TimeProvider.System, Ct);
            Assert.Null(health.Problem);
            Assert.Equal(seen, health.Integrated);
            if (kill < kills - 1) continue;
            var check = await SelfCheck.RunAsync(record, key.Public, TimeProvider.System, Ct);
            Assert.True(check.IsSound && check.Entries == seen, check.Problem);
        }
    }

    /// <summary>Kills the writer (SIGKILL) at a random instant after a random acknowledgement; every id that it printed was acknowledged.</summary>
    private static async Task<List<Guid>> RunUntilKilledAsync(string database, string folder, Random random)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Cellwright.Tests.dll"), "crash-writer", database, folder])
        {
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_TieredPGO"] = "0", ["DOTNET_gcServer"] = "0" },
        };
        using var process = Process.Start(start)!;
        var acknowledged = new List<Guid>();
        var killAfter = random.Next(1, 30);
        var delay = TimeSpan.FromMicroseconds(random.Next(3000));
        var killing = Task.CompletedTask;
        while (await process.StandardOutput.ReadLineAsync(Ct) is { } line)
        {
            // The last line may have been cut by the kill.
            if (!Guid.TryParseExact(line, "D", out var id)) continue;
            acknowledged.Add(id);
            if (acknowledged.Count == killAfter)
            {
                killing = Task.Run(() =>
                {
                    for (var watch = Stopwatch.StartNew(); watch.Elapsed < delay;) Thread.SpinWait(20);
                    process.Kill();
                }, Ct);
            }
        }

        await killing;
        await process.WaitForExitAsync(Ct);
        Assert.True(acknowledged.Count >= killAfter, $"the writer ended by itself with {process.ExitCode}");
        return acknowledged;
    }
}
