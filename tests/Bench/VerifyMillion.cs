using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cellwright.Ledger;

namespace Cellwright.Bench;

/// <summary>Verifying the export of a whole ledger, against SHA-256 over the same file. <c>verify [ENTRIES]</c>, one million unless said. Goal: at most 4 times.</summary>
internal static class VerifyMillion
{
    private const int AtOnce = 500;
    private const int Rounds = 5;

    public static async Task<int> RunAsync(string[] args)
    {
        var entries = args is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("cellwright-bench-").FullName;
        var path = Path.Combine(folder, "ledger.cellwright");
        await using (var record = SqliteRecord.Open(Path.Combine(folder, "ledger.db")))
        using (var key = SiteKey.OpenOrCreate(folder, "bench"))
        {
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < entries; i += AtOnce) await Task.WhenAll(Enumerable.Range(i, Math.Min(AtOnce, entries - i)).Select(n => record.AppendAsync(Step(n))));
            Console.WriteLine($"appended in {watch.Elapsed}");
            watch.Restart();
            var integrator = new Integrator(record, key);
            await integrator.IntegrateOnceAsync(TimeProvider.System);
            Console.WriteLine($"integrated in {watch.Elapsed}");
            watch.Restart();
            if ((await integrator.CheckAsync(TimeProvider.System)).Problem is { } problem) throw new InvalidOperationException(problem);
            Console.WriteLine($"checked the record itself in {watch.Elapsed}");
            watch.Restart();
            await ExportWriter.WriteAsync(record, key, new ExportRequest("ledger", null, [], DateTimeOffset.UnixEpoch), path);
            Console.WriteLine($"exported in {watch.Elapsed}");
        }

        var ratios = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await using (var file = File.OpenRead(path)) SHA256.HashData(file);
            var sha = watch.Elapsed;
            watch.Restart();
            if (Verifier.Verify(path, null) is not Intact) throw new InvalidOperationException("the export is not intact");
            var verify = watch.Elapsed;
            if (round == 0) continue; // compiled and cached now
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"verify {entries} entries ({new FileInfo(path).Length / 1e6:F0} MB): {verify.TotalSeconds:F2} s, SHA-256 of the file {sha.TotalSeconds:F2} s, ratio {verify / sha:F2}"));
            ratios.Add(verify / sha);
        }

        Directory.Delete(folder, recursive: true);
        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio {ratios[Rounds / 2]:F2} ({(ratios[Rounds / 2] <= 4 ? "met" : "MISSED")}: at most 4)"));
        return ratios[Rounds / 2] <= 4 ? 0 : 2;
    }

    private static Append Step(int n) => new(
        $"batch/B-{n / 2000}", Append.Any, Guid.NewGuid(), SHA256.HashData(BitConverter.GetBytes(n)), "operator-7", DateTimeOffset.UnixEpoch.AddSeconds(n),
        [new NewEntry("StepCompleted", Encoding.UTF8.GetBytes($"{{\"step\":{n},\"shown\":\"{new string('a', 490)}\"}}"))]);
}
