using System.Diagnostics;
using System.Globalization;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Record.Paper;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cellwright.Bench;

/// <summary>
/// Commands on live batches with the paper of each kept on disk, against the same without. <c>paper [ROUNDS]</c>. Goal: keeping it costs less than a tenth.
/// </summary>
/// <remarks>Both follow the record, as every server does; rounds with and without take turns, so that what else the machine does hits both.</remarks>
internal static class PaperBench
{
    private const int Batches = 20;

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 5;
        var folder = Directory.CreateTempSubdirectory("cellwright-bench-").FullName;
        var ratios = new List<double>();
        await using (var record = SqliteRecord.Open(Path.Combine(folder, "record.db")))
        {
            var desk = new Desk(record, TimeProvider.System, TimeSpan.Zero, new DeskBench.NoReadings());
            await DeskBench.ApproveAsync(desk);
            for (var round = 0; round <= rounds; round++)
            {
                var without = await MeasureAsync(desk, record, folder, $"N{round}", keep: false);
                var with = await MeasureAsync(desk, record, folder, $"K{round}", keep: true);
                if (round == 0) continue; // compiled and cached now
                ratios.Add(without / with);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{Batches} batches at once: {Batches * DeskBench.CommandsPerBatch / without.TotalSeconds:F0} commands/s, with paper {Batches * DeskBench.CommandsPerBatch / with.TotalSeconds:F0}, ratio {without / with:F2}"));
            }
        }

        Directory.Delete(folder, recursive: true);
        ratios.Sort();
        var median = ratios[ratios.Count / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio {median:F2} ({(median >= 0.9 ? "met" : "MISSED")}: at least 0.9)"));
        return median >= 0.9 ? 0 : 2;
    }

    private static async Task<TimeSpan> MeasureAsync(Desk desk, IRecord record, string folder, string round, bool keep)
    {
        using var reactor = new Reactor(record, desk, Path.Combine(folder, $"position-{round}"), NullLogger<Reactor>.Instance);
        await File.WriteAllTextAsync(Path.Combine(folder, $"position-{round}"), (await record.CountAsync()).ToString(CultureInfo.InvariantCulture));
        using var keeper = new PackKeeper(desk, reactor, new PackReader(record, TimeProvider.System), _ => Task.FromResult<IReadOnlyList<string>>([]), Path.Combine(folder, "packs"), NullLogger<PackKeeper>.Instance);
        await reactor.StartAsync(CancellationToken.None);
        if (keep) await keeper.StartAsync(CancellationToken.None);
        var ids = Enumerable.Range(0, Batches).Select(batch => $"{round}-{batch:D2}").ToArray();
        await Task.WhenAll(ids.Select(id => DeskBench.OpenAsync(desk, id)));
        var watch = Stopwatch.StartNew();
        for (var again = 0; again < 30; again++) // several times as long as changes are gathered
        {
            if (again > 0) await Task.WhenAll((ids = [.. ids.Select(id => id + "x")]).Select(id => DeskBench.OpenAsync(desk, id)));
            await Task.WhenAll(ids.Select(id => DeskBench.PerformAsync(desk, id)));
        }

        var taken = watch.Elapsed / 30;
        if (keep) await keeper.StopAsync(CancellationToken.None);
        await reactor.StopAsync(CancellationToken.None);
        return taken;
    }
}
