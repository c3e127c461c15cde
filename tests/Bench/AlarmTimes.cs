using System.Collections.Concurrent;
using System.Globalization;
using Cellwright.Server.Desk;
using Cellwright.Server.Readings;

namespace Cellwright.Bench;

/// <summary>Notes by the machine's clock how long each alarm takes to where.</summary>
internal sealed class AlarmTimes
{
    private readonly OpenBoard board;
    private readonly ConcurrentDictionary<string, DateTimeOffset> sent = new(); // deviation to when its reading left
    private readonly ConcurrentDictionary<string, string> latest = new(); // item to deviation
    private readonly ConcurrentDictionary<string, int> alarms = new(); // batch to how many so far
    private readonly ConcurrentDictionary<string, DateTimeOffset> stored = new(), durable = new();

    public AlarmTimes(Desk desk, ReadingStore store, OpenBoard board)
    {
        this.board = board;
        store.Arrived += readings =>
        {
            foreach (var reading in readings)
                if (reading.Value == AlarmBench.Outside && latest.TryGetValue(reading.Equipment, out var deviation)) stored.TryAdd(deviation, DateTimeOffset.UtcNow);
        };
        desk.Recorded += entries =>
        {
            if (entries[0].Stream.Split('/') is ["deviation", var deviation]) durable.TryAdd(deviation, DateTimeOffset.UtcNow);
        };
    }

    /// <summary>A reading that opens the batch's next deviation leaves now.</summary>
    public void Sending(string batch, string item)
    {
        var deviation = latest[item] = $"{batch}-D{alarms.AddOrUpdate(batch, 1, (_, before) => before + 1)}";
        sent[deviation] = DateTimeOffset.UtcNow;
    }

    /// <summary>Waits until every alarm is seen, prints the times since the last report, and gives those that decide.</summary>
    public async Task<(TimeSpan P99, int Missing)> ReportAsync()
    {
        var seen = await board.SeenAsync();
        for (var patience = 0; patience < 100 && sent.Keys.Any(deviation => !durable.ContainsKey(deviation) || (board.IsReal && !seen.ContainsKey(deviation))); patience++)
        {
            await Task.Delay(100);
            seen = await board.SeenAsync();
        }

        Print("reading durable", stored);
        var last = Print("deviation durable", durable);
        if (board.IsReal) last = Print("seen on an open board", seen);
        sent.Clear();
        return last;
    }

    private (TimeSpan P99, int Missing) Print(string what, IReadOnlyDictionary<string, DateTimeOffset> reached)
    {
        var took = sent.Where(one => reached.ContainsKey(one.Key)).Select(one => reached[one.Key] - one.Value).Order().ToArray();
        if (took.Length == 0) return (TimeSpan.MaxValue, sent.Count);
        var p99 = took[(int)(0.99 * (took.Length - 1))];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {what}: {took.Length} of {sent.Count} alarms, p50 {took[took.Length / 2].TotalMilliseconds:F0} ms, p99 {p99.TotalMilliseconds:F0} ms, worst {took[^1].TotalMilliseconds:F0} ms"));
        return (p99, sent.Count - took.Length);
    }
}
