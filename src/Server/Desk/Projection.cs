using Cellwright.Ledger;

namespace Cellwright.Server.Desk;

/// <summary>
/// What is computed from the whole record: read from entry 0 at every start, then kept current by following it. It holds nothing
/// that the record does not.
/// </summary>
public abstract class Projection(IRecord record, Reactor reactor, ILogger log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim signal = new(0, 1);
    private readonly Lock gate = new();
    private TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long next;

    /// <summary>Index of the next entry to take in.</summary>
    public long Position => Interlocked.Read(ref next);

    /// <summary>Takes entries in, in global order, each once.</summary>
    protected abstract Task TakeInAsync(IReadOnlyList<Entry> entries, CancellationToken ct);

    /// <summary>There was no further entry: everything on record was taken in. Called again and again.</summary>
    protected virtual void ReadToTheEnd()
    {
    }

    /// <summary>Waits until everything that is on record now was taken in.</summary>
    /// <exception cref="RecordUnavailableException">It took too long: ask again.</exception>
    public async Task CaughtUpAsync(CancellationToken ct = default)
    {
        var count = await record.CountAsync(ct);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await ReachesAsync(count, patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new RecordUnavailableException("The record is still being read after a start. Send it again in a moment.");
        }
    }

    /// <summary>Waits until so many entries were taken in.</summary>
    public async Task ReachesAsync(long count, CancellationToken ct)
    {
        while (true)
        {
            Task more;
            lock (gate) more = reached.Task;
            if (Position >= count) return;
            await more.WaitAsync(ct);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        reactor.Followed += _ => Signal();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await record.ReadAsync(Position, 1000, stoppingToken) is { Count: > 0 } entries)
                {
                    await TakeInAsync(entries, stoppingToken);
                    Interlocked.Exchange(ref next, entries[^1].Index + 1);
                    Told();
                }

                ReadToTheEnd();
            }
            catch (Exception fault) when (fault is RecordUnavailableException or RecordDamagedException or IOException)
            {
                log.LogError(fault, "{What} stands at entry {Position}; trying again", GetType().Name, Position);
            }

            await signal.WaitAsync(Pause, stoppingToken);
        }
    }

    private void Told()
    {
        TaskCompletionSource told;
        lock (gate) (told, reached) = (reached, new(TaskCreationOptions.RunContinuationsAsynchronously));
        told.TrySetResult();
    }

    private void Signal()
    {
        lock (gate)
            if (signal.CurrentCount == 0) signal.Release();
    }
}
