namespace Cellwright.VirtualPlant.Devices;

/// <summary>A balance that prints when it is stable. Filling scatters by 0.5 % around the nominal mass (process-facts A29: within 5 %; scatter engineering judgement).</summary>
public sealed class Balance(int seed, string id) : Device(seed, id, ["measure"], Tag.Event("mass", "g", 0.001))
{
    /// <inheritdoc />
    protected override void OnStart(PhaseCommand command, DateTimeOffset at) =>
        Report("mass", new Assay(Seed, Id, at).Scaled("mass", command.SetPoint("mass", 100), 0.005), at.AddSeconds(12));

    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds) { }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) => 0;
}
