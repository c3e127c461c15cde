using System.Collections.Immutable;
using System.Threading.Channels;
using Cellwright.Domain.Equipment;

namespace Cellwright.Server.Readings;

/// <summary>Keeps every reading: durable in a write-ahead file before an append returns, sealed into Parquet segments later.
/// Appending is safe from any thread; one writer gathers what waits into one write and one flush.</summary>
public sealed partial class ReadingStore : IAsyncDisposable
{
    private const int GroupRows = 65_536;
    private const int UnsealedTails = 4;

    private readonly ReadingStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly SeriesBook _book;
    private readonly SegmentCache _cache = new();
    private readonly DuplicateFilter _filter;
    private readonly Channel<Waiting> _waiting;
    private readonly Channel<Work> _sealing = Channel.CreateUnbounded<Work>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _layoutGate = new();
    private readonly List<Series> _definitions = [];
    private readonly Sealer _sealer;
    private volatile Layout _layout;
    private volatile TaskCompletionSource _sealed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WriteAheadFile _file;
    private DateTimeOffset _segmentBegan;
    private Row[] _rows = new Row[1024];
    private Task _writer = Task.CompletedTask;
    private Task _sealerLoop = Task.CompletedTask;

    private ReadingStore(ReadingStoreOptions options, TimeProvider time, Func<SealedSegment, Task>? sealing, SeriesBook book, Layout layout, WriteAheadFile file)
    {
        (_options, _time, _book, _layout, _file) = (options, time, book, layout, file);
        _segmentBegan = time.GetUtcNow();
        _sealer = new Sealer(options, sealing);
        _filter = new DuplicateFilter(_cache);
        _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(options.WaitingBatches) { SingleReader = true });
    }

    /// <summary>New readings, once durable, in the order of their addresses. Raised by the writer: be quick, or copy and leave.</summary>
    public event Action<IReadOnlyList<Reading>>? Arrived;

    /// <summary>A sentence for whoever looks after the system: sealing failed and is tried again, or a listener failed.</summary>
    public event Action<string>? Trouble;

    /// <summary>What was found and put right at the opening, one sentence each.</summary>
    public IReadOnlyList<string> Recovered { get; private init; } = [];

    /// <summary>Opens the store, recovering whatever an earlier process left behind.</summary>
    /// <param name="options">Folders and sizes.</param>
    /// <param name="time">The clock by which a segment's window passes.</param>
    /// <param name="sealing">Called with each finished segment, in order, so that the ledger seals its hash; may be called again with the same segment after a crash.</param>
    public static async Task<ReadingStore> OpenAsync(ReadingStoreOptions options, TimeProvider time, Func<SealedSegment, Task>? sealing = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var book = new SeriesBook();
        var recovery = new Recovery(options, book);
        var (layout, file) = await recovery.RunAsync();
        var store = new ReadingStore(options, time, sealing, book, layout, file) { Recovered = recovery.Findings };
        foreach (var segment in recovery.Unconfirmed) store._sealing.Writer.TryWrite(new Work(null, segment));
        foreach (var tail in layout.Tails[..^1]) store._sealing.Writer.TryWrite(new Work(tail, null));
        store._writer = Task.Run(store.WriteAsync);
        store._sealerLoop = Task.Run(store.SealAllAsync);
        return store;
    }

    /// <summary>The handle of a series, for <see cref="ReadingBatch.Add(Series, double, Quality, DateTimeOffset, DateTimeOffset, bool)"/>.</summary>
    public Series Series(string equipment, string tag, string unit) => _book.Get(equipment, tag, unit);

    /// <summary>Appends a batch; returns once all of it is durable and can be queried. Waits while too much waits before it.</summary>
    /// <exception cref="ReadingsNotStoredException">The disk is full or failing; nothing of the batch is stored and it may be appended again.</exception>
    public async Task<Appended> AppendAsync(ReadingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count == 0) return default;
        var waiting = new Waiting(batch);
        await _waiting.Writer.WriteAsync(waiting);
        return await waiting.Done.Task;
    }

    /// <summary>Appends readings (their own addresses are ignored) and gives those that were stored, with the addresses they have now.</summary>
    /// <exception cref="ReadingsNotStoredException">As above.</exception>
    public async Task<IReadOnlyList<Reading>> AppendAsync(IReadOnlyList<Reading> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var batch = new ReadingBatch(readings.Count);
        foreach (var r in readings) batch.Add(Series(r.Equipment, r.Tag, r.Unit), r.Value, r.Quality, Microseconds.From(r.At), Microseconds.From(r.Received), r.Historical, r.For);
        await AppendAsync(batch);
        var stored = new List<Reading>(readings.Count);
        for (var i = 0; i < readings.Count; i++)
            if (batch.AddressOf(i) is { } address) stored.Add(batch.Rows[i].ToReading(_book[batch.Rows[i].Series], ReadingAddress.TryParse(address, out var a) ? a : default));
        return stored;
    }

    /// <summary>Closes the growing segment now and returns once everything stored before is in sealed, reported files.</summary>
    public async Task SealAsync()
    {
        var waiting = new Waiting(null);
        await _waiting.Writer.WriteAsync(waiting);
        await waiting.Done.Task;
    }

    /// <summary>Finishes what waits; the growing segment stays in its write-ahead file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_waiting.Writer.TryComplete()) return;
        await _stopping.CancelAsync();
        await _writer;
        _sealing.Writer.TryComplete();
        await _sealerLoop;
        _file.Dispose();
        _stopping.Dispose();
    }

    private sealed class Waiting(ReadingBatch? batch)
    {
        public ReadingBatch? Batch { get; } = batch;

        public TaskCompletionSource<Appended> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Appended Outcome { get; set; }
    }

    private sealed record Work(Tail? Tail, Segment? Unconfirmed, Waiting? Asked = null);
}
