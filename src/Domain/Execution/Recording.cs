using System.Collections.Immutable;
using System.Globalization;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

/// <summary>A reading kept with a deviation, so that it is read with what was around it.</summary>
public sealed record EvidenceReading(DateTimeOffset At, double Value, string Address);

/// <summary>A value entered the record.</summary>
public sealed record ValueRecorded : Event<Batch>
{
    /// <summary>Step key.</summary>
    public required string Step { get; init; }

    /// <summary>Parameter of the phase.</summary>
    public required string Parameter { get; init; }

    /// <summary>The number.</summary>
    public required double Value { get; init; }

    /// <summary>UCUM unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Against the master's ranges.</summary>
    public required Assessment Assessment { get; init; }

    /// <summary>Where it came from.</summary>
    public required ValueSource Source { get; init; }

    /// <summary>Equipment item, or null.</summary>
    public string? Equipment { get; init; }

    /// <summary>Addresses of the readings it rests on.</summary>
    public ImmutableList<string> Readings { get; init; } = [];

    /// <summary>How it was computed, or null.</summary>
    public string? Computation { get; init; }

    /// <summary>Reason of a fallback or correction, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was true at its source.</summary>
    public required DateTimeOffset SourceAt { get; init; }

    /// <summary>True when a second person must verify it.</summary>
    public bool AwaitsVerification { get; init; }

    /// <summary>The value that it supersedes, when it corrects one: readable in the same entry (11.10(e)).</summary>
    public double? Supersedes { get; init; }

    /// <summary>The lot whose added amount it corrects, or null.</summary>
    public string? Lot { get; init; }

    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state.Change(Step, step => step with
    {
        Values = step.Values.Add(new RecordedValue
        {
            Parameter = Parameter,
            Ordinal = step.Count(Parameter) + 1,
            Value = Value,
            Unit = Unit,
            Assessment = Assessment,
            Source = Source,
            Equipment = Equipment,
            Readings = Readings,
            Computation = Computation,
            Reason = Reason,
            Supersedes = Supersedes,
            By = when.By,
            At = when.At,
            SourceAt = SourceAt,
            AwaitsVerification = AwaitsVerification,
            Late = when.Late,
            StepsStarted = state.Steps.Count,
        }),
        // What a signature covered is no longer what stands: it lapses until given again (11.70). What it did not cover goes on standing.
        Signatures = Supersedes is null ? step.Signatures : [.. step.Signatures.Select(signature =>
            Correcting.Covers(state, step, signature, Parameter) ? signature with { Lapsed = true } : signature)],
    });
}

/// <summary>Something is out of order: said at once, with what was around it, and the batch held where the recipe says so.</summary>
/// <param name="DeviationId">Id of the deviation to be opened.</param>
/// <param name="Step">Step key.</param>
/// <param name="Parameter">Parameter concerned, or null.</param>
/// <param name="What">What happened, in one sentence.</param>
/// <param name="Holds">True when the batch is held until the quality unit decides.</param>
/// <param name="Evidence">Readings around it, in time order.</param>
/// <param name="Drift">True when it was found that the process moved, whoever's cells it serves.</param>
public sealed record DeviationAnnounced(
    string DeviationId, string Step, string? Parameter, string What, bool Holds, ImmutableList<EvidenceReading> Evidence, bool? Drift = null) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state with
    {
        Deviations = state.Deviations.Add(new DeviationNotice(DeviationId, Step, What, Parameter)),
        Holds = Holds ? state.Holds.SetItem(DeviationId, new Hold(DeviationId, What, when.By, when.At)) : state.Holds,
    };
}

/// <summary>Something more came of what a deviation is about: it belongs to that deviation, and opens none of its own.</summary>
/// <param name="DeviationId">The deviation, which nobody has decided.</param>
/// <param name="Step">Step key.</param>
/// <param name="Parameter">Parameter that came to it.</param>
/// <param name="What">What happened altogether, in one sentence.</param>
/// <param name="Holds">True when the batch is held for it from now on.</param>
/// <param name="Evidence">Readings of what came to it, in time order.</param>
public sealed record DeviationExtended(
    string DeviationId, string Step, string Parameter, string What, bool Holds, ImmutableList<EvidenceReading> Evidence) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state with
    {
        Deviations = [.. state.Deviations.Select(notice => notice.Id == DeviationId ? notice with { What = What } : notice)],
        Holds = Holds ? state.Holds.SetItem(DeviationId, new Hold(DeviationId, What, when.By, when.At))
            : state.Holds.TryGetValue(DeviationId, out var hold) ? state.Holds.SetItem(DeviationId, hold with { Reason = What }) : state.Holds,
    };
}

/// <summary>Turns a value into the events that follow from it.</summary>
internal static class Recording
{
    /// <summary>The value, and the deviation when it lies outside the proven range.</summary>
    public static List<Event<Batch>> Of(Batch batch, ValueRecorded recorded, Parameter parameter, IEnumerable<Reading>? around = null, int ahead = 0)
    {
        var events = new List<Event<Batch>> { recorded };
        if (recorded.Assessment == Assessment.Outside)
            events.Add(Deviation(batch, recorded.Step, parameter, recorded.Value, around ?? [], ahead));
        return events;
    }

    /// <summary>The deviation for a value outside the proven range.</summary>
    public static DeviationAnnounced Deviation(
        Batch batch, string step, Parameter parameter, double value, IEnumerable<Reading> around, int ahead = 0) =>
        new(batch.NextDeviationId(ahead), step, parameter.Name,
            $"{parameter.Title} was {UnitPrint.With(Number(value), parameter.Unit)} in step {step}; proven acceptable range {Range(parameter.Proven, parameter.Unit)}",
            parameter.Hold, Evidence(around));

    /// <summary>The latest of the readings around something, as many as a person looks at.</summary>
    public static ImmutableList<EvidenceReading> Evidence(IEnumerable<Reading> around) =>
        [.. around.Where(reading => double.IsFinite(reading.Value)).TakeLast(60).Select(reading => new EvidenceReading(reading.At, reading.Value, reading.Address))];

    /// <summary>A number with the digits it came with.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A range for people.</summary>
    public static string Range(Limits limits, string unit) => limits switch
    {
        { Low: { } low, High: { } high } => $"{Number(low)} to {UnitPrint.With(Number(high), unit)}",
        { Low: { } low } => $"at least {UnitPrint.With(Number(low), unit)}",
        { High: { } high } => $"at most {UnitPrint.With(Number(high), unit)}",
        _ => "not limited",
    };
}
