using System.Globalization;
using Cellwright.Domain.Equipment;
using Cellwright.Server.Readings;

namespace Cellwright.Bench;

/// <summary>A process to be killed: appends numbered readings and says on standard output which are acknowledged, with their addresses.
/// <c>readings-child FOLDER FIRST</c>; the reading with number n has the value n, at n ms after 2026-01-05T08:00Z.</summary>
internal static class ReadingsChild
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(string[] args)
    {
        var next = int.Parse(args[1], CultureInfo.InvariantCulture);
        await using var store = await ReadingStore.OpenAsync(new ReadingStoreOptions(args[0]) { SegmentRows = 3000 }, TimeProvider.System, _ => Task.CompletedTask);
        var series = store.Series("CP-01", "count", "1");
        var under = new Queue<(int First, ReadingBatch Batch, Task<Appended> Done)>();
        var output = Console.Out;
        while (true)
        {
            var batch = new ReadingBatch();
            var first = next;
            for (var i = 0; i < 7; i++, next++) batch.Add(series, next, Quality.Good, Start.AddMilliseconds(next), Start, historical: false);
            under.Enqueue((first, batch, store.AppendAsync(batch)));
            if (under.Count < 8) continue;
            var (number, done, task) = under.Dequeue();
            await task;
            for (var i = 0; i < done.Count; i++) await output.WriteLineAsync($"{number + i} {done.AddressOf(i) ?? "known"}");
            await output.FlushAsync();
        }
    }
}
