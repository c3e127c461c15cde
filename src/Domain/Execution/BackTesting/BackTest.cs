using Cellwright.Domain.Basics.Units;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution.BackTesting;

/// <summary>Readings of a watched tag that a back-test can use.</summary>
/// <param name="Batch">Batch.</param>
/// <param name="Step">Step key.</param>
/// <param name="Parameter">Parameter that watched it.</param>
/// <param name="Equipment">Item.</param>
/// <param name="Tag">Tag.</param>
/// <param name="From">When the step started.</param>
/// <param name="To">When it was completed.</param>
public sealed record WatchedSpan(string Batch, string Step, string Parameter, string Equipment, string Tag, DateTimeOffset From, DateTimeOffset To);

/// <summary>What a changed limit would have flagged in the executed batches, before anyone signs it. Pure: the same batches and readings give the same answer.</summary>
public static class BackTest
{
    /// <summary>The histories of every limit that differs between two recipes, in the order of the text.</summary>
    /// <param name="before">The recipe in force.</param>
    /// <param name="after">The changed one.</param>
    /// <param name="batches">Executed batches.</param>
    /// <param name="readings">Readings of watched tags, as far as they are at hand; see <see cref="Watched"/>.</param>
    public static IReadOnlyList<LimitHistory> Of(
        Recipe before, Recipe after, IReadOnlyList<Batch> batches, IReadOnlyDictionary<WatchedSpan, IReadOnlyList<Reading>>? readings = null) =>
    [
        .. Changed(before, after).Select(change => History(change.Phase, change.Before, change.After, batches, readings)),
        .. after.Phases.Where(phase => Old(before, phase) is { } old && (old.MinimumDuration, old.MaximumDuration) != (phase.MinimumDuration, phase.MaximumDuration))
            .Select(phase => Durations(phase, batches)),
    ];

    /// <summary>The tags that were watched in executed steps and whose limits changed: what to look up before <see cref="Of"/>.</summary>
    public static IEnumerable<WatchedSpan> Watched(Recipe before, Recipe after, IReadOnlyList<Batch> batches) =>
        from change in Changed(before, after)
        where change.After.Watch
        from batch in batches
        from step in StepsOf(batch, change.Phase.Id)
        where step.CompletedAt is not null && ExecutedBy(batch, step, change.After.Name) is { Watch: true, Tag: not null }
        let parameter = ExecutedBy(batch, step, change.After.Name)!
        let item = ItemOf(batch, step, parameter)
        where item is not null
        select new WatchedSpan(batch.Id, step.Key, parameter.Name, item, parameter.Tag!, step.StartedAt, step.CompletedAt!.Value);

    private static IEnumerable<(Phase Phase, Parameter Before, Parameter After)> Changed(Recipe before, Recipe after) =>
        from phase in after.Phases
        let old = Old(before, phase)
        where old is not null
        from parameter in phase.Parameters
        let was = old.Parameters.FirstOrDefault(one => one.Name == parameter.Name)
        where was is not null && !parameter.SettingOnly && (was.Normal != parameter.Normal || was.Proven != parameter.Proven || was.Unit != parameter.Unit)
        select (phase, was, parameter);

    private static Phase? Old(Recipe before, Phase phase) => before.Phases.FirstOrDefault(old => old.Id == phase.Id);

    private static LimitHistory History(
        Phase phase, Parameter before, Parameter after, IReadOnlyList<Batch> batches, IReadOnlyDictionary<WatchedSpan, IReadOnlyList<Reading>>? readings)
    {
        var values = new List<JudgedValue>();
        var foreign = new List<string>();
        foreach (var batch in batches)
            foreach (var step in StepsOf(batch, phase.Id))
            {
                if (step.Current(after.Name) is not { } recorded) continue;
                if (In(after.Unit, recorded.Value, recorded.Unit) is { } value) values.Add(new(batch.Id, step.Key, recorded.At, value, recorded.Assessment, after.Assess(value)));
                else if (!foreign.Contains(batch.Id)) foreign.Add(batch.Id);
            }

        return new() { Phase = phase, Before = before, Parameter = after, Values = values, Watched = WatchedSteps(phase, after, batches, readings), NotComparable = foreign };
    }

    private static List<WatchedStep> WatchedSteps(
        Phase phase, Parameter after, IReadOnlyList<Batch> batches, IReadOnlyDictionary<WatchedSpan, IReadOnlyList<Reading>>? readings)
    {
        var steps = new List<WatchedStep>();
        foreach (var (asked, found) in readings ?? new Dictionary<WatchedSpan, IReadOnlyList<Reading>>())
        {
            if (StepKey.Phase(asked.Step) != phase.Id || asked.Parameter != after.Name || found.Count == 0) continue;
            var batch = batches.First(one => one.Id == asked.Batch);
            var executed = ExecutedBy(batch, batch.Step(asked.Step)!, after.Name)!;
            if (executed.Unit != after.Unit) continue;
            steps.Add(new(asked.Batch, asked.Step, found.Count, found.Min(reading => reading.Value), found.Max(reading => reading.Value), Excursions.Of(executed, found), Excursions.Of(after, found)));
        }

        return steps;
    }

    private static LimitHistory Durations(Phase phase, IReadOnlyList<Batch> batches) => new()
    {
        Phase = phase,
        Durations =
        [
            .. from batch in batches
               from step in StepsOf(batch, phase.Id)
               where step.CompletedAt is not null
               let took = step.CompletedAt!.Value - step.StartedAt
               select new JudgedDuration(batch.Id, step.Key, took, Breaks(batch.Recipe!.Phase(step.Phase), took), Breaks(phase, took)),
        ],
    };

    private static bool Breaks(Phase phase, TimeSpan took) => took < phase.MinimumDuration || took > phase.MaximumDuration;

    private static IEnumerable<Step> StepsOf(Batch batch, string phase) =>
        batch.Steps.Values.Where(step => step.Phase == phase).OrderBy(step => step.StartedAt);

    // As the batch's own master record has it: that is what it was made under.
    private static Parameter? ExecutedBy(Batch batch, Step step, string parameter) =>
        batch.Recipe!.Phase(step.Phase).Parameters.FirstOrDefault(one => one.Name == parameter);

    // An item that was given back is found where it was checked in.
    private static string? ItemOf(Batch batch, Step step, Parameter parameter) =>
        step.Values.LastOrDefault(value => value.Parameter == parameter.Name)?.Equipment
        ?? batch.Steps.Values.SelectMany(one => one.Done)
            .Where(done => done.Kind == "check-in" && done.Demand == (parameter.From ?? batch.Recipe!.Phase(step.Phase).Equipment) && done.At <= step.StartedAt)
            .OrderBy(done => done.At).LastOrDefault()?.What;

    private static double? In(string unit, double value, string from) =>
        unit == from ? value
        : Unit.TryParse(unit, out var to) && Unit.TryParse(from, out var was) && to.IsCommensurableWith(was) ? was.Convert(value, to)
        : null;
}
