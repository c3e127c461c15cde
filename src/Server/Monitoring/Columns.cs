using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using Cellwright.Statistics.Monitoring;
using ObservationClass = Cellwright.Domain.Recipes.ObservationClass;

namespace Cellwright.Server.Monitoring;

/// <summary>A column of the grid.</summary>
/// <param name="Name">Name in the campaign.</param>
/// <param name="Observation">What it observes, as the recipe declares; null where its steps disagree.</param>
/// <param name="Unit">UCUM unit.</param>
/// <param name="IsEvent">True for what is recorded once in a step.</param>
/// <param name="Resolution">Differences smaller than this mean nothing, in its unit; 0 where nothing is stated.</param>
internal abstract record Column(string Name, ObservationClass? Observation, string Unit, bool IsEvent = false, double Resolution = 0)
{
    /// <summary>The same as a campaign has it.</summary>
    public Tag Tag => new(Name, Observation switch
    {
        ObservationClass.Equipment => Cellwright.Statistics.Monitoring.ObservationClass.Equipment,
        ObservationClass.Environment => Cellwright.Statistics.Monitoring.ObservationClass.Environment,
        ObservationClass.Material => Cellwright.Statistics.Monitoring.ObservationClass.Material,
        ObservationClass.Biology => Cellwright.Statistics.Monitoring.ObservationClass.Biology,
        _ => Cellwright.Statistics.Monitoring.ObservationClass.Unknown,
    }, Unit, IsEvent, Resolution);
}

/// <summary>A feature of a tag that steps watch.</summary>
internal sealed record TagColumn(string Role, string TagName, Feature Feature, ObservationClass? Observation, string TagUnit)
    : Column($"{Role}/{TagName} {Feature.ToString().ToLowerInvariant()}", Observation, Feature == Feature.Slope ? $"{TagUnit}/h" : TagUnit);

/// <summary>What is recorded once in a step of a phase, and stands at its end: in each round of a loop once more.</summary>
internal abstract record StepColumn(string Phase, string Name, ObservationClass? Observation, string Unit, double Resolution = 0) : Column(Name, Observation, Unit, true, Resolution)
{
    /// <summary>The value of a completed step; NaN where it has none.</summary>
    public abstract double Of(Step step);
}

/// <summary>The value of a parameter that stands; amounts of cells as logarithms, because they grow by doubling.</summary>
internal sealed record ValueColumn(string Phase, string Parameter, ObservationClass? Observation, string ValueUnit, bool Doubles)
    : StepColumn(Phase, $"{Phase} {(Doubles ? "log10 " : "")}{Parameter}", Observation, Doubles ? $"lg({ValueUnit})" : ValueUnit)
{
    /// <inheritdoc />
    public override double Of(Step step) => step.Current(Parameter) is not { } value || value.Unit != ValueUnit ? double.NaN
        : Doubles ? value.Value > 0 ? Math.Log10(value.Value) : double.NaN
        : value.Value;
}

/// <summary>
/// How long a step took, as a logarithm: what takes minutes scatters in proportion. A difference of a fiftieth is no reason to look, and a step of seconds counts as a minute:
/// as a share of itself what it takes to press two buttons differs many times over, and says nothing of the process (engineering assumptions).
/// </summary>
internal sealed record DurationColumn(string Phase, ObservationClass? Observation) : StepColumn(Phase, $"duration of {Phase}", Observation, "lg(h)", Math.Log10(1.02))
{
    /// <inheritdoc />
    public override double Of(Step step) => step.CompletedAt is { } completed && completed > step.StartedAt ? Math.Log10(Math.Max((completed - step.StartedAt).TotalMinutes, 1) / 60) : double.NaN;
}

/// <summary>A value of the starting material.</summary>
/// <param name="Phase">Phase that records it.</param>
/// <param name="Parameter">Parameter.</param>
internal sealed record StartingValue(string Phase, string Parameter)
{
    /// <summary>Name of the covariate.</summary>
    public string Name => $"{Phase}/{Parameter}";
}

/// <summary>What a recipe makes of the grid: which columns it has, and which values are its starting material.</summary>
internal sealed class Columns
{
    public Columns(Recipe recipe)
    {
        var watched = from phase in recipe.Phases
                      from parameter in phase.Parameters
                      where parameter is { Watch: true, Tag: not null }
                      select (Role: parameter.From ?? phase.Equipment ?? "", Tag: parameter.Tag!, parameter.Unit, parameter.Observation);
        var tags = watched.GroupBy(one => (one.Role, one.Tag, one.Unit)).SelectMany(group => Enum.GetValues<Feature>().Select(Column (feature) =>
            new TagColumn(group.Key.Role, group.Key.Tag, feature, One(group.Select(one => one.Observation)), group.Key.Unit)));
        Starting = [.. StartingIn(recipe)];
        var events = recipe.Phases.SelectMany(phase => (IEnumerable<Column>)
        [
            .. phase.Parameters.Where(parameter => !parameter.SettingOnly && !(parameter is { Watch: true, Tag: not null }) && !Starting.Contains(new(phase.Id, parameter.Name)))
                .Select(parameter => new ValueColumn(phase.Id, parameter.Name, parameter.Observation, parameter.Unit, parameter is { Observation: ObservationClass.Biology, Unit: "1" or "/mL" or "/uL" or "/L" or "10*6" or "10*6/mL" or "10*9" })),

            // What waits for cells takes as long as they need; the rest does not know whose cells they are.
            new DurationColumn(phase.Id, phase.Parameters.Any(parameter => parameter.Observation == ObservationClass.Biology) ? ObservationClass.Biology : ObservationClass.Equipment),
        ]);
        All = [.. tags, .. events];
    }

    /// <summary>In the order of the recipe.</summary>
    public IReadOnlyList<Column> All { get; }

    /// <summary>Values of the starting material, in the order of the recipe.</summary>
    public IReadOnlyList<StartingValue> Starting { get; }

    /// <summary>What is known of the starting material; NaN is not known.</summary>
    public double[] StartingOf(Batch batch) => [.. Starting.Select(value => batch.ValueOf(value.Name))];

    private static ObservationClass? One(IEnumerable<ObservationClass> classes) => classes.Distinct().ToList() is [var only] ? only : null;

    // What was measured of cells and material before the first step that watches a machine or cells. What was computed says nothing new, and what was added is no starting material.
    private static IEnumerable<StartingValue> StartingIn(Recipe recipe) =>
        from phase in recipe.Phases.TakeWhile(phase => !phase.Parameters.Any(parameter => parameter is { Watch: true, Tag: not null, Observation: ObservationClass.Equipment or ObservationClass.Biology }))
        from demand in phase.Demands
        let parameter = demand switch { EquipmentValueDemand measured => measured.Parameter, HandValueDemand written => written.Parameter, _ => null }
        where parameter is { Observation: ObservationClass.Biology or ObservationClass.Material }
        select new StartingValue(phase.Id, parameter.Name);
}
