namespace Cellwright.Server.Access;

/// <summary>
/// Attempts on accounts that are locked out. The first of a minute is recorded at once, those that follow are counted and recorded together when the
/// minute is over: every attempt is told of, and nobody can fill the record with them.
/// </summary>
/// <param name="record">Records so many attempts on an account, with the terminal of the latest.</param>
/// <param name="clock">The clock of the door.</param>
internal sealed class LockedOutAttempts(Func<string, string, int, Task> record, TimeProvider clock)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, Waiting> waiting = [];

    /// <summary>Somebody tried.</summary>
    public async Task NoteAsync(string personId, string terminal)
    {
        lock (waiting)
        {
            if (waiting.TryGetValue(personId, out var before))
            {
                (before.Count, before.Terminal) = (before.Count + 1, terminal);
                return;
            }

            Begin(personId);
        }

        await record(personId, terminal, 1);
    }

    private Waiting Begin(string personId)
    {
        var minute = waiting[personId] = new Waiting();
        minute.Timer = clock.CreateTimer(_ => Over(personId), null, Minute, Timeout.InfiniteTimeSpan);
        return minute;
    }

    private void Over(string personId)
    {
        int count;
        string terminal;
        lock (waiting)
        {
            var minute = waiting[personId];
            (count, terminal) = (minute.Count, minute.Terminal);
            if (count == 0)
            {
                minute.Timer!.Dispose();
                waiting.Remove(personId);
                return;
            }

            minute.Count = 0;
            minute.Timer!.Change(Minute, Timeout.InfiniteTimeSpan);
        }

        _ = RecordAsync(personId, terminal, count);
    }

    private async Task RecordAsync(string personId, string terminal, int count)
    {
        try
        {
            await record(personId, terminal, count);
        }
        catch (Exception)
        {
            // The record is away: they are counted to the next minute, which may have to begin, because an answer can take longer than one.
            lock (waiting)
            {
                var minute = waiting.GetValueOrDefault(personId) ?? Begin(personId);
                if (minute.Count == 0) minute.Terminal = terminal;
                minute.Count += count;
            }
        }
    }

    private sealed class Waiting
    {
        public int Count { get; set; }

        public string Terminal { get; set; } = "";

        public ITimer? Timer { get; set; }
    }
}
