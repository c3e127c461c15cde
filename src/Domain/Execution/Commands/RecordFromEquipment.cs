using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes;
using static System.FormattableString;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Takes a parameter's value from the tag that the recipe binds: no number is typed.</summary>
[AllowedTo(Role.Operator, Role.System)]
public sealed record RecordFromEquipment(string BatchId, string Step, string Parameter) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Batch state, Performer by, DateTimeOffset at)
    {
        if (Binding(state) is not { } bound) yield break;
        yield return new StateOf<EquipmentItem>(bound.Item);
        yield return Readings(bound, at);
    }

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (Rules.MayWorkIn(state, Step, act) is { } refusal) return refusal;
        if (Rules.Demand<EquipmentValueDemand>(state, Step, Parameter) is not { } demand) return Rules.NotAsked(Step, Parameter);
        var step = state.Step(Step)!;
        if (step.Current(Parameter) is not null)
            return new Refusal("recorded", $"{demand.Parameter.Title} is recorded already. To change it, correct it with a reason.");
        if (Binding(state) is not { } bound)
            return new Refusal("equipment", $"No equipment is checked in for {demand.Parameter.Title}. Check it in first.");
        var item = act.Facts.Of(new StateOf<EquipmentItem>(bound.Item));
        if (item.RefusalFor(bound.Role.Class, bound.Role.Room, BatchId, act.At) is { } device) return device;
        var all = act.Facts.Of(Readings(bound, act.At));
        var history = all with { Readings = [.. all.Readings.Where(reading => reading.For?.Is(BatchId, Step) ?? true)] };
        var turns = item.Shared && Instruments.Measures(bound.Role, demand.Parameter) && !SaysItIsThis(history, step.StartedAt);
        if (turns && item.RefusalUnlessItsTurn(BatchId, Step) is { } waiting) return waiting;
        var since = turns && item.Claims[0].Since is { } turn && turn > step.StartedAt ? turn : step.StartedAt;
        if (ForAnother(all, since) is { } wrong) return wrong;

        var (taken, why) = Taken.From(demand.Parameter, history, since, act.At);
        if (taken is null) return why!;
        return Recording.Of(state, new ValueRecorded
        {
            Step = Step,
            Parameter = Parameter,
            Value = taken.Value,
            Unit = demand.Parameter.Unit,
            Assessment = demand.Parameter.Assess(taken.Value),
            Source = ValueSource.Equipment,
            Equipment = bound.Item,
            Readings = Addresses(taken.Readings),
            Computation = taken.Computation,
            SourceAt = taken.SourceAt,
        }, demand.Parameter, history.Readings);
    }

    // What the device itself says to be of this step needs no turn: nobody else's can be taken for it.
    private static bool SaysItIsThis(TagHistory history, DateTimeOffset started) =>
        history.Readings.LastOrDefault(reading => !reading.Historical) is { For: not null } latest && latest.At >= started;

    // The latest value is another's: of a device that says so it is never taken for this step's, whoever's turn it is.
    private Refusal? ForAnother(TagHistory all, DateTimeOffset since) =>
        all.Readings.LastOrDefault(reading => !reading.Historical) is { For: { } other } latest && !other.Is(BatchId, Step) && latest.At >= since
        && !all.Readings.Any(reading => !reading.Historical && reading.At >= since && reading.For?.Is(BatchId, Step) == true)
            ? new("instrument", Invariant($"{latest.Equipment} measured at {latest.At.ToOffset(since.Offset):HH:mm:ss zzz} for {other}, and not for this step. Wait for its own result, or measure again."))
            : null;

    private (EquipmentRole Role, string Item, string Tag, TimeSpan Reach)? Binding(Batch state)
    {
        if (state.Recipe is null || Rules.Demand<EquipmentValueDemand>(state, Step, Parameter) is not { } demand) return null;
        var phase = state.Recipe.Phase(StepKey.Phase(Step));
        return Instruments.Role(state.Recipe, phase, demand.Parameter) is { } role && state.Equipment.TryGetValue(role.Name, out var item)
            ? (role, item, demand.Parameter.Tag!, Taken.Reach(demand.Parameter))
            : null;
    }

    private static ReadingsOf Readings((EquipmentRole Role, string Item, string Tag, TimeSpan Reach) bound, DateTimeOffset at) =>
        new(bound.Item, bound.Tag, at - bound.Reach, at);

    // A long window rests on thousands of readings, all sealed; the ends say where they are.
    private static ImmutableList<string> Addresses(IReadOnlyList<Reading> readings) =>
        readings.Count <= 20 ? [.. readings.Select(reading => reading.Address)] : [readings[0].Address, readings[^1].Address];
}
