using Cellwright.VirtualPlant.Devices;

namespace Cellwright.VirtualPlant.Faults;

/// <summary>The device's own clock is wrong by some minutes (usually 7; negative is behind): every time stamp is.</summary>
public sealed class ClockOffset(FaultOrder order, DateTimeOffset ordered) : Fault(order, ordered)
{
    /// <inheritdoc />
    public override IEnumerable<Sample> Pass(IEnumerable<Sample> samples) => samples.Select(sample =>
        Acts(sample.At) ? sample with { At = sample.At.AddMinutes(Order.Size ?? 7) } : sample);
}
