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
        new CleanroomMonitor(seed, "EM-01"),
    ];
}
