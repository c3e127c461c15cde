using System.Threading.Channels;

namespace Cellwright.Ledger;

/// <summary>An append that waits for its commit.</summary>
internal sealed class PendingAppend(Append append)
{
    public Append Append { get; } = append;
    public AppendResult? Result { get; set; }
    public Exception? Fault { get; set; }
    public TaskCompletionSource<AppendResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>
/// One writer commits everything that waits in one transaction: a durable commit costs about a millisecond whether it holds one append or hundreds.
/// While one group is being made durable the next gathers, so nobody waits for a timer.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int MaxAppends = 512;
    private const int MaxBytes = 8 * 1024 * 1024;
    private const int Waiting = 8192;
    private const int Turns = 32;

    private readonly Channel<PendingAppend> _channel = Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly Func<IReadOnlyList<PendingAppend>, Task> _commit;
    private readonly Task _writer;

    /// <param name="commit">Gives every append of the group its result and makes the group durable, or throws and has written nothing.</param>
    public GroupCommit(Func<IReadOnlyList<PendingAppend>, Task> commit)
    {
        _commit = commit;
        _writer = Task.Run(WriteAsync);
    }

    public async Task<AppendResult> AppendAsync(Append append, CancellationToken ct)
    {
        append.Validate();
        var pending = new PendingAppend(append);
        try
        {
            await _channel.Writer.WriteAsync(pending, ct).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new RecordUnavailableException("The record is closing; send the command again when the server is back.", e);
        }

        // Once handed over the append may become durable, so the caller may stop waiting but cannot take it back.
        return await pending.Done.Task.WaitAsync(ct).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        var group = new List<PendingAppend>(MaxAppends);
        while (await _channel.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            // Those who were just answered are about to come again: let them run first, or every second group would hold one append only.
            for (var turn = 0; turn < Turns && _channel.Reader.Count < group.Count; turn++) await Task.Yield();
            group.Clear();
            var bytes = 0;
            while (group.Count < MaxAppends && bytes < MaxBytes && _channel.Reader.TryRead(out var pending))
            {
                group.Add(pending);
                foreach (var entry in pending.Append.Entries) bytes += entry.Data.Length;
            }

            await CommitAsync(group).ConfigureAwait(false);
        }
    }

    private async Task CommitAsync(List<PendingAppend> group)
    {
        try
        {
            await _commit(group).ConfigureAwait(false);
            foreach (var pending in group)
            {
                if (pending.Fault is { } fault) pending.Done.SetException(fault);
                else pending.Done.SetResult(pending.Result!);
            }
        }
        catch (Exception e)
        {
            foreach (var pending in group) pending.Done.TrySetException(e);
        }
    }
}
