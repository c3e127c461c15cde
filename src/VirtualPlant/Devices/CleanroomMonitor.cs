namespace Cellwright.VirtualPlant.Devices;

/// <summary>
/// Continuous monitoring of a clean zone: particle counts of ISO 5 (Annex 1 grade A, limit 3 520 per m3 at 0.5 um and 29 at
/// 5 um; process-facts D.1) and the room's pressure, temperature and humidity (D, HVAC row). Counts are reported for one cubic
/// metre over a moving window, so they are not the multiples of 35 that one minute at 28.3 L/min would give. Spreads: engineering judgement.
/// </summary>
public sealed class CleanroomMonitor(int seed, string id) : Device(seed, id, [],
    new("particles-0.5um", "/m3", 60, 45, 1),
    new("particles-5um", "/m3", 60, 0.5, 1),
    new("differential-pressure", "Pa", 60, 0.15, 0.1),
    new("room-temperature", "Cel", 60, 0.03, 0.1),
    new("relative-humidity", "%", 60, 0.15, 0.1))
{
    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds) { }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at)
    {
        var people = At(at.Hour is >= 7 and < 19, 1, 0.35);
        var day = Math.Sin(2 * Math.PI * (at.TimeOfDay.TotalHours - 9) / 24);
        return tag switch
        {
            0 => Math.Max(200, 900 * people * Math.Exp(0.3 * Wandering("particles").Wander(at, TimeSpan.FromMinutes(20)))),
            1 => Math.Max(2.5, 4 * people * Math.Exp(0.4 * Wandering("coarse").Wander(at, TimeSpan.FromMinutes(20)))),
            2 => 12.5 + 0.4 * Math.Clamp(Wandering("pressure").Wander(at, TimeSpan.FromMinutes(15)), -3, 3) - DoorDip(at),
            3 => 20 + 0.25 * day + 0.15 * Wandering("temperature").Wander(at, TimeSpan.FromHours(3)) + Disturbances.Temperature(at),
            _ => 45 - 1.5 * day + 1.2 * Wandering("humidity").Wander(at, TimeSpan.FromHours(4)),
        };
    }

    private static double At(bool occupied, double then, double otherwise) => occupied ? then : otherwise;

    // The personnel lock opens a few times an hour in the day; the cascade keeps at least 10 Pa (D, HVAC row).
    private double DoorDip(DateTimeOffset at) => Door.Opened(Wandering("lock"), at.AddSeconds(-30), at, 0.5, 20) > 0 ? 0.8 : 0;
}
