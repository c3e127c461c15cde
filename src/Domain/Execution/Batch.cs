using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

/// <summary>Where a batch stands as a whole.</summary>
public enum BatchStatus
{
    /// <summary>There is no such batch.</summary>
    None,

    /// <summary>Ordered: the executed record exists, no step was started.</summary>
    Ordered,

    /// <summary>Steps are being performed.</summary>
    Running,

    /// <summary>Paused by a person, with a reason.</summary>
    Paused,

    /// <summary>Every step is done.</summary>
    Completed,

    /// <summary>Ended before its end, for a reason; nothing can be added but corrections.</summary>
    Aborted,
}

/// <summary>A hold: a neutral fact that stops the next step. Deviations, identity, materials and changes place them.</summary>
public sealed record Hold(string Id, string Reason, string PlacedBy, DateTimeOffset Since);

/// <summary>A decision of the recipe's flow, taken once on the values recorded then.</summary>
/// <param name="Node">Choice or repeat and its iteration, e.g. <c>day6#1</c>.</param>
/// <param name="Branch">Index of the case taken (number of cases = else), or for a repeat 1 = again, 0 = done.</param>
/// <param name="Because">The condition and the values it was decided on, in words.</param>
/// <param name="StepsStarted">How many steps had been started when it was taken: it rests on values of these.</param>
public sealed record FlowDecision(string Node, int Branch, string Because, int StepsStarted = 0);

/// <summary>The executed batch record, folded from its events.</summary>
public sealed record Batch : IStream<Batch>, ITakesIn<Batch>
{
    /// <inheritdoc />
    public static string Category => "batch";

    /// <inheritdoc />
    public static Batch Empty { get; } = new();

    /// <summary>Batch number.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public BatchStatus Status { get; init; }

    /// <summary>The master record that it executes: parsed from the text that the order carries.</summary>
    public Recipe? Recipe { get; init; }

    /// <summary>Pseudonymous chain-of-identity number of the patient, or null for a batch that is nobody's own.</summary>
    public string? ChainOfIdentity { get; init; }

    /// <summary>Order number; with the chain-of-identity number the two identifiers always in view.</summary>
    public string OrderNumber { get; init; } = "";

    /// <summary>Performed and active steps by key (<see cref="StepKey"/>).</summary>
    public ImmutableDictionary<string, Step> Steps { get; init; } = ImmutableDictionary<string, Step>.Empty;

    /// <summary>Keys of the steps under way.</summary>
    public ImmutableHashSet<string> Active { get; init; } = [];

    /// <summary>Flow decisions by node.</summary>
    public ImmutableDictionary<string, FlowDecision> Decisions { get; init; } = ImmutableDictionary<string, FlowDecision>.Empty;

    /// <summary>Key of a step to the key of the alternative that was decided to be performed instead.</summary>
    public ImmutableDictionary<string, string> Replaced { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Equipment role to the item checked in.</summary>
    public ImmutableDictionary<string, string> Equipment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Holds in force.</summary>
    public ImmutableDictionary<string, Hold> Holds { get; init; } = ImmutableDictionary<string, Hold>.Empty;

    /// <summary>Deviations announced so far: the next one's number follows.</summary>
    public ImmutableList<DeviationNotice> Deviations { get; init; } = [];

    /// <summary>Corrections and what each of them reached, in order.</summary>
    public ImmutableList<CorrectionNotice> Corrections { get; init; } = [];

    /// <summary>Clocks that ran out, by clock id.</summary>
    public ImmutableHashSet<string> ExpiredClocks { get; init; } = [];

    /// <summary>Excursions of watched tags under way: <c>step/parameter</c> to how bad it is.</summary>
    public ImmutableDictionary<string, Assessment> Excursions { get; init; } = ImmutableDictionary<string, Assessment>.Empty;

    /// <summary>Watched tags of active steps that fell silent, and came back or not (<see cref="Silence.Key"/>).</summary>
    public ImmutableDictionary<string, Silence> Silences { get; init; } = ImmutableDictionary<string, Silence>.Empty;

    /// <summary>Paper packs that were printed, in order.</summary>
    public ImmutableList<PrintedPack> Packs { get; init; } = [];

    /// <summary>Position in its stream of the latest entry that changed it; a pack that is printed changes nothing.</summary>
    public long Version { get; init; }

    /// <summary>Who is responsible at the moment: set at the start and by hand-over.</summary>
    public string Responsible { get; init; } = "";

    /// <summary>True when it only rehearses a recipe: it is no GMP batch, and nothing of it can ever be released.</summary>
    public bool Rehearsal { get; init; }

    /// <summary>When the batch was ordered.</summary>
    public DateTimeOffset OrderedAt { get; init; }

    /// <summary>When the first step started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was completed or aborted.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <inheritdoc />
    Batch ITakesIn<Batch>.TakenIn(Event<Batch> happened, Happened when) => happened is PackPrinted ? this : this with { Version = when.Version };

    /// <summary>The step of that key, or null when it was never started.</summary>
    public Step? Step(string key) => Steps.GetValueOrDefault(key);

    /// <summary>The latest current value of a recipe reference <c>phase/parameter</c> over all iterations, or NaN. What an alternative recorded counts for the step whose place it took.</summary>
    public double ValueOf(string reference) => ValueOf(reference, Steps.Count);

    /// <summary>The same over the steps that were the first to be started: what a decision or a computation of that time rests on, corrected since or not.</summary>
    public double ValueOf(string reference, int stepsStarted)
    {
        var slash = reference.LastIndexOf('/');
        if (slash < 0) return double.NaN;
        var (phase, parameter) = (reference[..slash], reference[(slash + 1)..]);
        return Steps.Values.Where(step => StandsFor(step, phase) && step.Number <= stepsStarted).MaxBy(step => step.Number)
            ?.Current(parameter)?.Value ?? double.NaN;
    }

    /// <summary>True for a performed step of that phase, and for one that took its place.</summary>
    internal bool StandsFor(Step step, string phase) => step.Phase == phase || Recipe!.Phase(step.Phase).AlternativeTo == phase;

    /// <summary>True when a hold belongs to a deviation: deciding the deviation releases it, and nobody's hand.</summary>
    public bool IsOfDeviation(Hold hold) => Deviations.Any(deviation => deviation.Id == hold.Id);

    /// <summary>Id of the next deviation that this batch announces.</summary>
    public string NextDeviationId(int ahead = 0) => $"{Id}-D{Deviations.Count + 1 + ahead}";

    /// <summary>Items still checked in, each once, or null when there are none: what ends with the batch.</summary>
    internal ImmutableList<string>? EquipmentHeld => Equipment.IsEmpty ? null : [.. Equipment.Values.Distinct().Order(StringComparer.Ordinal)];

    internal Batch With(Step step) => this with
    {
        Steps = Steps.SetItem(step.Key, step),
        Active = step.Active ? Active.Add(step.Key) : Active.Remove(step.Key),
    };

    internal Batch Change(string key, Func<Step, Step> change) =>
        Steps.TryGetValue(key, out var step) ? With(change(step)) : this;
}

/// <summary>The neutral fact that something is out of order; the Deviations module opens the work item.</summary>
/// <param name="Id">Id of the deviation.</param>
/// <param name="Step">Key of the step.</param>
/// <param name="What">What happened, in one sentence.</param>
/// <param name="Parameter">Parameter concerned, or null.</param>
public sealed record DeviationNotice(string Id, string Step, string What, string? Parameter = null);
