using Cellwright.VirtualPlant.Devices;

namespace Cellwright.VirtualPlant.Faults;

/// <summary>One probe reads too high or too low by a constant (usually 0.5, in the tag's unit). The process does not feel it.</summary>
public sealed class ProbeBias(FaultOrder order, DateTimeOffset ordered, int tag, Tag reads) : Fault(order, ordered)
{
    /// <inheritdoc />
    public override IEnumerable<Sample> Pass(IEnumerable<Sample> samples) => samples.Select(sample =>
        sample.Tag == tag && Acts(sample.At) ? sample with { Value = reads.Show(sample.Value + (Order.Size ?? 0.5)) } : sample);
}
