namespace Cellwright.Server.Desk;

/// <summary>The site's time. In the record it never runs backwards: a clock that was set back is noticed, and people's acts wait until it is mended.</summary>
/// <param name="clock">The server's clock.</param>
/// <param name="zone">Time zone of the site: its offset at that instant is written with every time.</param>
public sealed class SiteTime(TimeProvider clock, TimeZoneInfo zone)
{
    /// <summary>Corrections of a time service are smaller than this; what goes back further is a fault (ours).</summary>
    public static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(30);

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

    /// <summary>Why people's acts must wait, or null: the clock went back behind the record.</summary>
    public Domain.Basics.Refusal? RefusalForActs()
    {
        var now = clock.GetUtcNow();
        DateTimeOffset reached;
        lock (gate) reached = latest;
        return reached - now <= Tolerated
            ? null
            : new("clock", $"The server's clock shows {Local(now):yyyy-MM-dd HH:mm:ss zzz}, and the record stands at {Local(reached):yyyy-MM-dd HH:mm:ss zzz}. An administrator must set the clock right; nothing is recorded until then.");
    }

    private DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone);
}
