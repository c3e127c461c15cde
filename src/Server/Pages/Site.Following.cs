using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.People;
using Cellwright.Domain.Release;
using Cellwright.Ledger;

namespace Cellwright.Server.Pages;

/// <content>Reading the record: each entry once, in its order, folded here, because asking the desk would read each stream again.</content>
public sealed partial class Site
{
    private readonly IRecord record = record;
    private readonly TaskCompletionSource complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, (Batch Batch, long Version)> folding = new(StringComparer.Ordinal); // batches that are not over
    private volatile int open; // deviations that nobody decided, and those of them whose alarm was shelved
    private volatile IReadOnlyList<Deviation> shelved = [];
    private long goal = long.MaxValue; // what was on record when the server started

    /// <summary>Completes once everything was read that was on record at the start; until then lists are not whole.</summary>
    public Task Complete => complete.Task;

    /// <summary>Numbers of the batches that are not over, once the record was read after a start.</summary>
    public async Task<IReadOnlyList<string>> LiveAsync(CancellationToken ct)
    {
        await Complete.WaitAsync(ct);
        return [.. Batches.Select(row => row.Id)];
    }

    /// <summary>How much of the record was read so far, from 0 to 1, while lists are not whole after a start; null once they are.</summary>
    public double? Reading => complete.Task.IsCompleted ? null : Math.Min(1, Position / (double)Math.Max(1, Interlocked.Read(ref goal)));

    /// <inheritdoc />
    protected override void ReadToTheEnd()
    {
        if (complete.Task.IsCompleted) return;
        foreach (var (batch, _) in folding.Values.ToList()) Show(batch);
        Changed?.Invoke(folding.Keys.Select(id => $"{Batch.Category}/{id}").ToHashSet(StringComparer.Ordinal));
        complete.TrySetResult();
    }

    /// <inheritdoc />
    protected override async Task TakeInAsync(IReadOnlyList<Entry> entries, CancellationToken ct)
    {
        if (goal == long.MaxValue) Interlocked.Exchange(ref goal, await record.CountAsync(ct));
        var touched = new HashSet<string>(StringComparer.Ordinal);
        var batches = new HashSet<string>(StringComparer.Ordinal);
        var people = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            touched.Add(entry.Stream);
            var slash = entry.Stream.IndexOf('/');
            var id = entry.Stream[(slash + 1)..];
            switch (entry.Stream[..slash])
            {
                case "batch":
                    if (ended.ContainsKey(id) && !folding.ContainsKey(id)) folding[id] = await CurrentAsync<Batch>(id, entry, ct); // a correction for example: seldom, so its stream is read again
                    else if (folding.GetValueOrDefault(id, (Batch.Empty, 0)) is var (state, version) && entry.Version > version) folding[id] = (Applied(state, entry), entry.Version);
                    batches.Add(id);
                    break;
                case "deviation":
                    var deviation = deviations[id] = Applied(deviations.GetValueOrDefault(id, Deviation.Empty), entry).WithoutReadings();
                    batches.Add(deviation.BatchId);
                    break;
                case "release":
                    Take(id, decided.ContainsKey(id) && !undecided.ContainsKey(id) ? (await CurrentAsync<Disposition>(id, entry, ct)).State : Applied(undecided.GetValueOrDefault(id, Disposition.Empty), entry));
                    break;
                case "person":
                    if (entry.Type != nameof(SignInRecorded)) people[id] = entry;
                    if (entry.Type == nameof(PersonRegistered)) names[id] = ((PersonRegistered)EventCatalogue.Read(entry.Type, entry.Data.Span)).Name;
                    break;
                case "recipe":
                    recipes[id] = 0;
                    break;
            }
        }

        foreach (var (person, newest) in people) Take((await CurrentAsync<Person>(person, newest, ct)).State);
        foreach (var batch in batches) Count(batch);
        open = deviations.Count(one => one.Value.Status == DeviationStatus.Open);
        shelved = [.. deviations.Values.Where(one => one is { Shelved: true, Status: DeviationStatus.Open })];
        Changed?.Invoke(touched);
        if (entries[^1].Index + 1 >= goal) ReadToTheEnd();
    }

    private static TState Applied<TState>(TState state, Entry entry) =>
        EventCatalogue.Types.ContainsKey(entry.Type) && EventCatalogue.Read(entry.Type, entry.Data.Span) is Event<TState> happened
            ? happened.After(state, new Happened(entry.Actor, entry.At, entry.Version))
            : state;

    // This entry is durable, and the desk may not have heard of it yet: a list that believed it would lack it until the stream's next entry.
    private async Task<(TState State, long Version)> CurrentAsync<TState>(string id, Entry entry, CancellationToken ct)
        where TState : IStream<TState>
    {
        await desk.StateAsync<TState>(id, ct);
        desk.Saw(entry);
        return await desk.ReadAsync<TState>(id, ct);
    }

    // The line of a batch of which something was recorded, or of one of its deviations.
    private void Count(string id)
    {
        if (folding.TryGetValue(id, out var known))
        {
            if (complete.Task.IsCompleted || known.Batch.EndedAt is not null) Show(known.Batch);
        }
        else if (ended.TryGetValue(id, out var over))
        {
            ended[id] = over with { Undecided = Enumerable.Range(1, over.Deviations).Count(number => deviations.GetValueOrDefault($"{id}-D{number}") is not { IsDecided: true }) };
            newestEnded.Changed();
        }
    }

    private void Show(Batch batch)
    {
        if (batch.Recipe is null) return;
        var undecided = batch.Deviations.Where(notice => deviations.GetValueOrDefault(notice.Id) is not { IsDecided: true }).ToList();
        var isNew = !live.ContainsKey(batch.Id) && !ended.ContainsKey(batch.Id);
        var known = undecided.Select(notice => deviations.GetValueOrDefault(notice.Id)).OfType<Deviation>().ToList();
        if (batch.EndedAt is null) live[batch.Id] = Where.Of(batch, undecided.Count, [.. known.Where(one => one.Shelved)], [.. known.Where(one => one.Severity == DeviationSeverity.Critical)]);
        else End(batch, undecided.Count);
        if (isNew) numbers.Changed();
    }

    private void End(Batch batch, int open)
    {
        ended[batch.Id] = EndedBatch.Of(batch, open);
        Keep(batch);
        live.TryRemove(batch.Id, out _);
        folding.Remove(batch.Id);
        newestEnded.Changed();
        if (!decided.ContainsKey(batch.Id)) waiting[batch.Id] = 0;
    }

    private void Take(string batch, Disposition disposition)
    {
        if (disposition.Decisions.LastOrDefault() is { } last) decided[batch] = new(batch, disposition.Status, last.Name, last.At);
        if (disposition.Status is DispositionStatus.Released or DispositionStatus.Rejected) undecided.TryRemove(batch, out _);
        else undecided[batch] = disposition;
        if (disposition.Status != DispositionStatus.Undecided) waiting.TryRemove(batch, out _);
        newestDecided.Changed();
    }

    private void Take(Person person)
    {
        if (!person.Disabled && person.Roles.Any(role => role is not (Role.Viewer or Role.Administrator))) workers[person.Id] = person.Name;
        else workers.TryRemove(person.Id, out _);
        if (person.Roles.Contains(Role.QA)) quality[person.Id] = 0;
        else quality.TryRemove(person.Id, out _);
    }
}
