using Cellwright.VirtualPlant.Biology;
using Cellwright.VirtualPlant.Devices;

namespace Cellwright.VirtualPlant.Faults;

/// <summary>A share of the samples (usually 0.2) overtakes the sample that was before it; nothing is lost or changed.</summary>
public sealed class OutOfOrder(FaultOrder order, DateTimeOffset ordered, Draw draw) : Fault(order, ordered)
{
    private Sample? held;

    /// <inheritdoc />
    public override IEnumerable<Sample> Pass(IEnumerable<Sample> samples)
    {
        foreach (var sample in samples)
        {
            if (held is null && Acts(sample.At) && draw.Uniform(sample.At.UtcTicks + sample.Tag) < (Order.Size ?? 0.2))
            {
                held = sample;
                continue;
            }

            yield return sample;
            if (held is not { } late || (late.At == sample.At && Acts(sample.At))) continue;
            held = null;
            yield return late;
        }
    }
}
