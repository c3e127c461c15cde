using System.Collections.Immutable;

namespace Cellwright.Server.Readings;

/// <content>The one writer, and the sealing of closed tails.</content>
public sealed partial class ReadingStore
{
    private async Task WriteAsync()
    {
        var group = new List<Waiting>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            group.Clear();
            var rows = 0;
            while (rows < GroupRows && _waiting.Reader.TryPeek(out var next))
            {
                if (next.Batch is null && group.Count > 0) break;
                _waiting.Reader.TryRead(out _);
                group.Add(next);
                rows += next.Batch?.Count ?? GroupRows;
            }

            if (group[0].Batch is null) CloseSegment(group[0]);
            else await CommitAsync(group, rows);
        }
    }

    private async Task CommitAsync(List<Waiting> group, int rows)
    {
        await RoomAsync();
        try
        {
            var now = _time.GetUtcNow();
            if (_layout.Active.Count > 0 && (_layout.Active.Count + rows > _options.SegmentRows || now - _segmentBegan >= _options.SegmentWindow)) Rotate();
            if (_layout.Active.Count == 0) _segmentBegan = now;
            var tail = _layout.Active;
            var first = tail.Count;
            var count = await GatherAsync(group, first);
            if (count > 0) _file.Append(first, _definitions, _rows.AsSpan(0, count));
            Publish(tail, first, count);
            foreach (var waiting in group)
            {
                waiting.Batch!.StoredIn(tail.Segment);
                waiting.Done.TrySetResult(waiting.Outcome);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _filter.Forget();
            foreach (var series in _definitions) series.DefinedIn = 0;
            foreach (var waiting in group) waiting.Done.TrySetException(new ReadingsNotStoredException(_options.WalFolder, fault));
        }
    }

    // Sealing that does not keep up must not fill the memory: appending waits, and with it the equipment's messages.
    private async Task RoomAsync()
    {
        for (var next = _sealed.Task; _layout.Tails.Length > UnsealedTails && !_stopping.IsCancellationRequested; next = _sealed.Task)
            await Task.WhenAny(next, Task.Delay(Timeout.Infinite, _stopping.Token));
    }

    private async Task<int> GatherAsync(List<Waiting> group, int first)
    {
        _definitions.Clear();
        var count = 0;
        foreach (var waiting in group)
        {
            var batch = waiting.Batch!;
            int duplicates = 0, conflicts = 0;
            for (var i = 0; i < batch.Count; i++)
            {
                var row = batch.Rows[i];
                var series = _book[row.Series];
                var novelty = await _filter.JudgeAsync(series, row.At, row.Bits, _layout);
                batch.StoredAt(i, novelty == Novelty.Duplicate ? -1 : first + count);
                if (novelty == Novelty.Duplicate)
                {
                    duplicates++;
                    continue;
                }

                if (novelty == Novelty.Conflict)
                {
                    conflicts++;
                    row.Doubt();
                    batch.Rows[i] = row;
                }

                if (series.DefinedIn != _file.Segment)
                {
                    series.DefinedIn = _file.Segment;
                    _definitions.Add(series);
                }

                if (count == _rows.Length) Array.Resize(ref _rows, _rows.Length * 2);
                _rows[count++] = row;
            }

            waiting.Outcome = new Appended(batch.Count - duplicates, duplicates, conflicts);
        }

        return count;
    }

    private void Publish(Tail tail, int first, int count)
    {
        _filter.Keep();
        for (var i = 0; i < count; i++)
            _book[_rows[i].Series].Note(_rows[i], new ReadingAddress(tail.Segment, tail.Add(_rows[i])));
        if (count == 0 || Arrived is not { } arrived) return;
        try
        {
            arrived(new ReadingSlice(tail, _book, first, count));
        }
        catch (Exception fault) // a listener's fault must not stop the record
        {
            Trouble?.Invoke($"A listener to new readings failed: {fault.Message}");
        }
    }

    private void Rotate()
    {
        var next = WriteAheadFile.Create(_options.WalFolder, _layout.Active.Segment + 1, _options.OpenFile);
        _file.Dispose();
        _file = next;
        foreach (var series in _book.All) (series.Seen, series.Others) = (null, null);
        _sealing.Writer.TryWrite(new Work(_layout.Active, null));
        lock (_layoutGate) _layout = _layout with { Tails = _layout.Tails.Add(new Tail(next.Segment)) };
    }

    private void CloseSegment(Waiting asked)
    {
        try
        {
            if (_layout.Active.Count > 0) Rotate();
            _sealing.Writer.TryWrite(new Work(null, null, asked));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            asked.Done.TrySetException(new ReadingsNotStoredException(_options.WalFolder, fault));
        }
    }

    private async Task SealAllAsync()
    {
        await foreach (var (tail, unconfirmed, asked) in _sealing.Reader.ReadAllAsync())
        {
            if (_stopping.IsCancellationRequested) asked?.Done.TrySetCanceled();
            asked?.Done.TrySetResult(default);
            if (_stopping.IsCancellationRequested) continue; // the next process takes it up
            var segment = unconfirmed;
            if (tail is { Count: > 0 } && !await InsistAsync(async () => segment = await _sealer.WriteAsync(tail, _book.All))) continue;
            if (tail is not null)
            {
                lock (_layoutGate)
                    _layout = new Layout(segment is null ? _layout.Sealed : _layout.Sealed.Add(segment), _layout.Tails.Remove(tail));
                Interlocked.Exchange(ref _sealed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            }

            if (segment is not null) await InsistAsync(() => _sealer.ReportAsync(segment));
        }
    }

    // Sealing is never given up: the write-ahead file stays until it has succeeded. The pause is of the real world, even where the clock is simulated.
    private async Task<bool> InsistAsync(Func<Task> act)
    {
        for (var pause = TimeSpan.FromMilliseconds(200); ; pause = pause < TimeSpan.FromSeconds(30) ? pause * 2 : pause)
        {
            try
            {
                await act();
                return true;
            }
            catch (Exception fault) when (!_stopping.IsCancellationRequested)
            {
                Trouble?.Invoke($"Sealing readings failed and is tried again: {fault.Message}");
            }
            catch (Exception)
            {
                return false; // stopping: the next process takes it up
            }

            await Task.Delay(pause, _stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
