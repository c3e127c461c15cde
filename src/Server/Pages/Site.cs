using System.Collections.Concurrent;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Domain.Release;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Deviations;

namespace Cellwright.Server.Pages;

/// <summary>
/// What there is at the site: the lists that pages show. A projection: read from entry 0 at every start, then kept current
/// by following the record; it holds nothing that the record does not. Of what is over it keeps a line each, and no states.
/// </summary>
public sealed partial class Site(IRecord record, Desk.Desk desk, Reactor reactor, ILogger<Site> log) : Projection(record, reactor, log)
{
    private readonly ConcurrentDictionary<string, Where> live = new();
    private readonly ConcurrentDictionary<string, EndedBatch> ended = new();
    private readonly ConcurrentDictionary<string, Deviation> deviations = new();
    private readonly ConcurrentDictionary<string, Disposition> undecided = new();
    private readonly ConcurrentDictionary<string, DecidedBatch> decided = new();
    private readonly ConcurrentDictionary<string, byte> waiting = new();
    private readonly ConcurrentDictionary<string, string> names = new();
    private readonly ConcurrentDictionary<string, string> workers = new();
    private readonly ConcurrentDictionary<string, byte> quality = new();
    private readonly ConcurrentDictionary<string, byte> recipes = new();
    private readonly Sorted<EndedBatch> newestEnded = new();
    private readonly Sorted<DecidedBatch> newestDecided = new();
    private readonly Sorted<string> numbers = new();

    /// <summary>Raised after entries were taken in, with the names of the streams that they belong to. Be quick.</summary>
    public event Action<IReadOnlySet<string>>? Changed;

    /// <summary>The site's time.</summary>
    public DateTimeOffset Now => desk.Now;

    /// <summary>Every batch that is under way, those that need somebody first.</summary>
    public IReadOnlyList<Where> Batches
    {
        get
        {
            var now = Now;
            return [.. live.Values.OrderBy(row => row.At(now)).ThenBy(row => row.Clock?.Until ?? DateTimeOffset.MaxValue).ThenBy(row => row.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>Every batch that is over, the newest first.</summary>
    public IReadOnlyList<EndedBatch> Ended => newestEnded.Of(() => ended.Values.OrderByDescending(row => row.EndedAt).ThenBy(row => row.Id, StringComparer.Ordinal));

    /// <summary>Numbers of all batches behind <paramref name="number"/>, in order.</summary>
    public IEnumerable<string> NumbersAfter(string number)
    {
        var all = numbers.Of(() => live.Keys.Concat(ended.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        var (from, to) = (0, all.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (string.CompareOrdinal(all[middle], number) <= 0) from = middle + 1;
            else to = middle;
        }

        return all.Skip(from);
    }

    /// <summary>Batches that are over and wait for the quality unit's decision, those that have waited longest first.</summary>
    public IEnumerable<EndedBatch> Waiting => waiting.Keys.Select(id => ended.GetValueOrDefault(id)).OfType<EndedBatch>().OrderBy(row => row.EndedAt).ThenBy(row => row.Id, StringComparer.Ordinal);

    /// <summary>Batches that were released while results are awaited, in no order.</summary>
    public IEnumerable<(string Id, Disposition Disposition)> Owing => undecided.Where(pair => pair.Value.Status == DispositionStatus.Conditional).Select(pair => (pair.Key, pair.Value));

    /// <summary>Batches that were released or rejected for good, the newest decision first.</summary>
    public IReadOnlyList<DecidedBatch> Decided => newestDecided.Of(() =>
        decided.Values.Where(one => one.Status is DispositionStatus.Released or DispositionStatus.Rejected).OrderByDescending(one => one.At).ThenBy(one => one.Batch, StringComparer.Ordinal));

    /// <summary>The newest decision on a batch, or null while there is none.</summary>
    public DecidedBatch? DecisionOn(string batch) => decided.GetValueOrDefault(batch);

    /// <summary>Every deviation, in no order, without its readings.</summary>
    public IEnumerable<Deviation> Deviations => deviations.Select(pair => pair.Value);

    /// <summary>How many deviations call for a decision now, and of how many the alarm is shelved and does not.</summary>
    public (int Calling, int Shelved) DeviationsUndecided
    {
        get
        {
            var (all, now) = (open, Now);
            var quiet = shelved.Count(one => !one.CallsAt(now));
            return (all - quiet, quiet);
        }
    }

    /// <summary>Until when the alarm of a deviation is shelved, or null when it is not.</summary>
    public DateTimeOffset? ShelvedUntil(string deviation) => deviations.GetValueOrDefault(deviation)?.ShelvedAt(Now)?.Until;

    /// <summary>True when it was decided how the batch of a deviation goes on.</summary>
    public bool IsDecided(string deviation) => deviations.GetValueOrDefault(deviation)?.IsDecided ?? false;

    /// <summary>A batch under way as a line of the board, or null when there is none of that number.</summary>
    public Where? BatchRow(string id) => live.GetValueOrDefault(id);

    /// <summary>The deviations that are wanted, those first that need somebody most; closed ones last, newest first.</summary>
    public IReadOnlyList<(Deviation Deviation, DeviationRow Row)> DeviationsByRisk(DeviationFilter filter)
    {
        var now = Now;
        return [.. Deviations.Where(filter.Wants)
            .Select(deviation => (deviation, Row: DeviationRow.Of(deviation, live.GetValueOrDefault(deviation.BatchId)?.Batch ?? Batch.Empty, now)))
            .OrderBy(one => one.deviation.IsClosed ? 2 : one.Row.ShelvedUntil is null ? 0 : 1)
            .ThenByDescending(one => one.Row.Risk)
            .ThenBy(one => one.deviation.IsClosed ? -one.Row.OpenedAt.UtcTicks : one.Row.OpenedAt.UtcTicks)
            .ThenBy(one => one.Row.Id, StringComparer.Ordinal)];
    }

    /// <summary>The deviations that a batch announced, from the record itself, those first that need somebody most.</summary>
    public async Task<IReadOnlyList<(Deviation Deviation, DeviationRow Row)>> DeviationsOfAsync(Batch batch)
    {
        var rows = new List<(Deviation Deviation, DeviationRow Row)>();
        foreach (var notice in batch.Deviations)
            if (await desk.StateAsync<Deviation>(notice.Id) is { Status: not DeviationStatus.None } deviation) rows.Add((deviation, DeviationRow.Of(deviation, batch, Now)));
        return [.. rows.OrderByDescending(one => one.Row.Risk).ThenBy(one => one.Row.OpenedAt).ThenBy(one => one.Row.Id, StringComparer.Ordinal)];
    }

    /// <summary>The newest batches that executed one of two recipes or a relation of it, at most so many, and how many older ones there are. Waits until the record was read.</summary>
    public async Task<(IReadOnlyList<Batch> Newest, int Older)> ExecutedAsync(Recipe before, Recipe after, int most, CancellationToken ct = default)
    {
        await complete.Task.WaitAsync(ct);
        var family = before.Family.Concat(after.Family).ToHashSet(StringComparer.Ordinal);
        var found = ended.Values.Where(row => row is { Rehearsal: false, Steps: > 0 } && row.Recipe.Family.Any(family.Contains)).Select(row => (row.Id, row.OrderedAt))
            .Concat(live.Values.Where(row => row.Batch is { Rehearsal: false, Steps.IsEmpty: false } && row.Batch.Recipe!.Family.Any(family.Contains)).Select(row => (row.Id, row.Batch.OrderedAt)))
            .OrderByDescending(row => row.OrderedAt).ToList();
        var newest = new List<Batch>();
        foreach (var (id, _) in found.Take(most)) newest.Add(await desk.StateAsync<Batch>(id, ct));
        return (newest, found.Count - newest.Count);
    }

    /// <summary>Names of the recipe versions on record, <c>id@version</c>.</summary>
    public IReadOnlyList<string> Recipes => [.. recipes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>A time of day at the site as an instant, with the site's offset of that day.</summary>
    public DateTimeOffset At(DateTime local) => desk.Time.At(local);

    /// <summary>Every recipe version on record as it stands.</summary>
    public async Task<IReadOnlyList<Master>> MastersAsync()
    {
        var masters = new List<Master>();
        foreach (var name in Recipes)
            if (await desk.StateAsync<Master>(name) is { Exists: true } master) masters.Add(master);
        return masters;
    }

    /// <summary>People who can be given work, by name: user id and printed name.</summary>
    public IReadOnlyList<(string Id, string Name)> Workers =>
        [.. workers.Select(worker => (worker.Key, worker.Value)).OrderBy(worker => worker.Value, StringComparer.CurrentCulture)];

    /// <summary>Those of the workers who are of the quality unit.</summary>
    public IReadOnlyList<(string Id, string Name)> Quality => [.. Workers.Where(worker => quality.ContainsKey(worker.Id))];

    /// <summary>The printed name of a person, or the id where it is nobody's.</summary>
    public string NameOf(string id) => id == Performer.System.Id ? Performer.System.Name : names.GetValueOrDefault(id, id);

    // A long list is put in order when somebody asks for it after a change, and not at every change.
    private sealed class Sorted<TRow>
    {
        private long changes;
        private volatile Tuple<long, IReadOnlyList<TRow>>? kept;

        public IReadOnlyList<TRow> Of(Func<IEnumerable<TRow>> read)
        {
            var now = Interlocked.Read(ref changes);
            if (kept is { } known && known.Item1 == now) return known.Item2;
            kept = Tuple.Create<long, IReadOnlyList<TRow>>(now, [.. read()]);
            return kept.Item2;
        }

        public void Changed() => Interlocked.Increment(ref changes);
    }
}
