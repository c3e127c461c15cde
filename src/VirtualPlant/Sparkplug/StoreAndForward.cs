using Cellwright.VirtualPlant.Devices;

namespace Cellwright.VirtualPlant.Sparkplug;

/// <summary>Keeps what could not be published, in order, until it can. Holds two million samples; beyond that the oldest go, and it says so.</summary>
public sealed class StoreAndForward(Action<string> log)
{
    private const int Capacity = 2_000_000;
    private readonly Queue<(Device Device, IReadOnlyList<Sample> Samples)> queue = new();
    private int held;

    /// <summary>Samples that wait.</summary>
    public int Count => held;

    /// <summary>Keeps samples of a device.</summary>
    public void Keep(Device device, IReadOnlyList<Sample> samples)
    {
        if (samples.Count == 0) return;
        queue.Enqueue((device, samples));
        held += samples.Count;
        var dropped = 0;
        while (held > Capacity)
        {
            var oldest = queue.Dequeue().Samples.Count;
            dropped += oldest;
            held -= oldest;
        }

        if (dropped > 0) log($"the buffer is full: the {dropped} oldest values are lost");
    }

    /// <summary>Takes the oldest samples, at most about a thousand of one device; null where nothing waits.</summary>
    public (Device Device, IReadOnlyList<Sample> Samples)? Take()
    {
        if (!queue.TryDequeue(out var first)) return null;
        var samples = new List<Sample>(first.Samples);
        while (samples.Count < 1000 && queue.TryPeek(out var more) && more.Device == first.Device) samples.AddRange(queue.Dequeue().Samples);
        held -= samples.Count;
        return (first.Device, samples);
    }
}
