using System.Diagnostics;
using Cellwright.Server.Equipment.Connectors;
using Cellwright.Server.Equipment.Connectors.Sparkplug;
using Cellwright.Server.Readings;
using Npgsql;
using NpgsqlTypes;

namespace Cellwright.Bench;

/// <summary>Readings from the broker to durable and queryable, against PostgreSQL COPY (binary) of the same rows into an equal table, in one run.
/// The clock of the first starts when the gateway connects to a broker that holds all messages, and ends when the last reading can be queried.</summary>
internal static class ReadingsBench
{
    private const int Devices = 190;
    private const int Tags = 20;

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 200;
        var worst = double.MaxValue;
        foreach (var instants in new[] { 1, 10 })
        {
            var rows = Devices * Tags * seconds;
            var ours = await IngestAsync(seconds, instants);
            Console.WriteLine($"cellwright: {rows:N0} readings, {Tags * instants} in a message, in {ours.TotalSeconds:F2} s: {rows / ours.TotalSeconds:N0} readings/s");
            if (await CopyAsync(seconds) is not { } copy) continue;
            var ratio = copy / ours;
            worst = Math.Min(worst, ratio);
            Console.WriteLine($"postgres COPY: {rows:N0} rows in {copy.TotalSeconds:F2} s: {rows / copy.TotalSeconds:N0} rows/s; ratio {ratio:F2}");
        }

        if (worst == double.MaxValue) Console.WriteLine("PostgreSQL is not installed; no ratio.");
        return worst >= 0.5 ? 0 : 1;
    }

    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()).AddHours(-1);

    private static double Value(int device, int tag, int second) => 37 + Math.Sin(second / 60.0 + tag) + device / 1000.0;

    private static async Task<TimeSpan> IngestAsync(int seconds, int instants)
    {
        var folder = Directory.CreateTempSubdirectory("cellwright-bench-").FullName;
        await using var broker = new EmbeddedBroker();
        await broker.StartAsync();
        await using var store = await ReadingStore.OpenAsync(new ReadingStoreOptions(folder), TimeProvider.System, _ => Task.CompletedTask);
        var gateway = new Gateway(store, _ => true, TimeProvider.System, new GatewayOptions { ClockTolerance = TimeSpan.FromDays(1) });
        using var connector = new SparkplugConnector(new SparkplugOptions("127.0.0.1", broker.Port));
        using var publisher = new Publisher(broker.Port, "BENCH", Devices, Tags);

        // A first short connection leaves a session behind, in which the broker then gathers everything.
        using (var first = new CancellationTokenSource())
        {
            var running = connector.RunAsync(gateway, first.Token);
            while (!connector.IsConnected) await Task.Delay(10);
            await publisher.BearAsync(Start);
            while (gateway.Devices.Count(d => d.Online) < Devices) await Task.Delay(10);
            await first.CancelAsync();
            await running;
        }

        await publisher.BearAsync(Start);
        for (var second = 0; second < seconds; second += instants)
            await Task.WhenAll(Enumerable.Range(0, Devices).Select(device =>
                publisher.SendDataAsync(device, publisher.Data(device, Start.AddSeconds(second), instants, TimeSpan.FromSeconds(1), (i, tag) => Value(device, tag, second + i)))));
        GC.Collect();

        using var stop = new CancellationTokenSource();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var ingesting = connector.RunAsync(gateway, stop.Token);
        var last = Start.AddSeconds(seconds - 1);
        while (!publisher.Devices.All(d => store.Latest(d, $"tag-{Tags - 1:D2}")?.At == last)) await Task.Delay(5);
        watch.Stop();
        Console.WriteLine($"  CPU {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds:F2} s, broker included");
        var sample = await store.WindowAsync(publisher.Name(7), "tag-03", Start, last);
        if (sample.Count != seconds || sample[^1].Value != Value(7, 3, seconds - 1)) throw new InvalidOperationException($"{sample.Count} of {seconds} readings were kept.");
        await stop.CancelAsync();
        await ingesting;
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        return watch.Elapsed;
    }

    private static async Task<TimeSpan?> CopyAsync(int seconds)
    {
        using var server = PostgresServer.Start();
        if (server is null) return null;
        await using var connection = new NpgsqlConnection(server.Connection);
        await connection.OpenAsync();
        await using (var create = new NpgsqlCommand("CREATE TABLE readings (equipment text, tag text, value float8, unit text, quality int2, at timestamptz, received timestamptz, historical bool, address text)", connection))
            await create.ExecuteNonQueryAsync();
        var equipment = Enumerable.Range(0, Devices).Select(d => $"BENCH-{d:D3}").ToArray();
        var tags = Enumerable.Range(0, Tags).Select(t => $"tag-{t:D2}").ToArray();
        var watch = Stopwatch.StartNew();
        var row = 0;
        await using (var copy = await connection.BeginBinaryImportAsync("COPY readings FROM STDIN (FORMAT BINARY)"))
        {
            for (var second = 0; second < seconds; second++)
            {
                var at = Start.AddSeconds(second).UtcDateTime;
                for (var device = 0; device < Devices; device++)
                    for (var tag = 0; tag < Tags; tag++)
                    {
                        copy.StartRow();
                        copy.Write(equipment[device], NpgsqlDbType.Text);
                        copy.Write(tags[tag], NpgsqlDbType.Text);
                        copy.Write(Value(device, tag, second), NpgsqlDbType.Double);
                        copy.Write("Cel", NpgsqlDbType.Text);
                        copy.Write((short)0, NpgsqlDbType.Smallint);
                        copy.Write(at, NpgsqlDbType.TimestampTz);
                        copy.Write(at, NpgsqlDbType.TimestampTz);
                        copy.Write(false, NpgsqlDbType.Boolean);
                        copy.Write($"r/000001/{row++}", NpgsqlDbType.Text);
                    }
            }

            await copy.CompleteAsync();
        }

        return watch.Elapsed;
    }
}
