using Cellwright.VirtualPlant.Devices;

namespace Cellwright.VirtualPlant.Faults;

/// <summary>The device leaves the network (usually for 30 minutes), keeps measuring, and delivers what it kept as historical values.</summary>
public sealed class DropOff(FaultOrder order, DateTimeOffset ordered) : Fault(order, ordered)
{
    private readonly List<Sample> kept = [];

    /// <inheritdoc />
    protected override TimeSpan? Lasting => TimeSpan.FromMinutes(30);

    /// <inheritdoc />
    public override bool Away(DateTimeOffset at) => Acts(at);

    /// <inheritdoc />
    public override IEnumerable<Sample> Pass(IEnumerable<Sample> samples)
    {
        foreach (var sample in samples)
        {
            if (Acts(sample.At))
            {
                kept.Add(sample with { Historical = true });
                continue;
            }

            foreach (var late in kept) yield return late;
            kept.Clear();
            yield return sample;
        }
    }
}
