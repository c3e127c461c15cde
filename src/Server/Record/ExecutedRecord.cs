using System.Collections.Frozen;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Materials;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Release;

namespace Cellwright.Server.Record;

/// <summary>
/// One executed batch record, read from its entries alone: the batch, what was refused in it, its deviations, and the equipment,
/// lots, people and master record that it refers to. Both copies, for people and for machines, are written from it.
/// </summary>
public sealed class ExecutedRecord
{
    private readonly FrozenDictionary<(string Step, string Entry, int Ordinal), Verification> verifications;
    private readonly FrozenDictionary<string, string> printedNames;

    private ExecutedRecord(string batchId, IReadOnlyList<TrailEntry> trail)
    {
        Trail = trail;
        BatchTrail = [.. trail.Where(entry => entry.Category == Batch.Category && entry.StreamId == batchId)];
        Batch = Fold<Batch>(BatchTrail).GetValueOrDefault(batchId, Batch.Empty);
        Deviations = [.. Fold<Deviation>(trail).Values.Where(deviation => deviation.BatchId == batchId).OrderBy(deviation => deviation.OpenedAt).ThenBy(deviation => deviation.Id, StringComparer.Ordinal)];
        Review = Fold<Review>(trail).GetValueOrDefault(batchId, Review.Empty);
        Disposition = Fold<Disposition>(trail).GetValueOrDefault(batchId, Disposition.Empty);
        Equipment = Fold<EquipmentItem>(trail);
        Lots = Fold<Lot>(trail);
        People = Fold<Person>(trail);
        Master = Batch.Recipe is { } recipe ? Fold<Master>(trail).GetValueOrDefault(recipe.Name) : null;
        Refusals = [.. trail.Where(entry => entry.Happened is ActRefused && entry.Entry.Stream == $"refused/batch/{batchId}").Select(entry => (entry, (ActRefused)entry.Happened!))];
        Steps = [.. Of<StepStarted>().Select(started => Batch.Step(started.Event.Step)!)];
        verifications = Verifications().ToFrozenDictionary();
        printedNames = PrintedNames();
    }

    /// <summary>Reads the entries about a batch, given in any order.</summary>
    /// <exception cref="System.Text.Json.JsonException">A stored event is not of the form of its kind.</exception>
    public static ExecutedRecord Of(string batchId, IEnumerable<Entry> entries) =>
        new(batchId, [.. entries
            .OrderBy(entry => entry.Index == Entry.NotYetPlaced ? long.MaxValue : entry.Index)
            .ThenBy(entry => entry.Stream, StringComparer.Ordinal).ThenBy(entry => entry.Version)
            .Select(TrailEntry.Of)]);

    /// <summary>Every entry, in the order of the record.</summary>
    public IReadOnlyList<TrailEntry> Trail { get; }

    /// <summary>The entries of the batch's own stream.</summary>
    public IReadOnlyList<TrailEntry> BatchTrail { get; }

    /// <summary>The batch as folded from its events.</summary>
    public Batch Batch { get; }

    /// <summary>The master record that was executed, word for word as the order carries it.</summary>
    public Recipe Recipe => Batch.Recipe!;

    /// <summary>The master record's approvals, or null when its stream is not among the entries.</summary>
    public Master? Master { get; }

    /// <summary>Steps in the order in which they were started.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>Deviations of the batch, in the order of opening.</summary>
    public IReadOnlyList<Deviation> Deviations { get; }

    /// <summary>The review of the batch.</summary>
    public Review Review { get; }

    /// <summary>What became of the batch.</summary>
    public Disposition Disposition { get; }

    /// <summary>What the record comes to when it is read again: exceptions, proof, critical audit trail.</summary>
    public Examination Examination => field ??= Examination.Of(RecordFacts.Of(Batch.Id, Trail.Select(line => line.Entry)));

    /// <summary>Acts that were refused.</summary>
    public IReadOnlyList<(TrailEntry Entry, ActRefused Act)> Refusals { get; }

    /// <summary>Equipment by id.</summary>
    public IReadOnlyDictionary<string, EquipmentItem> Equipment { get; }

    /// <summary>Lots by id.</summary>
    public IReadOnlyDictionary<string, Lot> Lots { get; }

    /// <summary>People by user id.</summary>
    public IReadOnlyDictionary<string, Person> People { get; }

    /// <summary>UTC offset of the site, as the order bears it: the zone of the pictures.</summary>
    public TimeSpan Offset => Batch.OrderedAt.Offset;

    /// <summary>Merkle root (RFC 9162) over the entries of the batch's own stream: names this state of the record in its running header.</summary>
    public TreeHash Hash => MerkleTree.Root([.. BatchTrail.Select(entry => TreeHash.Leaf(entry.Entry.Bytes.Span))]);

    /// <summary>Events of one type in the batch's own stream, in order.</summary>
    public IEnumerable<(Entry Entry, TEvent Event)> Of<TEvent>()
        where TEvent : Event<Batch> =>
        BatchTrail.Where(entry => entry.Happened is TEvent).Select(entry => (entry.Entry, (TEvent)entry.Happened!));

    /// <summary>Printed name of a user id; the id itself when nothing in the entries names it.</summary>
    public string NameOf(string userId) =>
        userId == Performer.System.Id ? Performer.System.Name : printedNames.GetValueOrDefault(userId, userId);

    /// <summary>The second person's verification of a value (ordinal from 1) or of something done (ordinal 0), or null.</summary>
    public Verification? VerificationOf(string step, string entry, int ordinal = 0) => verifications.GetValueOrDefault((step, entry, ordinal));

    /// <summary>The equipment item that served a step's parameter, or null when none did.</summary>
    public string? ItemFor(Step step, Parameter parameter)
    {
        if (step.Values.LastOrDefault(value => value.Parameter == parameter.Name)?.Equipment is { } used) return used;
        var role = parameter.From ?? Recipe.Phase(step.Phase).Equipment;
        var until = step.CompletedAt ?? DateTimeOffset.MaxValue;
        return Of<EquipmentCheckedIn>().LastOrDefault(used => used.Event.Role == role && (used.Event.Late?.At ?? used.Entry.At) <= until).Event?.EquipmentId;
    }

    private static Dictionary<string, TState> Fold<TState>(IEnumerable<TrailEntry> trail)
        where TState : IStream<TState>
    {
        var states = new Dictionary<string, TState>(StringComparer.Ordinal);
        foreach (var (entry, happened) in trail.Select(entry => (entry, entry.Happened as Event<TState>)))
        {
            if (happened is null || entry.Category != TState.Category) continue;
            var before = states.GetValueOrDefault(entry.StreamId, TState.Empty);
            states[entry.StreamId] = happened.After(before, new Happened(entry.Entry.Actor, entry.Entry.At, entry.Entry.Version));
        }

        return states;
    }

    private Dictionary<(string, string, int), Verification> Verifications()
    {
        var found = new Dictionary<(string, string, int), Verification>();
        var ordinals = new Dictionary<(string, string), int>();
        foreach (var (entry, happened) in BatchTrail)
        {
            if (happened is ValueRecorded value)
                ordinals[(value.Step, value.Parameter)] = ordinals.GetValueOrDefault((value.Step, value.Parameter)) + 1;
            else if (happened is EntryVerified verified)
                found[(verified.Step, verified.Entry, verified.IsValue ? ordinals.GetValueOrDefault((verified.Step, verified.Entry)) : 0)] =
                    new(verified.Verifier, verified.VerifierName, entry.At, verified.Shown);
        }

        return found;
    }

    // The name that a person signed under stands in the record even where the person's own stream is not at hand.
    private FrozenDictionary<string, string> PrintedNames()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (_, happened) in Trail)
        {
            if (happened is IStored { Late: { } late }) (names[late.By], names[late.Verifier]) = (late.Name, late.VerifierName);
            if (happened is EntryVerified verified) names[verified.Verifier] = verified.VerifierName;
            if (happened is StepSigned signed) names[signed.Signer] = signed.Name;
            if (happened is BatchAborted aborted) names[aborted.Signer] = aborted.Name;
            if (happened is ContinuationDecided decided) names[decided.Signer] = decided.Name;
            if (happened is EffectivenessChecked seen) names[seen.Signer] = seen.Name;
            if (happened is DeviationClosed closed) names[closed.Signer] = closed.Name;
            if (happened is ReviewSigned review) names[review.Signer] = review.Name;
            if (happened is BatchReleased released) names[released.Signer] = released.Name;
            if (happened is BatchReleasedConditionally conditional) names[conditional.Signer] = conditional.Name;
            if (happened is BatchRejected rejected) names[rejected.Signer] = rejected.Name;
        }

        foreach (var (id, person) in People) names[id] = person.Name;
        return names.ToFrozenDictionary();
    }
}

/// <summary>A second person's signature on one entry.</summary>
/// <param name="By">User id.</param>
/// <param name="Name">Printed name at that time.</param>
/// <param name="At">When, with offset.</param>
/// <param name="Shown">SHA-256 of exactly what was shown.</param>
public sealed record Verification(string By, string Name, DateTimeOffset At, string Shown);
