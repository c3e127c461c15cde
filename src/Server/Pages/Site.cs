using System.Collections.Concurrent;
using System.Threading.Channels;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Domain.Release;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Deviations;

namespace Cellwright.Server.Pages;

/// <summary>
/// What there is at the site: the lists that pages show. A projection: read from entry 0 at every start, then kept current
/// by following the record; it holds nothing that the record does not.
/// </summary>
public sealed class Site(IRecord record, Desk.Desk desk, Reactor reactor, ILogger<Site> log) : BackgroundService
{
    private readonly ConcurrentDictionary<string, Where> batches = new();
    private readonly ConcurrentDictionary<string, Deviation> deviations = new();
    private readonly ConcurrentDictionary<string, Disposition> dispositions = new();
    private readonly ConcurrentDictionary<string, string> names = new();
    private readonly ConcurrentDictionary<string, string> workers = new();
    private readonly ConcurrentDictionary<string, byte> recipes = new();
    private readonly ConcurrentDictionary<string, byte> equipment = new();
    private readonly Channel<Entry> followed = Channel.CreateUnbounded<Entry>(new() { SingleReader = true });
    private long next;

    /// <summary>Raised after entries were taken in, with the names of the streams that they belong to. Be quick.</summary>
    public event Action<IReadOnlySet<string>>? Changed;

    /// <summary>The site's time.</summary>
    public DateTimeOffset Now => desk.Now;

    /// <summary>Index of the next entry to take in.</summary>
    public long Position => Interlocked.Read(ref next);

    /// <summary>Every batch, those that need somebody first, ended ones last.</summary>
    public IReadOnlyList<Where> Batches
    {
        get
        {
            var now = Now;
            return [.. batches.Values.OrderBy(row => row.At(now))
                .ThenBy(row => row.At(now) == Urgency.Ended ? DateTimeOffset.MaxValue - (row.Batch.EndedAt ?? now) : TimeSpan.Zero)
                .ThenBy(row => row.Clock?.Until ?? DateTimeOffset.MaxValue)
                .ThenBy(row => row.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>Every deviation, in no order.</summary>
    public IReadOnlyCollection<Deviation> Deviations => [.. deviations.Values];

    /// <summary>The deviations that are wanted, those first that need somebody most; closed ones last, newest first.</summary>
    public IReadOnlyList<(Deviation Deviation, DeviationRow Row)> DeviationsByRisk(DeviationFilter filter)
    {
        var now = Now;
        return [.. deviations.Values.Where(filter.Wants)
            .Select(deviation => (deviation, Row: DeviationRow.Of(deviation, batches.GetValueOrDefault(deviation.BatchId)?.Batch ?? Batch.Empty, now)))
            .OrderByDescending(one => one.Row.Risk)
            .ThenBy(one => one.deviation.IsClosed ? -one.Row.OpenedAt.UtcTicks : one.Row.OpenedAt.UtcTicks)
            .ThenBy(one => one.Row.Id, StringComparer.Ordinal)];
    }

    /// <summary>What became of batches, by batch; one of which nothing is recorded is not in it.</summary>
    public IReadOnlyDictionary<string, Disposition> Dispositions => dispositions;

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

    /// <summary>Identities of the equipment items on record, registered or only heard of.</summary>
    public IReadOnlyList<string> Equipment => [.. equipment.Keys.Order(StringComparer.Ordinal)];

    /// <summary>People who can be given work, by name: user id and printed name.</summary>
    public IReadOnlyList<(string Id, string Name)> Workers =>
        [.. workers.Select(worker => (worker.Key, worker.Value)).OrderBy(worker => worker.Value, StringComparer.CurrentCulture)];

    /// <summary>The printed name of a person, or the id where it is nobody's.</summary>
    public string NameOf(string id) => id == Performer.System.Id ? Performer.System.Name : names.GetValueOrDefault(id, id);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        reactor.Followed += entry => followed.Writer.TryWrite(entry);
        await InsistAsync(long.MaxValue, stoppingToken);
        await foreach (var entry in followed.Reader.ReadAllAsync(stoppingToken))
        {
            var upTo = entry.Index;
            while (followed.Reader.TryRead(out var more)) upTo = Math.Max(upTo, more.Index);
            if (upTo >= next) await InsistAsync(upTo, stoppingToken);
        }
    }

    // The record may be away for a while; the lists wait for it and lose nothing.
    private async Task InsistAsync(long upTo, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await CatchUpAsync(upTo, ct);
                return;
            }
            catch (Exception fault) when (fault is RecordUnavailableException or RecordDamagedException or IOException)
            {
                log.LogError(fault, "The lists for the pages stand at entry {Position}; trying again", next);
                await Task.Delay(TimeSpan.FromSeconds(1), ct);
            }
        }
    }

    private async Task CatchUpAsync(long upTo, CancellationToken ct)
    {
        while (next <= upTo)
        {
            var entries = await record.ReadAsync(next, 1000, ct);
            if (entries.Count == 0) return;
            var touched = entries.ToLookup(entry => entry.Stream, StringComparer.Ordinal);
            foreach (var entry in entries)
            {
                if (entry.Type == nameof(PersonRegistered) && EventCatalogue.Read(entry.Type, entry.Data.Span) is PersonRegistered person)
                    names[person.Id] = person.Name;
            }

            Interlocked.Exchange(ref next, entries[^1].Index + 1);
            foreach (var stream in touched.OrderByDescending(stream => stream.Key.StartsWith("deviation/", StringComparison.Ordinal)))
                await TakeInAsync(stream, ct);
            Changed?.Invoke(touched.Select(stream => stream.Key).ToHashSet(StringComparer.Ordinal));
        }
    }

    private async Task TakeInAsync(IGrouping<string, Entry> entries, CancellationToken ct)
    {
        var slash = entries.Key.IndexOf('/');
        var (category, id) = (entries.Key[..slash], entries.Key[(slash + 1)..]);
        switch (category)
        {
            case "person":
                var person = await desk.StateAsync<Person>(id, ct);
                if (!person.Disabled && person.Roles.Any(role => role is not (Role.Viewer or Role.Administrator))) workers[id] = person.Name;
                else workers.TryRemove(id, out _);
                break;
            case "batch":
                TakeIn(await CurrentAsync<Batch>(id, entries, ct));
                break;
            case "deviation":
                var deviation = deviations[id] = await CurrentAsync<Deviation>(id, entries, ct);
                if (batches.ContainsKey(deviation.BatchId)) TakeIn(await desk.StateAsync<Batch>(deviation.BatchId, ct));
                break;
            case "release":
                dispositions[id] = await CurrentAsync<Disposition>(id, entries, ct);
                break;
            case "recipe":
                recipes[id] = 0;
                break;
            case "equipment":
                equipment[id] = 0;
                break;
        }
    }

    // These entries are durable, and the desk may not have heard of them yet: a list that believed it would lack them until the stream's next entry.
    private async Task<TState> CurrentAsync<TState>(string id, IEnumerable<Entry> entries, CancellationToken ct)
        where TState : IStream<TState>
    {
        await desk.StateAsync<TState>(id, ct);
        foreach (var entry in entries) desk.Saw(entry);
        return await desk.StateAsync<TState>(id, ct);
    }

    private void TakeIn(Batch batch)
    {
        if (batch.Recipe is null) return;
        batches[batch.Id] = Where.Of(batch, batch.Deviations.Count(notice =>
            deviations.GetValueOrDefault(notice.Id) is not { IsDecided: true }));
    }
}
