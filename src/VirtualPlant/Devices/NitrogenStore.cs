namespace Cellwright.VirtualPlant.Devices;

/// <summary>Vapour-phase liquid-nitrogen store: -190 to -150 Cel (process-facts A31, D); it boils off and is filled up. Rates: engineering judgement.</summary>
public sealed class NitrogenStore(int seed, string id) : Device(seed, id, [],
    new("temperature", "Cel", 60, 0.2, 0.1),
    new("level", "%", 60, 0.1, 0.1))
{
    private double level = 78;
    private bool filling;

    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds)
    {
        level += (filling ? 1.5 / 60 : -1.2 / 86400) * seconds;
        if (level < 65) filling = true;
        if (level < 85) return;
        (level, filling) = (85, false);
    }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) => tag == 0
        ? -182 + (85 - level) * 0.15 + 0.5 * Wandering("breath").Wander(at, TimeSpan.FromHours(1)) + Disturbances.Temperature(at)
        : level;
}
