using Cellwright.VirtualPlant.Biology;

namespace Cellwright.VirtualPlant.Devices;

/// <summary>What stands in this plant.</summary>
public static class Inventory
{
    /// <summary>All devices, in the order in which they are born; devices that hold cells come before those that measure them.</summary>
    public static IReadOnlyList<Device> Of(int seed, Batches batches) =>
    [
        new CellProcessor(seed, "CP-01", batches),
        new CellProcessor(seed, "CP-02", batches),
        new Bioreactor(seed, "BR-01", batches),
        new Bioreactor(seed, "BR-02", batches),
        new Incubator(seed, "IN-01", batches),
        new CellCounter(seed, "CC-01", batches),
        new FlowCytometer(seed, "FC-01", batches),
        new MetaboliteAnalyser(seed, "MA-01", batches),
        new Pcr(seed, "PC-01", batches),
        new ControlledRateFreezer(seed, "CF-01"),
        new Balance(seed, "BA-01"),
        new Chromatography(seed, "CR-01", batches),
        new TangentialFlow(seed, "TF-01", batches),
        new FilterTester(seed, "FI-01", batches),
        new CleanroomMonitor(seed, "EM-01"),
        new ColdStore(seed, "CS-01", 5, 0.6),
        new ColdStore(seed, "FZ-80", -80, 1.5),
        new NitrogenStore(seed, "LN-01"),
        new RefrigeratedShipper(seed, "SH-01"),
        new ThawDevice(seed, "WB-01", batches),
    ];
}
