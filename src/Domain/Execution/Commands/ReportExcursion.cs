using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>A watched tag left its range, or came back, while the step was active. Decided again here from the value itself.</summary>
[AllowedTo(Role.System)]
public sealed record ReportExcursion(
    string BatchId, string Step, string Parameter, string Equipment, double Value, string Unit, DateTimeOffset ReadAt, string Address)
    : Command<Batch>
{
    private static readonly TimeSpan Around = TimeSpan.FromMinutes(30);

    private ReadingsOf? Evidence(Batch state) =>
        state.Recipe is null ? null : new(Equipment, Watched(state)?.Tag ?? Parameter, ReadAt - Around, ReadAt);

    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Batch state, Performer by, DateTimeOffset at) =>
        Evidence(state) is { } evidence ? [evidence] : [];

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (state.Step(Step) is not { Active: true } step || Watched(state) is not { } parameter) return Decision<Batch>.Nothing;
        if (ReadAt < step.StartedAt || Unit != parameter.Unit || !double.IsFinite(Value)) return Decision<Batch>.Nothing;
        var key = $"{Step}/{Parameter}";
        var known = state.Excursions.GetValueOrDefault(key, Assessment.Normal);
        var now = parameter.Assess(Value);
        if (now == known || (now == Assessment.Alert && known == Assessment.Outside)) return Decision<Batch>.Nothing;
        if (now == Assessment.Normal) return new ExcursionEnded(Step, Parameter, Value, Unit, ReadAt, Address);

        var events = new List<Event<Batch>> { new ExcursionBegan(Step, Parameter, Equipment, Value, Unit, now, ReadAt, Address) };
        if (now == Assessment.Outside)
            events.Add(Recording.Deviation(state, Step, parameter, Value, act.Facts.Of(Evidence(state)!).Readings));
        return events;
    }

    private Parameter? Watched(Batch state) =>
        state.Recipe?.Phases.FirstOrDefault(phase => phase.Id == StepKey.Phase(Step))
            ?.Parameters.FirstOrDefault(parameter => parameter.Name == Parameter && parameter.Watch);
}

/// <summary>A watched value left its normal (alert) or proven (outside) range.</summary>
public sealed record ExcursionBegan(
    string Step, string Parameter, string Equipment, double Value, string Unit, Assessment Assessment, DateTimeOffset ReadAt, string Address)
    : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) =>
        state with { Excursions = state.Excursions.SetItem($"{Step}/{Parameter}", Assessment) };
}

/// <summary>A watched value is back in its normal range.</summary>
public sealed record ExcursionEnded(
    string Step, string Parameter, double Value, string Unit, DateTimeOffset ReadAt, string Address) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) =>
        state with { Excursions = state.Excursions.Remove($"{Step}/{Parameter}") };
}
