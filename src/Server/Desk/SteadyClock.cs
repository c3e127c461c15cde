namespace Cellwright.Server.Desk;

/// <summary>
/// A machine's clock, held against the machine's own count of passing time. Corrections of a time service are followed; after a jump, forward or back, the time goes
/// on by the count until the clock is right again, or the jump was accepted: nothing is recorded in the future, no time limit runs out and no device falls silent
/// because somebody set a clock.
/// </summary>
/// <param name="machine">The machine's clock; its timestamps are the count.</param>
public sealed class SteadyClock(TimeProvider machine) : TimeProvider
{
    /// <summary>Corrections of a time service are smaller than this; what jumps further is a fault (ours).</summary>
    public static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private DateTimeOffset trusted = machine.GetUtcNow();
    private long trustedAt = machine.GetTimestamp();

    /// <inheritdoc />
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    /// <summary>This clock, or a steady one over it.</summary>
    public static SteadyClock Over(TimeProvider clock) => clock as SteadyClock ?? new(clock);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => Read().Now;

    /// <inheritdoc />
    public override long GetTimestamp() => machine.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>The time, what the machine's clock shows (UTC), and whether that one jumped.</summary>
    public (DateTimeOffset Now, DateTimeOffset Shows, bool Jumped) Read()
    {
        lock (gate)
        {
            var (shows, count) = (machine.GetUtcNow(), machine.GetTimestamp());
            var counted = trusted + machine.GetElapsedTime(trustedAt, count);
            if ((shows - counted).Duration() > Tolerated) return (counted, shows, true);
            (trusted, trustedAt) = (shows, count);
            return (shows, shows, false);
        }
    }

    /// <summary>Takes what the machine's clock shows for the time from now on.</summary>
    public void Accept()
    {
        lock (gate) (trusted, trustedAt) = (machine.GetUtcNow(), machine.GetTimestamp());
    }
}
