using Cellwright.VirtualPlant.Devices;

namespace Cellwright.VirtualPlant.Faults;

/// <summary>A tag (or every tag, where none is named) repeats the last value that it had before the fault; time stamps go on.</summary>
public sealed class StuckValue(FaultOrder order, DateTimeOffset ordered, int? tag) : Fault(order, ordered)
{
    private readonly Dictionary<int, double> last = [];

    /// <inheritdoc />
    public override IEnumerable<Sample> Pass(IEnumerable<Sample> samples)
    {
        foreach (var sample in samples)
        {
            if (tag is not null && sample.Tag != tag)
            {
                yield return sample;
                continue;
            }

            if (Acts(sample.At) && last.TryGetValue(sample.Tag, out var value))
            {
                yield return sample with { Value = value };
                continue;
            }

            last[sample.Tag] = sample.Value;
            yield return sample;
        }
    }
}
