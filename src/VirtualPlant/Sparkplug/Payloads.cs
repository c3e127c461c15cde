using Cellwright.Sparkplug;
using Cellwright.VirtualPlant.Devices;

namespace Cellwright.VirtualPlant.Sparkplug;

/// <summary>Builds Sparkplug B payloads (Sparkplug 3.0, section 6.4).</summary>
public static class Payloads
{
    private const uint Int64 = 4, Double = 10, Boolean = 11, String = 12, DateTime = 13;

    /// <summary>Milliseconds since 1970, UTC.</summary>
    public static ulong Millis(DateTimeOffset at) => (ulong)Math.Max(0, at.ToUnixTimeMilliseconds());

    /// <summary>The last will, and the death that a node publishes when it leaves on purpose: bdSeq only, no seq.</summary>
    public static Payload NodeDeath(ulong bdSeq, DateTimeOffset at) =>
        new() { Timestamp = Millis(at), Metrics = { new Metric { Name = "bdSeq", Timestamp = Millis(at), Datatype = Int64, LongValue = bdSeq } } };

    /// <summary>Birth of the node: bdSeq, the rebirth switch and the clock that it has reached.</summary>
    public static Payload NodeBirth(ulong bdSeq, DateTimeOffset at, DateTimeOffset? now)
    {
        var birth = NodeDeath(bdSeq, at);
        birth.Metrics.Add(new Metric { Name = "Node Control/Rebirth", Timestamp = Millis(at), Datatype = Boolean, BooleanValue = false });
        birth.Metrics.Add(ClockNow(now, at));
        return birth;
    }

    /// <summary>Tells the server that the plant has lived up to an instant.</summary>
    public static Payload NodeClock(DateTimeOffset now) => new() { Timestamp = Millis(now), Metrics = { ClockNow(now, now) } };

    /// <summary>Birth of a device: every tag by name, alias, unit and interval, with its last value or null.</summary>
    public static Payload DeviceBirth(Device device, ulong firstAlias, IReadOnlyList<Sample?> last, DateTimeOffset at)
    {
        var birth = new Payload { Timestamp = Millis(at) };
        for (var i = 0; i < device.Tags.Count; i++)
        {
            var tag = device.Tags[i];
            var metric = new Metric { Name = tag.Name, Alias = firstAlias + (ulong)i, Datatype = Double, Properties = Properties(tag) };
            if (last[i] is { } sample)
            {
                SayFor(metric, sample);
                metric.Timestamp = Millis(sample.At);
                metric.DoubleValue = sample.Value;
            }
            else
            {
                metric.Timestamp = Millis(at);
                metric.IsNull = true;
            }

            birth.Metrics.Add(metric);
        }

        return birth;
    }

    /// <summary>Death of a device.</summary>
    public static Payload DeviceDeath(DateTimeOffset at) => new() { Timestamp = Millis(at) };

    /// <summary>Samples of a device, by alias; each with its own time stamp.</summary>
    public static Payload DeviceData(IEnumerable<Sample> samples, ulong firstAlias, bool historical, DateTimeOffset at)
    {
        var data = new Payload { Timestamp = Millis(at) };
        foreach (var sample in samples)
        {
            var metric = new Metric { Alias = firstAlias + (ulong)sample.Tag, Timestamp = Millis(sample.At), Datatype = Double, DoubleValue = sample.Value };
            if (historical || sample.Historical) metric.IsHistorical = true;
            SayFor(metric, sample);
            data.Metrics.Add(metric);
        }

        return data;
    }

    // For which batch and step a result was measured, so that nobody else takes it for theirs.
    private static void SayFor(Metric metric, Sample sample)
    {
        if (sample.Batch is null) return;
        metric.Properties ??= new PropertySet();
        metric.Properties.Keys.Add("batch");
        metric.Properties.Values.Add(new PropertyValue { Type = String, StringValue = sample.Batch });
        if (sample.Step is null) return;
        metric.Properties.Keys.Add("step");
        metric.Properties.Values.Add(new PropertyValue { Type = String, StringValue = sample.Step });
    }

    private static Metric ClockNow(DateTimeOffset? now, DateTimeOffset at) => now is { } instant
        ? new Metric { Name = "Clock/Now", Timestamp = Millis(instant), Datatype = DateTime, LongValue = Millis(instant) }
        : new Metric { Name = "Clock/Now", Timestamp = Millis(at), Datatype = DateTime, IsNull = true };

    private static PropertySet Properties(Tag tag) => new()
    {
        Keys = { "engUnit", "interval", "onEvent" },
        Values =
        {
            new PropertyValue { Type = String, StringValue = tag.Unit },
            new PropertyValue { Type = Double, DoubleValue = tag.Interval },
            new PropertyValue { Type = Boolean, BooleanValue = tag.OnEvent },
        },
    };
}
