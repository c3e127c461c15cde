using System.Collections.Immutable;
using System.Globalization;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

/// <summary>What kind of thing a corrected value had fed.</summary>
public enum ReachedKind
{
    /// <summary>A value that the server computed from it.</summary>
    ComputedValue,

    /// <summary>A branch or a further round of a loop that was decided on it.</summary>
    Decision,

    /// <summary>A signature that covered it.</summary>
    Signature,

    /// <summary>A deviation that it opened.</summary>
    Deviation,
}

/// <summary>One thing that a corrected value had fed.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Step">Key of the step in which it stands, or node of the flow.</param>
/// <param name="What">What becomes of it, in words.</param>
/// <param name="Changed">True when it is otherwise now, or must be given again; false when it was judged again and stands.</param>
public sealed record Reached(ReachedKind Kind, string Step, string What, bool Changed);

/// <summary>A correction and what it reached.</summary>
/// <param name="Step">Key of the step.</param>
/// <param name="Parameter">Parameter that was corrected.</param>
/// <param name="Reached">Everything that the old value had fed.</param>
/// <param name="By">Who corrected.</param>
/// <param name="At">When.</param>
public sealed record CorrectionNotice(string Step, string Parameter, ImmutableList<Reached> Reached, string By, DateTimeOffset At);

/// <summary>Everything that a corrected value had fed was judged again.</summary>
public sealed record CorrectionTraced(string Step, string Parameter, ImmutableList<Reached> Reached) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) =>
        state with { Corrections = state.Corrections.Add(new CorrectionNotice(Step, Parameter, Reached, when.By, when.At)) };
}

/// <summary>
/// Follows a corrected value to all that it had fed. Computed values are computed again; flow decisions are taken again for comparison only, since what was
/// done cannot be undone: one that would fall otherwise is a deviation. Signatures that covered something changed lapse, and no others.
/// </summary>
internal static class Correcting
{
    /// <summary>The correction with everything that follows from it.</summary>
    public static List<Event<Batch>> Of(Batch batch, ValueRecorded corrected, Parameter parameter, Act act)
    {
        var when = new Happened(act.By.Id, act.At, 0);
        var events = new List<Event<Batch>>();
        var reached = new List<Reached>();
        var after = batch;
        Record(Recording.Of(after, corrected, parameter));

        foreach (var (step, demand) in Computed(batch)) ComputeAgain(step, demand);
        foreach (var decision in batch.Decisions.Values.OrderBy(taken => taken.StepsStarted).ThenBy(taken => taken.Node, StringComparer.Ordinal)) TakeAgain(decision);
        reached.AddRange(Lapsed(batch, after));
        reached.AddRange(batch.Deviations
            .Where(notice => notice.Step == corrected.Step && notice.Parameter == corrected.Parameter)
            .Select(notice => new Reached(ReachedKind.Deviation, notice.Step, $"deviation {notice.Id} was opened on the earlier value", false)));
        if (reached.Count > 0) events.Add(new CorrectionTraced(corrected.Step, corrected.Parameter, [.. reached]));
        return events;

        void Record(List<Event<Batch>> recorded)
        {
            events.AddRange(recorded);
            after = recorded.Aggregate(after, (state, happened) => happened.Apply(state, when));
        }

        void ComputeAgain(Step step, ComputedValueDemand demand)
        {
            if (step.Current(demand.Name) is not { Source: ValueSource.Computed } old) return;
            // With what had been started when it was first computed: an earlier round of a loop rests on its own values.
            var then = step.Values.First(value => value.Parameter == demand.Name).StepsStarted;
            double ValueThen(string reference) => after.ValueOf(reference, then);
            if (demand.Formula.References.All(reference => ValueThen(reference).Equals(batch.ValueOf(reference, then)))) return;
            var value = demand.Formula.Evaluate(ValueThen);
            var now = $"{demand.Parameter.Title}: {Recording.Number(old.Value)} {old.Unit}";
            if (!double.IsFinite(value))
            {
                reached.Add(new(ReachedKind.ComputedValue, step.Key, $"{now} cannot be computed from the corrected value", true));
                Record([new DeviationAnnounced(after.NextDeviationId(), step.Key, demand.Name, $"{now} in step {step.Key} rests on a value that was corrected, and cannot be computed from the corrected one", true, [])]);
                return;
            }

            if (value.Equals(old.Value))
            {
                reached.Add(new(ReachedKind.ComputedValue, step.Key, $"{now} stands", false));
                return;
            }

            reached.Add(new(ReachedKind.ComputedValue, step.Key, $"{now} became {Recording.Number(value)} {old.Unit}", true));
            Record(Recording.Of(after, Computing.Of(ValueThen, step.Key, demand, value, act.At) with
            {
                Supersedes = old.Value,
                Reason = "computed again after a correction",
            }, demand.Parameter));
        }

        void TakeAgain(FlowDecision taken)
        {
            var (before, now) = (Judged(batch, taken), Judged(after, taken));
            if (before.Because == now.Because) return;
            if (now.Branch == taken.Branch || now.Branch == before.Branch)
            {
                reached.Add(new(ReachedKind.Decision, taken.Node, $"the decision {taken.Node} is as it was: {now.Because}", false));
                return;
            }

            var what = $"The flow took {taken.Node} because {taken.Because}; with the corrected value it would have gone another way: {now.Because}";
            reached.Add(new(ReachedKind.Decision, taken.Node, what, true));
            Record([new DeviationAnnounced(after.NextDeviationId(), corrected.Step, corrected.Parameter, what, true, [])]);
        }
    }

    /// <summary>True when a signature covers a parameter of its step: it is on the whole step, on that entry, or on the addition whose amount it is.</summary>
    public static bool Covers(Batch batch, Step step, StepSignature signature, string parameter) =>
        signature.Entry is null || signature.Entry == parameter
        || batch.Recipe!.Demands(step.Phase).OfType<MaterialDemand>().Any(demand => demand.Name == signature.Entry && demand.Amount.Name == parameter);

    private static IEnumerable<(Step Step, ComputedValueDemand Demand)> Computed(Batch batch) =>
        from step in batch.Steps.Values.OrderBy(step => step.Number)
        from demand in batch.Recipe!.Demands(step.Phase).OfType<ComputedValueDemand>()
        select (step, demand);

    // The decision as it would be taken on the values that stand in a state of the batch, in the steps that had been started then.
    private static FlowDecision Judged(Batch batch, FlowDecision taken)
    {
        double ValueThen(string reference) => batch.ValueOf(reference, taken.StepsStarted);
        return batch.Recipe!.Flow.All.Select(node => node switch
        {
            Choice choice when choice.Id == StepKey.Phase(taken.Node) => Sequencing.Decide(choice, taken.Node, ValueThen),
            Repeat repeat when repeat.Id == StepKey.Phase(taken.Node) => Sequencing.Decide(repeat, taken.Node, Iteration(taken.Node), ValueThen),
            _ => null,
        }).First(again => again is not null)!;
    }

    // The innermost loop's count stands last: feed#1.3 is its third round.
    private static int Iteration(string node) => int.Parse(node.AsSpan(node.LastIndexOfAny(['#', '.']) + 1), CultureInfo.InvariantCulture);

    private static IEnumerable<Reached> Lapsed(Batch before, Batch after) =>
        from step in before.Steps.Values.OrderBy(step => step.Number)
        from pair in step.Signatures.Zip(after.Step(step.Key)!.Signatures)
        where !pair.First.Lapsed && pair.Second.Lapsed
        select new Reached(ReachedKind.Signature, step.Key, $"the signature of {pair.First.Name} ({pair.First.Meaning}) lapses", true);
}
