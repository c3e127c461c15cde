using System.Collections.Concurrent;
using System.Collections.Frozen;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Release;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Release;

/// <summary>Examinations for pages, kept until something is recorded that they rest on. A cache: every command examines the record afresh.</summary>
public sealed class ReviewBook
{
    private const int Most = 64;
    private readonly RecordShelf shelf;
    private readonly ConcurrentDictionary<string, Sheet> sheets = new(StringComparer.Ordinal);

    private sealed class Sheet(FrozenSet<string> streams)
    {
        public FrozenSet<string> Streams { get; set; } = streams;

        public bool Stale { get; set; }

        public Examination? Examination { get; set; }
    }

    /// <summary>Follows what is recorded, here and by other servers.</summary>
    public ReviewBook(RecordShelf shelf, Desk.Desk desk, Reactor reactor)
    {
        this.shelf = shelf;
        desk.Recorded += entries => Saw(entries[0].Stream);
        reactor.Followed += entry => Saw(entry.Stream);
    }

    /// <summary>What the record of a batch comes to now.</summary>
    public async Task<Examination> OfAsync(string batchId, CancellationToken ct = default)
    {
        if (sheets.TryGetValue(batchId, out var known) && !known.Stale && known.Examination is { } kept) return kept;
        if (sheets.Count >= Most) sheets.Clear();
        var sheet = new Sheet(known?.Streams ?? [$"{Batch.Category}/{batchId}", $"refused/{Batch.Category}/{batchId}"]);
        sheets[batchId] = sheet;
        var lines = await shelf.ReadAsync(batchId, ct);
        sheet.Streams = [.. lines.Lines.Select(line => line.Stream), $"refused/{Batch.Category}/{batchId}"];
        sheet.Examination = Examination.Of(lines);
        return sheet.Examination;
    }

    private void Saw(string stream)
    {
        foreach (var (batch, sheet) in sheets)
            if (sheet.Streams.Contains(stream) || stream.Contains($"{Deviation.Category}/{batch}-D", StringComparison.Ordinal)) sheet.Stale = true;
    }
}
