using System.Text;

namespace Cellwright.Ledger;

/// <summary>
/// Grows the tree over what was appended and signs a checkpoint, within a second; watches over the record.
/// It never signs a tree that does not continue the last one it signed.
/// </summary>
public sealed class Integrator(IRecord record, SiteKey key)
{
    private const int Page = 4096;
    private const int EntriesPerCheckpoint = 65_536;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _one = new(1);
    private TileGrower? _grower;
    private DateTimeOffset? _waitingSince;
    private LedgerHealth _health = new(0, 0, null, null, TimeSpan.Zero, null, null);

    /// <summary>How the record stood when it was last looked at.</summary>
    public LedgerHealth Health => _health;

    /// <summary>Integrates until it is cancelled; checks the whole record at the start and once a day. Faults stand in <see cref="Health"/> and are tried again.</summary>
    public async Task RunAsync(TimeProvider clock, CancellationToken ct)
    {
        var checking = Task.CompletedTask;
        var nextCheck = clock.GetUtcNow();
        try
        {
            while (true)
            {
                await TryAsync(() => IntegrateOnceAsync(clock, ct)).ConfigureAwait(false);
                if (checking.IsCompleted && clock.GetUtcNow() >= nextCheck)
                {
                    nextCheck = clock.GetUtcNow() + BetweenChecks;
                    checking = TryAsync(() => CheckAsync(clock, ct));
                }

                await Task.Delay(Pause, clock, ct).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await checking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Integrates everything that is durable now and says how the record stands.</summary>
    /// <exception cref="RecordUnavailableException">The record cannot be used now.</exception>
    public async Task<LedgerHealth> IntegrateOnceAsync(TimeProvider clock, CancellationToken ct = default)
    {
        await _one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return _health = await IntegrateAsync(clock, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RecordUnavailableException or RecordDamagedException or FormatException)
        {
            _grower = null;
            var lag = _waitingSince is { } since ? clock.GetUtcNow() - since : TimeSpan.Zero;
            _health = _health with { Problem = e.Message, Lag = lag };
            if (e is RecordUnavailableException) throw;
            return _health;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Reads the whole record again, see <see cref="SelfCheck"/>; the result also stands in <see cref="Health"/>.</summary>
    /// <exception cref="RecordUnavailableException">The record cannot be read now.</exception>
    public async Task<SelfCheckResult> CheckAsync(TimeProvider clock, CancellationToken ct = default)
    {
        var result = await SelfCheck.RunAsync(record, key.Public, clock, ct).ConfigureAwait(false);
        await _one.WaitAsync(ct).ConfigureAwait(false);
        _health = _health with { LastCheck = result, Problem = result.Problem ?? _health.Problem };
        _one.Release();
        return result;
    }

    private static async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (RecordUnavailableException)
        {
            // Health says so; the next round tries again.
        }
    }

    private async Task<LedgerHealth> IntegrateAsync(TimeProvider clock, CancellationToken ct)
    {
        while (true)
        {
            var stored = await record.LatestCheckpointAsync(ct).ConfigureAwait(false);
            var count = await record.CountAsync(ct).ConfigureAwait(false);
            var size = stored?.Size ?? 0;
            if (count < size) throw new RecordDamagedException(count, $"{size} entries were signed but the record holds {count}: entries were removed; restore the last backup that verifies.");
            if (_grower?.Size != size) _grower = await ContinueAsync(stored, ct).ConfigureAwait(false);
            if (count == size) return Report(clock, count, stored);

            _waitingSince ??= clock.GetUtcNow();
            var upTo = Math.Min(count, size + EntriesPerCheckpoint);
            while (_grower.Size < upTo)
            {
                var entries = await record.ReadAsync(_grower.Size, (int)Math.Min(Page, upTo - _grower.Size), ct).ConfigureAwait(false);
                if (entries.Count == 0) throw new RecordDamagedException(_grower.Size, $"Entry {_grower.Size} is missing from the record.");
                foreach (var entry in entries) _grower.Add(TreeHash.Leaf(entry.Bytes.Span));
            }

            var next = new StoredCheckpoint(upTo, Checkpoint.Sign(upTo, _grower.Root(), key), clock.GetUtcNow());
            // Another node may have been faster: then this growth is forgotten and the next round goes on from theirs.
            if (!await record.GrowTreeAsync(size, _grower.TakeTiles(), next, ct).ConfigureAwait(false)) _grower = null;
        }
    }

    /// <summary>The stored tree, once it is seen to have the root that this site signed.</summary>
    private async Task<TileGrower> ContinueAsync(StoredCheckpoint? stored, CancellationToken ct)
    {
        if (stored is null) return new TileGrower();
        var checkpoint = Checkpoint.Open(Encoding.UTF8.GetBytes(stored.Text), key.Public);
        if (checkpoint.Origin != key.Origin) throw new FormatException($"The record belongs to {checkpoint.Origin}, this server is {key.Origin}: start it with the right site name.");
        var grower = await TileGrower.LoadAsync(record, stored.Size, ct).ConfigureAwait(false);
        if (checkpoint.Size != stored.Size || grower.Root() != checkpoint.Root)
            throw new FormatException("The stored tree is not the one that was signed; nothing is signed any more: restore the last backup that verifies.");
        return grower;
    }

    private LedgerHealth Report(TimeProvider clock, long count, StoredCheckpoint? stored)
    {
        var lag = _waitingSince is { } since ? clock.GetUtcNow() - since : TimeSpan.Zero;
        _waitingSince = null;
        return new LedgerHealth(count, stored?.Size ?? 0, stored?.Text, stored?.At, lag, _health.LastCheck, _health.LastCheck?.Problem);
    }
}
