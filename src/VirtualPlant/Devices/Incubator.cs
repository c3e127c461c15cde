using Cellwright.VirtualPlant.Biology;

namespace Cellwright.VirtualPlant.Devices;

/// <summary>
/// A CO2 incubator. An opened door lets it fall and it takes 10 to 30 minutes to recover (process-facts D, incubator row),
/// within its alarms of 36 to 38 Cel and 4 to 6 %. Time constants: engineering judgement.
/// </summary>
public sealed class Incubator(int seed, string id, Batches batches) : Device(seed, id, ["incubate"],
    new("temperature", "Cel", 60, 0.03, 0.01),
    new("co2", "%", 60, 0.03, 0.01),
    new("humidity", "%", 60, 0.3, 0.1),
    new("door", "1", 60, 0, 1))
{
    private double temperature = 37, co2 = 5, humidity = 90;
    private double targetTemperature = 37, targetCo2 = 5;
    private Batch? inside;
    private bool open;

    /// <inheritdoc />
    protected override void OnStart(PhaseCommand command, DateTimeOffset at)
    {
        targetTemperature = command.SetPoint("temperature", 37);
        targetCo2 = command.SetPoint("co2", 5);
        inside = batches.Of(command.Batch);
        inside.Host = Id;
    }

    /// <inheritdoc />
    protected override void OnStop(PhaseCommand command, DateTimeOffset at)
    {
        if (inside?.Host == Id) inside.Host = null;
        inside = null;
    }

    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds)
    {
        var opened = Door.Opened(Wandering("door"), at.AddSeconds(-seconds), at, 0.2, 30);
        open = Door.Opened(Wandering("door"), at.AddSeconds(-1), at, 0.2, 30) > 0;
        temperature = Approach(temperature, targetTemperature + Disturbances.Temperature(at), 480, seconds);
        co2 = Approach(co2, targetCo2, 240, seconds);
        humidity = Approach(humidity, 90, 600, seconds);
        temperature += (22 - temperature) * (1 - Math.Exp(-opened / 1200));
        co2 += (0.04 - co2) * (1 - Math.Exp(-opened / 400));
        humidity += (45 - humidity) * (1 - Math.Exp(-opened / 150));
        if (inside?.Host == Id) inside.Cells.Advance(seconds / 3600, temperature);
    }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) => tag switch
    {
        0 => temperature + 0.05 * Wandering("breath").Wander(at, TimeSpan.FromMinutes(25)),
        1 => co2,
        2 => Math.Min(humidity, 99),
        _ => open ? 1 : 0,
    };
}
