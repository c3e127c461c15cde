using Cellwright.VirtualPlant.Biology;

namespace Cellwright.VirtualPlant.Devices;

/// <summary>A door that people open now and then; when is fixed by the seed, not by the size of the clock's steps.</summary>
public static class Door
{
    /// <summary>Seconds that the door stood open between two instants.</summary>
    /// <param name="draw">The draws of this door.</param>
    /// <param name="from">Start of the interval.</param>
    /// <param name="to">End of the interval.</param>
    /// <param name="hourly">Chance that it is opened within a given hour (07:00 to 19:00; a tenth of it at night).</param>
    /// <param name="seconds">How long it stands open, on average.</param>
    public static double Opened(Draw draw, DateTimeOffset from, DateTimeOffset to, double hourly, double seconds)
    {
        var open = 0.0;
        for (var hour = from.UtcTicks / TimeSpan.TicksPerHour; hour <= to.UtcTicks / TimeSpan.TicksPerHour; hour++)
        {
            var day = hour % 24 is >= 7 and < 19;
            if (draw.Uniform(3 * hour) >= (day ? hourly : hourly / 10)) continue;
            var start = new DateTimeOffset(hour * TimeSpan.TicksPerHour, TimeSpan.Zero).AddMinutes(2 + 50 * draw.Uniform(3 * hour + 1));
            var end = start.AddSeconds(seconds * (0.5 + draw.Uniform(3 * hour + 2)));
            var first = start > from ? start : from;
            var last = end < to ? end : to;
            if (last > first) open += (last - first).TotalSeconds;
        }

        return open;
    }
}
