using Cellwright.VirtualPlant.Biology;

namespace Cellwright.VirtualPlant.Devices;

/// <summary>
/// A tangential-flow skid: 0.2 to 0.6 bar across the membrane (process-facts B15, B18; 0.2 for lentivirus, C11). The retentate falls
/// to its target within 20 minutes while the flux declines; areas, pressures and time are engineering judgement.
/// </summary>
public sealed class TangentialFlow(int seed, string id, Batches batches) : Device(seed, id, ["concentrate", "idle"],
    new("feed-pressure", "bar", 5, 0.005, 0.01),
    new("transmembrane-pressure", "bar", 5, 0.003, 0.001),
    new("flux", "L/(m2.h)", 5, 0.3, 0.1),
    new("retentate-mass", "kg", 5, 0.002, 0.001))
{
    private const double Minutes = 20;

    private double across, targetAcross, flux, before, after, mass;
    private DateTimeOffset begun;

    /// <inheritdoc />
    protected override void OnStart(PhaseCommand command, DateTimeOffset at)
    {
        if (command.Phase == "idle")
        {
            (targetAcross, before, after) = (0, 0, 0);
            return;
        }

        var batch = batches.Of(command.Batch);
        var lot = batch.Lot;
        lot.EndProduction();
        before = lot.Volume;
        // After anion exchange this makes the bulk (1e13 vg/mL of B18, or 20-fold of C11); earlier it takes 10-fold out (B15).
        var usual = !lot.Exchanged ? before / 10 : batch.Product == Product.Lentivirus ? before / 5 : lot.Genomes / 1.1e13 / 1000;
        after = command.SetPoint("retentate-mass", usual);
        targetAcross = command.SetPoint("transmembrane-pressure", batch.Product == Product.Lentivirus ? 0.2 : 0.3);
        lot.Concentrate(after);
        (begun, mass) = (at, before);
    }

    /// <inheritdoc />
    protected override void OnStop(PhaseCommand command, DateTimeOffset at) => targetAcross = 0;

    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds)
    {
        var share = Math.Clamp((at - begun).TotalMinutes / Minutes, 0, 1);
        mass = Approach(mass, before + (after - before) * share, 5, seconds);
        across = Approach(across, targetAcross, 15, seconds);
        flux = Approach(flux, targetAcross > 0 ? 200 * targetAcross * (1 - 0.35 * share) : 0, 20, seconds);
    }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) => tag switch { 0 => 3 * across, 1 => across, 2 => flux, _ => mass };
}
