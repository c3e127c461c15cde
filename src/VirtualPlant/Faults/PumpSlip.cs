using Cellwright.VirtualPlant.Devices;

namespace Cellwright.VirtualPlant.Faults;

/// <summary>The pump delivers less than it is told, by a fraction of 0 to 1 (usually 0.3). The flow shows it, and volumes come out short.</summary>
public sealed class PumpSlip(FaultOrder order, DateTimeOffset ordered) : Fault(order, ordered)
{
    /// <inheritdoc />
    public override void Disturb(Device device) =>
        device.Disturbances.SlipPump(at => Acts(at) ? Math.Clamp(Order.Size ?? 0.3, 0, 1) : 0);
}
