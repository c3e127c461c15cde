using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Recipes;

/// <summary>How much the parameter matters (ICH Q8).</summary>
public enum Criticality
{
    /// <summary>Critical process parameter.</summary>
    CPP,

    /// <summary>Critical quality attribute.</summary>
    CQA,

    /// <summary>Key performance parameter.</summary>
    KPP,
}

/// <summary>What kind of thing is observed: what makes "biology or drift" decidable.</summary>
public enum ObservationClass
{
    /// <summary>The machine.</summary>
    Equipment,

    /// <summary>The room.</summary>
    Environment,

    /// <summary>What was put in.</summary>
    Material,

    /// <summary>The response of the cells.</summary>
    Biology,
}

/// <summary>A closed range; an open end is null.</summary>
public sealed record Limits(double? Low, double? High)
{
    /// <summary>No limit at either end.</summary>
    public static Limits Open { get; } = new(null, null);

    /// <summary>True when neither end is set.</summary>
    public bool IsOpen => Low is null && High is null;

    /// <summary>True when <paramref name="value"/> lies inside or on an end; never true for NaN.</summary>
    public bool Contain(double value) =>
        !double.IsNaN(value) && (Low is not { } low || value >= low) && (High is not { } high || value <= high);
}

/// <summary>What a value means against its ranges.</summary>
public enum Assessment
{
    /// <summary>In the normal operating range.</summary>
    Normal,

    /// <summary>Outside the normal operating range, inside the proven acceptable range: flagged.</summary>
    Alert,

    /// <summary>Outside the proven acceptable range: a deviation.</summary>
    Outside,
}

/// <summary>How a value is taken from a tag.</summary>
public enum Taking
{
    /// <summary>The latest value, not older than the tag's staleness limit; for an instrument, measured since the step started.</summary>
    Single,

    /// <summary>The mean over <see cref="Parameter.Window"/> up to now.</summary>
    Average,

    /// <summary>The longest unbroken time, up to now, in which the value lay within the normal range, which must reach <see cref="Parameter.Window"/>; the recorded value is the lowest seen in it.</summary>
    Condition,
}

/// <summary>A parameter of a phase.</summary>
public sealed record Parameter
{
    /// <summary>Name within the phase, e.g. <c>chamber-temperature</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Title for people; the name when absent.</summary>
    public string Title { get => field ?? Name; init; }

    /// <summary>UCUM unit, e.g. <c>Cel</c>, <c>%</c>, <c>/mL</c>, <c>1</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Set point, or null.</summary>
    public double? Target { get; init; }

    /// <summary>Normal operating range: outside it the value is flagged.</summary>
    public Limits Normal { get; init; } = Limits.Open;

    /// <summary>Proven acceptable range: outside it a deviation opens.</summary>
    public Limits Proven { get; init; } = Limits.Open;

    /// <summary>CPP, CQA or KPP.</summary>
    public required Criticality Class { get; init; }

    /// <summary>Equipment, environment, material or biology.</summary>
    public required ObservationClass Observation { get; init; }

    /// <summary>What a result measures, where it is one of the measurands of a vector; null for any other value.</summary>
    public Measurand? Measurand { get; init; }

    /// <summary>Tag of the equipment role's item that it is taken from, or null when it does not come from equipment.</summary>
    public string? Tag { get; init; }

    /// <summary>Equipment role whose tag it is; the phase's own role when null.</summary>
    public string? From { get; init; }

    /// <summary>How the value is taken from the tag.</summary>
    public Taking Taking { get; init; }

    /// <summary>Length of time for <see cref="Taking.Average"/> and <see cref="Taking.Condition"/>.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>True when the tag is watched for as long as the step is active, and not only when the value is recorded.</summary>
    public bool Watch { get; init; }

    /// <summary>True when a value outside the proven range holds the batch.</summary>
    public bool Hold { get; init; }

    /// <summary>True when the recipe gives it as a setting to the equipment and no value is recorded.</summary>
    public bool SettingOnly { get; init; }

    /// <summary>The estimate that its limits come from, or null.</summary>
    public Estimate? Estimate { get; init; }

    /// <summary>Keys of sources, or <c>engineering-judgement</c>.</summary>
    public IReadOnlyList<string> Basis { get; init; } = [];

    /// <summary>What <paramref name="value"/>, in <see cref="Unit"/>, means against the ranges.</summary>
    public Assessment Assess(double value) =>
        double.IsNaN(value) || !Proven.Contain(value) ? Assessment.Outside
        : Normal.Contain(value) ? Assessment.Normal
        : Assessment.Alert;
}
