using System.Diagnostics;
using System.Globalization;
using Cellwright.Server.Equipment.Connectors;
using Cellwright.Server.Equipment.Connectors.Sparkplug;
using Cellwright.Server.Readings;

namespace Cellwright.Bench;

/// <summary>A full plant for some minutes: 190 batches, 20 tags each, one sample a second, through broker, gateway and store. Fails when a single reading is missing.</summary>
internal static class SoakBench
{
    private const int Batches = 190;
    private const int Tags = 20;

    public static async Task<int> RunAsync(string[] args)
    {
        var minutes = args is ["--minutes", var text] ? double.Parse(text, CultureInfo.InvariantCulture) : 10;
        var seconds = (int)(minutes * 60);
        var folder = Directory.CreateTempSubdirectory("cellwright-soak-").FullName;
        await using var broker = new EmbeddedBroker();
        await broker.StartAsync();
        await using var store = await ReadingStore.OpenAsync(new ReadingStoreOptions(folder), TimeProvider.System, s => Say($"sealed {Path.GetFileName(s.File)}, {s.Rows:N0} readings"));
        store.Trouble += Console.WriteLine;
        var gateway = new Gateway(store, _ => true, TimeProvider.System);
        gateway.Trouble += Console.WriteLine;
        gateway.Refused += refusal => Console.WriteLine(refusal.Sentence);
        using var connector = new SparkplugConnector(new SparkplugOptions("127.0.0.1", broker.Port));
        using var stop = new CancellationTokenSource();
        var running = connector.RunAsync(gateway, stop.Token);
        while (!connector.IsConnected) await Task.Delay(10);
        using var plant = new Publisher(broker.Port, "SOAK", Batches, Tags);
        var start = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        await plant.BearAsync(start);

        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var slowest = TimeSpan.Zero;
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var second = 0; second < seconds; second++)
        {
            var sent = Stopwatch.GetTimestamp();
            var at = start.AddSeconds(second);
            await Task.WhenAll(Enumerable.Range(0, Batches).Select(b => plant.SendDataAsync(b, plant.Data(b, at, 1, TimeSpan.Zero, (_, tag) => tag + second / 1000.0))));
            while (store.Latest(plant.Name(Batches - 1), $"tag-{Tags - 1:D2}")?.At != at) await Task.Delay(2);
            var took = Stopwatch.GetElapsedTime(sent);
            if (took > slowest) slowest = took;
            await ticks.WaitForNextTickAsync();
        }

        var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        await stop.CancelAsync();
        await running;
        long kept = 0;
        for (var b = 0; b < Batches; b++)
            for (var tag = 0; tag < Tags; tag++)
                kept += (await store.WindowAsync(plant.Name(b), $"tag-{tag:D2}", start, start.AddSeconds(seconds))).Count;
        var expected = (long)Batches * Tags * seconds;
        Console.WriteLine($"{kept:N0} of {expected:N0} readings kept; plant, broker and server together used {used.TotalSeconds / watch.Elapsed.TotalSeconds * 100:F1} % of one core; "
            + $"slowest second from sending to queryable {slowest.TotalMilliseconds:F0} ms; working set {Environment.WorkingSet / 1048576} MiB");
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        return kept == expected ? 0 : 1;
    }

    private static Task Say(string line)
    {
        Console.WriteLine(line);
        return Task.CompletedTask;
    }
}
