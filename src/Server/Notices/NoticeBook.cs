using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Monitoring;
using Cellwright.Domain.People;
using Cellwright.Domain.Release.Commands;
using Cellwright.Ledger;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Notices;

/// <summary>
/// Every notice that follows from the record, in order, with the people who had the role then. Reading the record again gives
/// the same book, and so whoever sends from it can stop anywhere and go on there.
/// </summary>
public sealed class NoticeBook(IRecord record, Reactor reactor, ILogger<NoticeBook> log) : Projection(record, reactor, log)
{
    private const int Newest = 100; // of a person's notices, for the page

    private readonly Dictionary<string, Person> people = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Deviation> deviations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Inbox> seen = new();
    private readonly Lock gate = new();
    private readonly List<Told> told = [];
    private readonly Dictionary<string, List<Told>> byPerson = new(StringComparer.Ordinal);

    /// <summary>Raised after something was told or seen. Be quick.</summary>
    public event Action? Changed;

    /// <summary>At most <paramref name="limit"/> notices of entries from <paramref name="index"/> on, in order.</summary>
    public IReadOnlyList<Told> From(long index, int limit)
    {
        lock (gate)
        {
            var (low, high) = (0, told.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (told[middle].Index < index) low = middle + 1;
                else high = middle;
            }

            return told.GetRange(low, Math.Min(limit, told.Count - low));
        }
    }

    /// <summary>What a person was told.</summary>
    public InboxView Of(string person)
    {
        var inbox = seen.GetValueOrDefault(person, Inbox.Empty);
        lock (gate)
        {
            if (!byPerson.TryGetValue(person, out var theirs)) return new InboxView(0, [], 0);
            return new InboxView(NotSeen(theirs, inbox).Count(), [.. theirs.TakeLast(Newest).Reverse().Select(one => new InboxLine(
                one.Index, one.At, one.Notice.Kind, one.Notice.Batch, one.Notice.Deviation, one.Notice.Account, one.Notice.Equipment, one.Notice.Sentence, What(one), one.Notice.Urgent, inbox.HasSeen(one.Index), NoticeText.Path(one.Notice)))], theirs.Count);
        }
    }

    /// <summary>The entries whose notices a person has not seen, newest first.</summary>
    public IReadOnlyList<long> NotSeenBy(string person)
    {
        lock (gate) return byPerson.TryGetValue(person, out var theirs) ? [.. NotSeen(theirs, seen.GetValueOrDefault(person, Inbox.Empty))] : [];
    }

    // What came to a deviation since it was told belongs to the same notice: whoever reads it now reads what is known now.
    private string What(Told one) => one is { Notice: { Kind: NoticeKind.Opened, Deviation: { } id } } ? deviations[id].What : one.What;

    /// <inheritdoc />
    protected override Task TakeInAsync(IReadOnlyList<Entry> entries, CancellationToken ct)
    {
        var changed = false;
        foreach (var entry in entries)
        {
            if (!EventCatalogue.Types.TryGetValue(entry.Type, out var type)) continue;
            if (!Concerns(type)) continue;
            changed |= TakeIn(entry, EventCatalogue.Read(entry.Type, entry.Data.Span));
        }

        if (changed) Changed?.Invoke();
        return Task.CompletedTask;
    }

    private static IEnumerable<long> NotSeen(List<Told> theirs, Inbox inbox)
    {
        for (var index = theirs.Count - 1; index >= 0 && theirs[index].Index > inbox.WhollySeenUpTo; index--)
            if (!inbox.HasSeen(theirs[index].Index)) yield return theirs[index].Index;
    }

    // Readings and values come by the thousand; only what a notice can follow from is read.
    private static bool Concerns(Type type) =>
        type.BaseType == typeof(Event<Person>) || type.BaseType == typeof(Event<Deviation>) || type.BaseType == typeof(Event<Inbox>)
        || type == typeof(Domain.Execution.Commands.HoldPlaced) || type == typeof(ExceptionReturned) || type == typeof(EquipmentAlarmBegan);

    private bool TakeIn(Entry entry, object happened)
    {
        var id = entry.Stream[(entry.Stream.IndexOf('/') + 1)..];
        var when = new Happened(entry.Actor, entry.At, entry.Version);
        switch (happened)
        {
            case Event<Person> person:
                var before = people.GetValueOrDefault(id, Person.Empty);
                people[id] = person.After(before, when);
                return person is SignInRecorded door && Tell(entry, Notice.AtTheDoor(door, before), "");
            case Event<Inbox> inbox:
                seen[id] = inbox.After(seen.GetValueOrDefault(id, Inbox.Empty), when);
                return true;
            case Event<Deviation> of:
                var after = deviations[id] = of.After(deviations.GetValueOrDefault(id, Deviation.Empty), when).WithoutReadings();
                return Tell(entry, Notice.Of(id, happened, after), after.What);
            case Domain.Execution.Commands.HoldPlaced held:
                return Tell(entry, Notice.Of(id, held, deviations.GetValueOrDefault(held.HoldId, Deviation.Empty)), held.Reason);
            case ExceptionReturned returned:
                return Tell(entry, returned.Notice(id), returned.Reason);
            case EquipmentAlarmBegan began:
                return Tell(entry, began.Notice(id, entry.At.Offset), began.Said.Sentence);
            default:
                return false;
        }
    }

    private bool Tell(Entry entry, Notice? notice, string what)
    {
        if (notice is null) return false;
        ImmutableList<string> to =
        [
            .. people.Values.Where(person => !person.Disabled && person.Id != entry.Actor && person.Id != notice.Account && (person.Id == notice.Person || notice.Roles.Any(person.Roles.Contains)))
                .Select(person => person.Id).Order(StringComparer.Ordinal),
        ];
        if (to.IsEmpty) return false;
        var one = new Told(entry.Index, $"{entry.Index}-{entry.CommandId:N}", entry.At, notice, to, what);
        lock (gate)
        {
            told.Add(one);
            foreach (var person in to)
            {
                if (!byPerson.TryGetValue(person, out var theirs)) byPerson[person] = theirs = [];
                theirs.Add(one);
            }
        }

        return true;
    }
}
