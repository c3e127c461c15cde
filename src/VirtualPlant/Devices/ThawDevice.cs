using Cellwright.VirtualPlant.Biology;

namespace Cellwright.VirtualPlant.Devices;

/// <summary>A dry thaw device: 37 Cel (35 to 39) for 3 to 5 minutes (process-facts A35). Time constant: engineering judgement.</summary>
public sealed class ThawDevice(int seed, string id, Batches batches) : Device(seed, id, ["thaw"],
    new Tag("temperature", "Cel", 5, 0.08, 0.1))
{
    private double temperature = 22, target = 22;

    /// <inheritdoc />
    protected override void OnStart(PhaseCommand command, DateTimeOffset at)
    {
        target = command.SetPoint("temperature", 37);
        batches.Of(command.Batch).Cells.Thaw();
    }

    /// <inheritdoc />
    protected override void OnStop(PhaseCommand command, DateTimeOffset at) => target = 22;

    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds) =>
        temperature = Approach(temperature, target + Disturbances.Temperature(at), 25, seconds);

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) => temperature;
}
