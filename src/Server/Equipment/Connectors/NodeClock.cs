namespace Cellwright.Server.Equipment.Connectors;

/// <summary>How far an edge node has come.</summary>
/// <param name="Node">Edge node id.</param>
/// <param name="MessageTime">When its message was sent, by its own clock.</param>
/// <param name="Clock">What the message says in <c>Clock/Now</c>; null when it does not.</param>
/// <param name="Birth">Whether the message is a birth, which declares <c>Clock/Now</c> but proves nothing about living by it.</param>
/// <param name="DeclaresClock">Whether the birth declares <c>Clock/Now</c>.</param>
public sealed record NodeInstant(string Node, DateTimeOffset? MessageTime, DateTimeOffset? Clock, bool Birth, bool DeclaresClock);

/// <summary>The time of one edge node and those who wait for it.</summary>
internal sealed class NodeClock
{
    private readonly Lock _gate = new();
    private readonly List<(DateTimeOffset Instant, TaskCompletionSource Reached)> _waiting = [];
    private DateTimeOffset _message = DateTimeOffset.MinValue;
    private DateTimeOffset _clock = DateTimeOffset.MinValue;
    private bool _declares;
    private bool _speaks;

    /// <summary>The instant that the node has reached.</summary>
    public DateTimeOffset Time
    {
        get
        {
            lock (_gate) return _speaks ? _clock : _message;
        }
    }

    /// <summary>The latest instant that somebody waited for.</summary>
    public DateTimeOffset Awaited { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>Whether the node lives in simulated time: it says so beyond its birth, or it is being waited for.</summary>
    public bool Follows => _speaks || Awaited > DateTimeOffset.UnixEpoch;

    /// <summary>Takes a message in the order of arrival.</summary>
    public void Advance(NodeInstant reached)
    {
        lock (_gate)
        {
            if (reached.Birth) _declares = reached.DeclaresClock;
            if (reached.MessageTime > _message) _message = reached.MessageTime.Value;
            if (reached.Clock is { } clock)
            {
                _clock = clock; // not only forward: a rehearsal may set its clock back
                _speaks |= !reached.Birth;
            }

            foreach (var (_, waiting) in _waiting.Where(w => w.Instant <= Proven)) waiting.TrySetResult();
            _waiting.RemoveAll(w => w.Instant <= Proven);
        }
    }

    /// <summary>Ends once the node has proven that it reached the instant.</summary>
    public Task WaitAsync(DateTimeOffset instant)
    {
        lock (_gate)
        {
            if (instant > Awaited) Awaited = instant;
            if (Proven >= instant) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((instant, reached));
            return reached.Task;
        }
    }

    // A node that has a clock sends it when a step is complete; the times of its messages come before that.
    private DateTimeOffset Proven => _declares || _speaks ? _clock : _message;
}
