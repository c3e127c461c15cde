namespace Cellwright.Server.Demo;

/// <summary>
/// The time of a rehearsal: server and virtual plant go forward together, tick by tick. Between ticks it runs at the pace of
/// hands; when everybody waits, it leaps, as fast as the plant can follow.
/// </summary>
/// <param name="start">Where the rehearsal begins.</param>
/// <param name="handsOn">Simulated seconds a second while people work.</param>
/// <param name="fastest">Simulated seconds a second at most while everybody waits.</param>
/// <param name="tick">Tells the plant how far to go and returns when its readings up to there have arrived.</param>
public sealed class PlantClock(
    DateTimeOffset start, double handsOn, double fastest, Func<DateTimeOffset, CancellationToken, Task> tick) : TimeProvider
{
    private static readonly TimeSpan Leap = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private readonly Lock gate = new();
    private DateTimeOffset reached = start.ToUniversalTime();
    private long reachedStamp = System.GetTimestamp();
    private DateTimeOffset target = start.ToUniversalTime();
    private TaskCompletionSource arrived = Next();

    /// <summary>Now, in the rehearsal: the last tick, and the real time since, so that each act has its own.</summary>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return reached + Min(System.GetElapsedTime(reachedStamp), Beat);
    }

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Counts the time of the rehearsal: it leaps by intent, and is not a clock that somebody set.</summary>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Leaps to <paramref name="instant"/>; completes when server and plant are there.</summary>
    public async Task LeapToAsync(DateTimeOffset instant, CancellationToken ct)
    {
        while (GetUtcNow() < instant)
        {
            Task next;
            lock (gate)
            {
                if (target < instant) target = instant.ToUniversalTime();
                next = arrived.Task;
            }

            await next.WaitAsync(ct);
        }
    }

    /// <summary>Drives the time until cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var began = System.GetTimestamp();
            var now = GetUtcNow();
            DateTimeOffset goal;
            lock (gate) goal = target;
            var leaps = goal > now;
            var step = leaps ? NextLeap(goal - now) : Beat * handsOn;
            var next = WholeMilliseconds(now + step);
            await tick(next, ct);
            TaskCompletionSource there;
            lock (gate)
            {
                reached = next;
                reachedStamp = System.GetTimestamp();
                (there, arrived) = (arrived, Next());
            }

            there.SetResult();

            var pace = leaps ? TimeSpan.FromSeconds(step.TotalSeconds / fastest) : Beat;
            var rest = pace - System.GetElapsedTime(began);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, ct);
        }
    }

    private static TaskCompletionSource Next() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Devices tell time in milliseconds (Sparkplug); upwards, so that a goal is reached and not nearly reached.
    private static DateTimeOffset WholeMilliseconds(DateTimeOffset instant) =>
        new((instant.UtcTicks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);

    // The last minute before the goal is lived through at the devices' own pace, so that what people find there is fresh.
    private static TimeSpan NextLeap(TimeSpan left) =>
        left > Leap + FreshFor ? Leap : left > FreshFor * 2 ? left - FreshFor : left;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
