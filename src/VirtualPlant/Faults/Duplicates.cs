using Cellwright.VirtualPlant.Biology;
using Cellwright.VirtualPlant.Devices;

namespace Cellwright.VirtualPlant.Faults;

/// <summary>A share of the samples (usually 0.2) is delivered twice, exactly alike.</summary>
public sealed class Duplicates(FaultOrder order, DateTimeOffset ordered, Draw draw) : Fault(order, ordered)
{
    /// <inheritdoc />
    public override IEnumerable<Sample> Pass(IEnumerable<Sample> samples)
    {
        foreach (var sample in samples)
        {
            yield return sample;
            if (Acts(sample.At) && draw.Uniform(sample.At.UtcTicks + sample.Tag) < (Order.Size ?? 0.2)) yield return sample;
        }
    }
}
