using Cellwright.VirtualPlant.Biology;

namespace Cellwright.VirtualPlant.Devices;

/// <summary>A device of the plant: tags, a state that time moves on, and the phases that it can run.</summary>
public abstract class Device
{
    private readonly Draw[] noise;
    private readonly long[] next;
    private readonly PriorityQueue<Sample, (DateTimeOffset, int)> reports = new();
    private int reported;

    /// <summary>Makes the device; its noise depends on the plant's seed and the names of its tags.</summary>
    protected Device(int seed, string id, string[] phases, params Tag[] tags)
    {
        (Seed, Id, Phases, Tags) = (seed, id, phases, tags);
        noise = [.. tags.Select(tag => Draw.Of(seed, id, tag.Name))];
        next = new long[tags.Length];
    }

    /// <summary>Equipment id, e.g. <c>CP-01</c>.</summary>
    public string Id { get; }

    /// <summary>What it exposes, in the order of the aliases.</summary>
    public IReadOnlyList<Tag> Tags { get; }

    /// <summary>Names of the phases that it understands.</summary>
    public IReadOnlyList<string> Phases { get; }

    /// <summary>What is wrong with it physically (set by faults).</summary>
    public Disturbances Disturbances { get; } = new();

    /// <summary>Name of the tag whose pump can slip; null where the device has no pump.</summary>
    public virtual string? Pump => null;

    /// <summary>The plant's seed.</summary>
    protected int Seed { get; }

    /// <summary>The phase that runs, or null.</summary>
    protected PhaseCommand? Running { get; private set; }

    /// <summary>When the running phase started.</summary>
    protected DateTimeOffset Started { get; private set; }

    /// <summary>Index of a tag by name; -1 where there is none.</summary>
    public int IndexOf(string tag)
    {
        for (var i = 0; i < Tags.Count; i++) if (Tags[i].Name == tag) return i;
        return -1;
    }

    /// <summary>Starts or stops a phase. Returns a sentence where the device cannot do it, else null.</summary>
    public string? Act(PhaseCommand command, DateTimeOffset at)
    {
        if (!Phases.Contains(command.Phase))
            return $"{Id} has no phase {command.Phase}; it knows {(Phases.Count == 0 ? "none" : string.Join(", ", Phases))}";
        if (command.Start)
        {
            (Running, Started) = (command, at);
            OnStart(command, at);
            return null;
        }

        if (Running?.Phase != command.Phase) return $"{Id} was told to stop {command.Phase}, which is not running";
        Running = null;
        OnStop(command, at);
        return null;
    }

    /// <summary>Moves the state on and yields what the device reads on the way, in order of time.</summary>
    /// <param name="from">The instant up to which the device has been moved before.</param>
    /// <param name="to">The instant to reach.</param>
    /// <param name="least">No continuous tag is sampled more often than this.</param>
    public IEnumerable<Sample> Advance(DateTimeOffset from, DateTimeOffset to, TimeSpan least)
    {
        var soonest = Schedule(from, least);
        var now = from.UtcTicks;
        while (true)
        {
            var instant = Math.Min(soonest, to.UtcTicks);
            if (reports.TryPeek(out var report, out _)) instant = Math.Min(instant, Math.Max(report.At.UtcTicks, now));
            var at = new DateTimeOffset(instant, TimeSpan.Zero);
            if (instant > now) Step(at, (instant - now) / (double)TimeSpan.TicksPerSecond);
            now = instant;
            while (reports.TryPeek(out report, out _) && report.At <= at) yield return reports.Dequeue();
            if (instant == soonest)
            {
                soonest = long.MaxValue;
                for (var i = 0; i < Tags.Count; i++)
                {
                    if (Tags[i].OnEvent) continue;
                    if (next[i] == instant)
                    {
                        yield return Read(i, at);
                        next[i] += Grid(i, least);
                    }

                    soonest = Math.Min(soonest, next[i]);
                }
            }

            if (instant >= to.UtcTicks && soonest > instant) yield break;
        }
    }

    /// <summary>What every continuous tag reads at this instant.</summary>
    public IEnumerable<Sample> Snapshot(DateTimeOffset at) =>
        Enumerable.Range(0, Tags.Count).Where(i => !Tags[i].OnEvent).Select(i => Read(i, at));

    /// <summary>Moves the state on by a time during which no sample is due.</summary>
    protected abstract void Step(DateTimeOffset at, double seconds);

    /// <summary>The true value of a continuous tag now, before noise and resolution.</summary>
    protected abstract double True(int tag, DateTimeOffset at);

    /// <summary>What the device does when a phase starts.</summary>
    protected virtual void OnStart(PhaseCommand command, DateTimeOffset at) { }

    /// <summary>What the device does when a phase is stopped; most hold what they have.</summary>
    protected virtual void OnStop(PhaseCommand command, DateTimeOffset at) { }

    /// <summary>Publishes a measured value at an instant to come, with the batch and step that the running phase is for.</summary>
    protected void Report(string tag, double value, DateTimeOffset at)
    {
        var index = IndexOf(tag);
        reports.Enqueue(new Sample(index, at, Tags[index].Show(value), Batch: Named(Running?.Batch), Step: Named(Running?.Step)), (at, reported++));
    }

    private static string? Named(string? name) => string.IsNullOrEmpty(name) ? null : name;

    /// <summary>A slow wander of unit spread that belongs to this device.</summary>
    protected Draw Wandering(string quantity) => Draw.Of(Seed, Id, quantity);

    /// <summary>First-order approach to a target: what remains of the distance falls by e every <paramref name="tau"/> seconds.</summary>
    protected static double Approach(double value, double target, double tau, double seconds) =>
        target + (value - target) * Math.Exp(-seconds / tau);

    private Sample Read(int tag, DateTimeOffset at) =>
        new(tag, at, Tags[tag].Show(True(tag, at) + Tags[tag].Noise * noise[tag].Normal(at.UtcTicks)));

    private long Schedule(DateTimeOffset from, TimeSpan least)
    {
        var soonest = long.MaxValue;
        for (var i = 0; i < Tags.Count; i++)
        {
            if (Tags[i].OnEvent) continue;
            var grid = Grid(i, least);
            next[i] = (from.UtcTicks / grid + 1) * grid;
            soonest = Math.Min(soonest, next[i]);
        }

        return soonest;
    }

    private long Grid(int tag, TimeSpan least) => Math.Max(TimeSpan.FromSeconds(Tags[tag].Interval).Ticks, least.Ticks);
}
