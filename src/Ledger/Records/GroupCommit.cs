using System.Diagnostics.Metrics;

namespace Cellwright.Ledger;

/// <summary>An append that waits for its commit, and what becomes of it. Encoded by whoever appends: the one writer only puts the versions in.</summary>
internal sealed class PendingAppend(Append append) : TaskCompletionSource<AppendResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public EncodedEntry[] Encoded { get; } = append.Encode();

    public Append Append { get; } = append;
    public AppendResult? Result { get; set; }
    public Exception? Fault { get; set; }

    /// <summary>One of its entries, in its place.</summary>
    public Entry Placed(int part, long index, long version)
    {
        var (stream, (type, data), bytes) = Encoded[part];
        EntryCodec.SetVersion(bytes, version);
        return new Entry(index, stream, version, type, Append.Actor, Append.At, Append.CommandId, Append.CommandHash, bytes.AsMemory(bytes.Length - data.Length), bytes);
    }
}

/// <summary>
/// One writer, on a thread of its own, commits everything that waits in one transaction: a durable commit costs about a millisecond whether it holds one
/// append or hundreds. While one group is being made durable the next gathers on the other cores.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int MaxAppends = 512;
    private const int MaxBytes = 8 * 1024 * 1024;
    private const int Few = 16; // are back before a commit's time has passed, however long each takes to decide (ours)
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1); // as long as a commit takes
    private static readonly Meter Meter = new("Cellwright.Ledger");
    private static readonly Counter<long> Commits = Meter.CreateCounter<long>("cellwright.ledger.commits", description: "Transactions that made appends durable.");

    private readonly Queue<PendingAppend> _waiting = []; // also the lock
    private readonly Action<IReadOnlyList<PendingAppend>> _commit;
    private readonly Task _writer;
    private int _enough = 1; // to wake the writer
    private bool _closing;

    /// <param name="commit">Gives every append of the group its result and makes the group durable, or throws and has written nothing.</param>
    public GroupCommit(Action<IReadOnlyList<PendingAppend>> commit)
    {
        _commit = commit;
        _writer = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public Task<AppendResult> AppendAsync(Append append, CancellationToken ct)
    {
        var pending = new PendingAppend(append);
        lock (_waiting)
        {
            if (_closing) throw new RecordUnavailableException("The record is closing; send the command again when the server is back.");
            _waiting.Enqueue(pending);
            if (_waiting.Count >= _enough) Monitor.Pulse(_waiting);
        }

        // Once handed over the append may become durable, so the caller may stop waiting but cannot take it back.
        return pending.Task.WaitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_waiting)
        {
            _closing = true;
            Monitor.Pulse(_waiting);
        }

        await _writer.ConfigureAwait(false);
    }

    private void Write()
    {
        var group = new List<PendingAppend>(MaxAppends);
        do
        {
            Take(group);
            if (group.Count > 0) Commit(group);
        }
        while (group.Count > 0);
    }

    /// <summary>Those who were just answered make room for the next group; none when the record closes.</summary>
    private void Take(List<PendingAppend> group)
    {
        lock (_waiting)
        {
            // Those who were just answered are about to come again. A few are waited for, or every second group would hold one append only.
            // Of many, a quarter: while one group is being made durable the others decide and gather, and neither the writer nor they wait long for each other.
            var about = group.Count + _waiting.Count;
            _enough = Math.Min(MaxAppends, Math.Max(Math.Min(about, Few), about / 4));
            if (_waiting.Count < _enough && !_closing) Monitor.Wait(_waiting, Moment);
            _enough = 1;
            while (_waiting.Count == 0 && !_closing) Monitor.Wait(_waiting);

            group.Clear();
            for (var bytes = 0; group.Count < MaxAppends && bytes < MaxBytes && _waiting.TryDequeue(out var pending);)
            {
                group.Add(pending);
                foreach (var entry in pending.Encoded) bytes += entry.Bytes.Length;
            }
        }
    }

    private void Commit(List<PendingAppend> group)
    {
        try
        {
            _commit(group);
            Commits.Add(1);
            foreach (var pending in group)
            {
                if (pending.Fault is { } fault) pending.SetException(fault);
                else pending.SetResult(pending.Result!);
            }
        }
        catch (Exception e)
        {
            foreach (var pending in group) pending.TrySetException(e);
        }
    }
}
