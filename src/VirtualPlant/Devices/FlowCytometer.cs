using Cellwright.VirtualPlant.Biology;

namespace Cellwright.VirtualPlant.Devices;

/// <summary>A flow cytometer. Scatter of gates: CV 5 % for CAR+ and CD25+ (process-facts D: 5 to 10 %), less for the large gates (engineering judgement).</summary>
public sealed class FlowCytometer(int seed, string id, Batches batches) : Device(seed, id, ["measure"],
    Tag.Event("cd3", "%", 0.1),
    Tag.Event("cd4-cd8-purity", "%", 0.1),
    Tag.Event("cd4-cd8-ratio", "1", 0.01),
    Tag.Event("car-positive", "%", 0.1),
    Tag.Event("cd25-positive", "%", 0.1),
    Tag.Event("viability", "%", 0.1))
{
    /// <inheritdoc />
    protected override void OnStart(PhaseCommand command, DateTimeOffset at)
    {
        var cells = batches.Of(command.Batch).Cells;
        var assay = new Assay(Seed, Id, at);
        var ready = at.AddSeconds(50);
        Report("cd3", assay.Percent("cd3", cells.Cd3, 0.6), ready);
        Report("cd4-cd8-purity", assay.Percent("purity", cells.Purity, 0.6), ready);
        Report("cd4-cd8-ratio", assay.Scaled("ratio", cells.Ratio, 0.03), ready);
        Report("car-positive", Math.Min(assay.Scaled("car", cells.CarPositive, 0.05), 100), ready);
        Report("cd25-positive", Math.Min(assay.Scaled("cd25", cells.Cd25, 0.03), 100), ready);
        Report("viability", assay.Percent("viability", cells.Viability, 1), ready);
    }

    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds) { }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) => 0;
}
