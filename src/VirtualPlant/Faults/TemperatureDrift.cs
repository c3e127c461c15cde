using Cellwright.VirtualPlant.Devices;

namespace Cellwright.VirtualPlant.Faults;

/// <summary>
/// What the device regulates drifts away slowly across shifts: the offset grows evenly for 24 hours (three shifts) to its size
/// (usually 0.8 K) and stays. It is real: the cells feel it, and the reading shows it.
/// </summary>
public sealed class TemperatureDrift(FaultOrder order, DateTimeOffset ordered) : Fault(order, ordered)
{
    /// <inheritdoc />
    public override void Disturb(Device device) => device.Disturbances.OffsetTemperature(at =>
        Acts(at) ? (Order.Size ?? 0.8) * Math.Min((at - From) / TimeSpan.FromHours(24), 1) : 0);
}
