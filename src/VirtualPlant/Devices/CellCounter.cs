using Cellwright.VirtualPlant.Biology;

namespace Cellwright.VirtualPlant.Devices;

/// <summary>A cell counter: repeatability CV 5 % of the count, 1 point of viability (process-facts E, last row).</summary>
public sealed class CellCounter(int seed, string id, Batches batches) : Device(seed, id, ["measure"],
    Tag.Event("viable-cell-density", "/mL", 1000),
    Tag.Event("viability", "%", 0.1),
    Tag.Event("cell-diameter", "um", 0.1),
    Tag.Event("aggregates", "%", 0.1))
{
    /// <inheritdoc />
    protected override void OnStart(PhaseCommand command, DateTimeOffset at)
    {
        var batch = batches.Of(command.Batch);
        var vessel = batch.Product is Product.Aav or Product.Lentivirus || batch.Lot.Stage != LotStage.Empty;
        var assay = new Assay(Seed, Id, at);
        var ready = at.AddSeconds(40);
        Report("viable-cell-density", assay.Scaled("count", vessel ? batch.Lot.Density : batch.Cells.Density, 0.05), ready);
        Report("viability", assay.Percent("viability", vessel ? batch.Lot.Viability : batch.Cells.Viability, 1), ready);
        Report("cell-diameter", assay.Shifted("diameter", vessel ? 14.8 : batch.Cells.Diameter, 0.15), ready);
        Report("aggregates", assay.Percent("aggregates", vessel ? 2.5 : batch.Cells.Aggregates, 0.3), ready);
    }

    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds) { }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) => 0;
}
