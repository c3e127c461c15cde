using System.Collections.Concurrent;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Equipment.Connectors;

/// <content>Clocks: of devices, of edge nodes, and what silence means.</content>
public sealed partial class Gateway
{
    private readonly ConcurrentDictionary<string, NodeClock> _nodes = [];
    private readonly ConcurrentDictionary<(string, string), TimeSpan> _limits = [];
    private long _linkLost = store.NewestReceived is { } newest ? Microseconds.From(newest) : long.MinValue; // before this process: until then it listened
    private long _linkBack = long.MinValue;

    /// <summary>Sets how long a tag may be silent, in place of its declared interval times the factor; null takes the limit away.</summary>
    public void LimitSilence(string equipment, string tag, TimeSpan? limit)
    {
        if (limit is { } span) _limits[(equipment, tag)] = span;
        else _limits.TryRemove((equipment, tag), out _);
    }

    /// <summary>Whether a tag cannot be relied on at an instant: never heard, its device gone, or silent for too long.
    /// A value that comes on an event is not stale by silence, unless a limit is set for it.</summary>
    public bool IsStale(string equipment, string tag, DateTimeOffset now)
    {
        if (!_devices.TryGetValue(equipment, out var device) || !device.Online || device.Find(tag) is not { Heard: not 0 } known) return true;
        TimeSpan? limit = _limits.TryGetValue((equipment, tag), out var set) ? set : known.OnEvent ? null : known.Interval * Options.StaleFactor;
        if (limit is null) return false;

        // A plant that follows the simulated clock has not lived through the step that is under way: it is silent only up to where it has come.
        if (_nodes.TryGetValue(device.Node, out var node) && node.Follows && node.Time < now) now = node.Time;
        return now - Microseconds.ToInstant(known.Heard) > limit;
    }

    /// <summary>When a tag was last heard live and usable since the server started, or null.</summary>
    public DateTimeOffset? HeardAt(string equipment, string tag) =>
        Find(equipment)?.Find(tag) is { Heard: not 0 and var heard } ? Microseconds.ToInstant(heard) : null;

    /// <summary>The instant that an edge node has reached: its latest <c>Clock/Now</c> if it goes by a simulated clock, else its newest message time; null before its first message.</summary>
    public DateTimeOffset? NodeTime(string node) => _nodes.TryGetValue(node, out var clock) && clock.Time > DateTimeOffset.MinValue ? clock.Time : null;

    /// <summary>Returns once an edge node has reached an instant and all it sent before is durable. Whoever steps a simulated clock calls this before sending the step,
    /// for everything up to the instant counts as now while it is awaited.</summary>
    public Task WaitForNodeTimeAsync(string node, DateTimeOffset instant, CancellationToken cancellationToken) =>
        _nodes.GetOrAdd(node, _ => new NodeClock()).WaitAsync(instant).WaitAsync(cancellationToken);

    /// <summary>Notes where an edge node's time stands; to be called in the order of its messages, after what came before is durable.</summary>
    public void NoteNodeTime(NodeInstant reached)
    {
        ArgumentNullException.ThrowIfNull(reached);
        _nodes.GetOrAdd(reached.Node, _ => new NodeClock()).Advance(reached);
    }

    /// <summary>Notes that a connector lost or regained its source; what was true in between arrives as backlog and is marked historical.</summary>
    public void NoteLink(bool up)
    {
        var now = Microseconds.From(Time.GetUtcNow());
        if (up) Volatile.Write(ref _linkBack, now);
        else Volatile.Write(ref _linkLost, now);
    }

    /// <summary>Whether a sample is old: repeated in a birth long after, or kept back by the broker while the gateway was away.</summary>
    internal bool IsLate(Device device, long at, long received, bool birth)
    {
        if (birth) return at < Now(device.Node, received).Earliest - Tolerance;
        var (lost, back) = (Volatile.Read(ref _linkLost), Volatile.Read(ref _linkBack));
        var tolerance = Tolerance;
        return lost != long.MinValue && back > lost && at < back - tolerance && at > lost - tolerance && received - back < 5 * tolerance;
    }

    /// <summary>Whether an edge node lives in the simulated time of the server.</summary>
    internal bool FollowsClock(string node) => _nodes.TryGetValue(node, out var clock) && clock.Follows;

    private long Tolerance => (long)Options.ClockTolerance.TotalMicroseconds;

    // For a plant that follows the simulated clock, every instant between its last one and the one it was asked to reach is "now".
    private (long Earliest, long Latest) Now(string node, long received) =>
        _nodes.TryGetValue(node, out var clock) && clock.Follows
            ? (Math.Min(received, Microseconds.From(clock.Time)), Math.Max(received, Microseconds.From(clock.Awaited)))
            : (received, received);

    private void JudgeClock(Delivery delivery)
    {
        if (delivery.NewestLive == long.MinValue) return;
        var device = delivery.Device;
        var (earliest, latest) = Now(device.Node, delivery.Received);
        var offset = delivery.NewestLive > latest ? delivery.NewestLive - latest : Math.Min(0, delivery.NewestLive - earliest);
        device.ClockOffset = TimeSpan.FromMicroseconds(offset);
        var off = Math.Abs(offset) > Tolerance;
        if (off) delivery.Batch.Doubt();
        if (off == device.ClockIsOff) return;
        device.ClockIsOff = off;
        var sentence = off
            ? $"The clock of {device.Equipment} is {Math.Abs(device.ClockOffset.TotalMinutes):F1} min {(offset > 0 ? "ahead" : "behind")}; its readings are kept as sent and marked uncertain until it is set right."
            : $"The clock of {device.Equipment} is right again.";
        ClockOff?.Invoke(new ClockOff(device.Equipment, device.ClockOffset, off, sentence, Time.GetUtcNow()));
    }
}
