using System.Collections.Concurrent;
using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Ledger;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Equipment;

/// <summary>Every item of equipment as it stands, and where the lines of its logbook are in the record (211.182).</summary>
public sealed class EquipmentBook(IRecord record, Reactor reactor, ILogger<EquipmentBook> log) : Projection(record, reactor, log)
{
    private const string Prefix = "equipment/";
    private const string RefusedPrefix = "refused/equipment/";

    private readonly IRecord record = record;
    private readonly ConcurrentDictionary<string, Kept> items = new(StringComparer.Ordinal);

    private sealed class Kept
    {
        public EquipmentItem Item { get; set; } = EquipmentItem.Empty;

        public List<LogLine> Lines { get; } = [];
    }

    /// <summary>Every item that the record knows, registered or only heard of, by id.</summary>
    public IReadOnlyList<EquipmentItem> Items => [.. items.Values.Select(kept => kept.Item).OrderBy(item => item.Id, StringComparer.Ordinal)];

    /// <summary>How many lines an item's logbook has: it changes when the logbook does.</summary>
    public int LinesOf(string id) => items.TryGetValue(id, out var kept) ? kept.Lines.Count : 0;

    /// <summary>A page of an item's logbook.</summary>
    /// <param name="id">Item.</param>
    /// <param name="filter">Which lines.</param>
    /// <param name="skip">How many of them to pass over.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="ct">Cancels the reading.</param>
    public async Task<LogPage> PageAsync(string id, LogFilter filter, int skip, int take, CancellationToken ct = default)
    {
        if (!items.TryGetValue(id, out var kept)) return new([], 0);
        List<LogLine> wanted;
        lock (kept.Lines) wanted = [.. kept.Lines.Where(line => Wants(filter, line))];
        if (!filter.OldestFirst) wanted.Reverse();
        var entries = new List<(LogKind, Entry)>(take);
        foreach (var line in wanted.Skip(skip).Take(take))
            if (await record.ReadAsync(line.Index, 1, ct) is [var entry]) entries.Add((line.Kind, entry));
        return new(entries, wanted.Count);
    }

    /// <inheritdoc />
    protected override Task TakeInAsync(IReadOnlyList<Entry> entries, CancellationToken ct)
    {
        foreach (var entry in entries)
        {
            if (entry.Stream.StartsWith(Prefix, StringComparison.Ordinal)) TakeIn(entry, entry.Stream[Prefix.Length..]);
            else if (entry.Type == nameof(ActRefused) && RefusedAbout(entry) is { } id) Add(Of(id), entry, LogKind.Refused);
        }

        return Task.CompletedTask;
    }

    private static bool Wants(LogFilter filter, LogLine line) =>
        (filter.Kind is not { } kind || kind == line.Kind) && !(line.Ticks < filter.From?.UtcTicks) && !(line.Ticks >= filter.To?.UtcTicks);

    private void TakeIn(Entry entry, string id)
    {
        if (!EventCatalogue.Types.ContainsKey(entry.Type) || EventCatalogue.Read(entry.Type, entry.Data.Span) is not Event<EquipmentItem> happened) return;
        var kept = Of(id);
        kept.Item = happened.After(kept.Item, new Happened(entry.Actor, entry.At, entry.Version)) with { Id = id };
        Add(kept, entry, LogLine.KindOf(happened));
    }

    private Kept Of(string id) => items.GetOrAdd(id, static id => new Kept { Item = EquipmentItem.Empty with { Id = id } });

    private static void Add(Kept kept, Entry entry, LogKind kind)
    {
        lock (kept.Lines) kept.Lines.Add(new LogLine(entry.Index, entry.At.UtcTicks, kind));
    }

    // What was refused at the item itself, and to a batch that wanted it.
    private string? RefusedAbout(Entry entry)
    {
        if (entry.Stream.StartsWith(RefusedPrefix, StringComparison.Ordinal))
            return entry.Stream[RefusedPrefix.Length..] is var named && RegisterEquipment.IsId(named) ? named : null;
        if (entry.Data.Span.IndexOf("\"CheckInEquipment\""u8) < 0) return null;
        var refused = JsonSerializer.Deserialize<ActRefused>(entry.Data.Span, EventCatalogue.Options);
        return refused is { Command: nameof(CheckInEquipment) } && refused.Body.TryGetProperty(nameof(CheckInEquipment.EquipmentId), out var item)
            && item.GetString() is { } id && items.ContainsKey(id) ? id : null;
    }
}
