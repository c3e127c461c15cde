using Cellwright.Domain.Basics;

namespace Cellwright.Server.Desk;

/// <summary>The site's time. In the record it never runs backwards: a clock that jumped, or stands behind the record, is noticed, and people's acts wait until it is mended.</summary>
/// <param name="clock">The server's clock.</param>
/// <param name="zone">Time zone of the site: its offset at that instant is written with every time.</param>
public sealed class SiteTime(SteadyClock clock, TimeZoneInfo zone)
{
    private readonly Lock gate = new();
    private DateTimeOffset latest = DateTimeOffset.MinValue;

    /// <summary>Now; it stands still while the clock is behind what was recorded.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = clock.GetUtcNow();
            lock (gate) return Local(latest = now > latest ? now : latest);
        }
    }

    /// <summary>A time of day at the site as an instant, with the site's offset of that day.</summary>
    public DateTimeOffset At(DateTime local) => new(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), zone.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified)));

    /// <summary>Something was recorded at this time: nothing after it can be earlier.</summary>
    public void Recorded(DateTimeOffset at)
    {
        lock (gate) latest = at > latest ? at.ToUniversalTime() : latest;
    }

    /// <summary>The server's clock beside the machine's own count, in the site's zone.</summary>
    public ClockReading Clock
    {
        get
        {
            var (now, shows, jumped) = clock.Read();
            return new(Local(shows), Local(now), jumped);
        }
    }

    /// <summary>Takes what the server's clock shows for the time from now on, once that stands in the record.</summary>
    public void Accept() => clock.Accept();

    /// <summary>Why people's acts must wait, or null: the clock jumped, or it stands behind the record.</summary>
    public Refusal? RefusalForActs()
    {
        var (now, shows, jumped) = clock.Read();
        if (jumped)
            return new("clock", $"The server's clock jumped to {Local(shows):yyyy-MM-dd HH:mm:ss zzz}; by the machine's own count it is {Local(now):yyyy-MM-dd HH:mm:ss zzz}. An administrator must set the clock right, or accept on the page Ledger what it shows; acts wait until then.");
        DateTimeOffset reached;
        lock (gate) reached = latest;
        return reached - now <= SteadyClock.Tolerated
            ? null
            : new("clock", $"The server's clock shows {Local(now):yyyy-MM-dd HH:mm:ss zzz}, and the record stands at {Local(reached):yyyy-MM-dd HH:mm:ss zzz}. An administrator must set the clock right; nothing is recorded until then.");
    }

    private DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone);
}
