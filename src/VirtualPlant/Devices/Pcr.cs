using Cellwright.VirtualPlant.Biology;

namespace Cellwright.VirtualPlant.Devices;

/// <summary>
/// The titre bench: copies, titres, p24, full fraction and residual DNA. Scatter: genome titre CV 7 %, functional titre CV 15 %,
/// p24 CV 8 %, residual DNA CV 20 %: engineering judgement; full fraction CV 5 % in-house optical (process-facts E, FTT row).
/// </summary>
public sealed class Pcr(int seed, string id, Batches batches) : Device(seed, id, ["measure"],
    Tag.Event("vector-copy-number", "1", 0.01),
    Tag.Event("genome-titre", "/mL", 1e6),
    Tag.Event("infectious-titre", "/mL", 1e3),
    Tag.Event("p24", "ng/mL", 0.1),
    Tag.Event("full-fraction", "%", 0.1),
    Tag.Event("residual-dna", "ng/mL", 0.01))
{
    /// <inheritdoc />
    protected override void OnStart(PhaseCommand command, DateTimeOffset at)
    {
        var batch = batches.Of(command.Batch);
        var lot = batch.Lot;
        var cells = batch.Product == Product.TCells;
        // Rehearsed from its middle: a vector lot that was never inoculated stands at the end of production.
        if (!cells && lot.Stage == LotStage.Empty) lot.AssumeCrude();
        if (batch.Product == Product.Unknown) batch.Cells.AssumeCulture(12, transduced: true);
        var aav = batch.Product == Product.Aav || (batch.Product == Product.Unknown && lot.Lysed);
        var assay = new Assay(Seed, Id, at);
        var ready = at.AddSeconds(55);
        Report("vector-copy-number", assay.Scaled("vcn", batch.Cells.CopyNumber, 0.08), ready);
        Report("genome-titre", cells || batch.Product == Product.Lentivirus ? 0 : assay.Scaled("genomes", lot.GenomeTitre, 0.07), ready);
        Report("infectious-titre", cells ? 0 : assay.Scaled("infectious", aav ? lot.InfectiousAav : lot.FunctionalTitre, 0.15), ready);
        Report("p24", cells || aav ? 0 : assay.Scaled("p24", lot.P24PerMillilitre, 0.08), ready);
        Report("full-fraction", cells || batch.Product == Product.Lentivirus ? 0 : Math.Min(assay.Scaled("full", lot.FullFraction, 0.05), 100), ready);
        Report("residual-dna", cells ? 0 : assay.Scaled("dna", lot.ResidualDna, 0.2), ready);
    }

    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds) { }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) => 0;
}
