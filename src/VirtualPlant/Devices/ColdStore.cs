namespace Cellwright.VirtualPlant.Devices;

/// <summary>
/// A refrigerator (2 to 8 Cel) or a freezer (-80 Cel): the compressor cycles, a door lets warm air in. Alarms after process-facts D:
/// 2 and 8 Cel; -65 Cel. Cycle and time constants: engineering judgement.
/// </summary>
/// <param name="seed">The plant's seed.</param>
/// <param name="id">Equipment id.</param>
/// <param name="target">Set point in Cel.</param>
/// <param name="swing">Half of the compressor's cycle in K.</param>
public sealed class ColdStore(int seed, string id, double target, double swing) : Device(seed, id, [],
    new("temperature", "Cel", 60, 0.05, 0.1),
    new("door", "1", 60, 0, 1))
{
    private const long Cycle = 22 * TimeSpan.TicksPerMinute;

    private double warmth;
    private bool open;

    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds)
    {
        var opened = Door.Opened(Wandering("door"), at.AddSeconds(-seconds), at, 0.3, 25);
        open = Door.Opened(Wandering("door"), at.AddSeconds(-1), at, 0.3, 25) > 0;
        warmth = Approach(warmth, 0, 420, seconds) + (20 - target) * 0.0022 * opened;
        warmth = Math.Min(warmth, (20 - target) * 0.11);
    }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) => tag switch
    {
        0 => target + swing * Math.Sin(2 * Math.PI * (at.UtcTicks % Cycle) / Cycle)
            + warmth + Disturbances.Temperature(at),
        _ => open ? 1 : 0,
    };
}
