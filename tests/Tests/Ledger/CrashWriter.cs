using System.Globalization;
using System.Text;
using Cellwright.Ledger;

namespace Cellwright.Tests.Ledger;

/// <summary>The process that is killed: several writers append as fast as they can, an integrator signs, and each acknowledged command is printed.</summary>
internal static class CrashWriter
{
    private const int Writers = 4;

    public static async Task<int> RunAsync(string database, string folder)
    {
        await using var record = await OpenAsync(database);
        using var key = SiteKey.OpenOrCreate(folder, "crash");
        var integrator = new Integrator(record, key);
        _ = Task.Run(async () =>
        {
            while (true) await integrator.IntegrateOnceAsync(TimeProvider.System);
        });
        var output = Console.Out;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var entries = 1 + (i + writer) % 3;
                var append = new Append(
                    $"batch/{writer}", Append.Any, Guid.NewGuid(), new byte[32], "crash", DateTimeOffset.UtcNow,
                    [.. Enumerable.Range(0, entries).Select(_ => new NewEntry("StepCompleted", Encoding.UTF8.GetBytes(entries.ToString(CultureInfo.InvariantCulture))))]);
                if (await record.AppendAsync(append) is not Appended) Environment.Exit(3);
                lock (output)
                {
                    output.WriteLine(append.CommandId);
                    output.Flush();
                }
            }
        })));
        return 0;
    }

    public static async Task<IRecord> OpenAsync(string database) =>
        database.Contains("Host=", StringComparison.Ordinal) ? await PostgresRecord.OpenAsync(database) : SqliteRecord.Open(database);
}
