using Cellwright.VirtualPlant.Biology;

namespace Cellwright.VirtualPlant.Devices;

/// <summary>
/// Filtration and its tester: bubble point (at least the maker's 3.2 bar for a 0.2 um membrane, engineering judgement), turbidity
/// below 10 NTU and 0.5 bar at clarification (process-facts B14). Undigested DNA raises pressure and turbidity (E, faults).
/// </summary>
public sealed class FilterTester(int seed, string id, Batches batches) : Device(seed, id, ["test", "clarify"],
    Tag.Event("bubble-point", "bar", 0.01),
    Tag.Event("turbidity", "NTU", 0.1),
    Tag.Event("filtration-pressure", "bar", 0.01))
{
    /// <inheritdoc />
    protected override void OnStart(PhaseCommand command, DateTimeOffset at)
    {
        var batch = batches.Of(command.Batch);
        var clogs = batch.Lot is { Digested: false, Stage: LotStage.Crude };
        if (command.Phase == "clarify") batch.Lot.Clarify();
        else if (batch.Lot.Concentrated) batch.Lot.SterileFilter();
        var assay = new Assay(Seed, Id, at);
        var ready = at.AddSeconds(50);
        Report("bubble-point", assay.Shifted("bubble", 3.6, 0.08), ready);
        Report("turbidity", assay.Scaled("turbidity", clogs ? 24 : 5.5, 0.12), ready);
        Report("filtration-pressure", assay.Scaled("pressure", clogs ? 1.1 : 0.45, 0.06), ready);
    }

    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds) { }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) => 0;
}
