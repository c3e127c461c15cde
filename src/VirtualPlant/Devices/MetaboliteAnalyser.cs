using Cellwright.VirtualPlant.Biology;

namespace Cellwright.VirtualPlant.Devices;

/// <summary>A metabolite analyser (glucose, lactate, pH, osmolality). Scatter: engineering judgement.</summary>
public sealed class MetaboliteAnalyser(int seed, string id, Batches batches) : Device(seed, id, ["measure"],
    Tag.Event("glucose", "g/L", 0.01),
    Tag.Event("lactate", "mmol/L", 0.1),
    Tag.Event("ph", "[pH]", 0.01),
    Tag.Event("osmolality", "mosm/kg", 1))
{
    /// <inheritdoc />
    protected override void OnStart(PhaseCommand command, DateTimeOffset at)
    {
        var batch = batches.Of(command.Batch);
        var (lot, cells) = (batch.Lot, batch.Cells);
        var vessel = batch.Product is Product.Aav or Product.Lentivirus || lot.Stage != LotStage.Empty;
        var assay = new Assay(Seed, Id, at);
        var ready = at.AddSeconds(45);
        Report("glucose", assay.Scaled("glucose", vessel ? lot.Glucose : cells.Glucose, 0.02), ready);
        Report("lactate", assay.Scaled("lactate", vessel ? lot.Lactate : cells.Lactate, 0.02), ready);
        Report("ph", assay.Shifted("ph", vessel ? lot.Ph : cells.Ph, 0.01), ready);
        Report("osmolality", assay.Scaled("osmolality", vessel ? lot.Osmolality : cells.Osmolality, 0.007), ready);
    }

    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds) { }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) => 0;
}
