using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using Cellwright.Statistics.Monitoring;
using ObservationClass = Cellwright.Domain.Recipes.ObservationClass;

namespace Cellwright.Server.Monitoring;

/// <summary>A column of the grid.</summary>
/// <param name="Name">Name in the campaign.</param>
/// <param name="Observation">What it observes, as the recipe declares; null where its steps disagree.</param>
/// <param name="Unit">UCUM unit.</param>
internal abstract record Column(string Name, ObservationClass? Observation, string Unit)
{
    /// <summary>The same as a campaign has it.</summary>
    public Tag Tag => new(Name, Observation switch
    {
        ObservationClass.Equipment => Cellwright.Statistics.Monitoring.ObservationClass.Equipment,
        ObservationClass.Environment => Cellwright.Statistics.Monitoring.ObservationClass.Environment,
        ObservationClass.Material => Cellwright.Statistics.Monitoring.ObservationClass.Material,
        ObservationClass.Biology => Cellwright.Statistics.Monitoring.ObservationClass.Biology,
        _ => Cellwright.Statistics.Monitoring.ObservationClass.Unknown,
    }, Unit);
}

/// <summary>A feature of a tag that steps watch.</summary>
internal sealed record TagColumn(string Role, string TagName, Feature Feature, ObservationClass? Observation, string TagUnit)
    : Column($"{Role}/{TagName} {Feature.ToString().ToLowerInvariant()}", Observation, Feature == Feature.Slope ? $"{TagUnit}/h" : TagUnit);

/// <summary>The value of a parameter, at the station during or before which it was recorded; amounts of cells as logarithms, because they grow by doubling.</summary>
internal sealed record ValueColumn(string Parameter, ObservationClass? Observation, string ValueUnit, bool Ambiguous, bool Doubles)
    : Column($"{(Doubles ? "log10 " : "")}{Parameter}{(Ambiguous ? $" [{ValueUnit}]" : "")}", Observation, Doubles ? $"lg({ValueUnit})" : ValueUnit);

/// <summary>How long the batch had run when a step began: what steps took and the pauses between them depend on the machine and on who works at it, and not on whose cells they are.</summary>
internal sealed record TimingColumn() : Column("timing", ObservationClass.Equipment, "h");

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
        var recorded = (from phase in recipe.Phases
                        from parameter in phase.Parameters
                        where !parameter.SettingOnly && !(parameter is { Watch: true, Tag: not null }) && !Starting.Contains(new(phase.Id, parameter.Name))
                        select parameter).ToList();
        var units = recorded.GroupBy(parameter => parameter.Name).ToDictionary(group => group.Key, group => group.Select(parameter => parameter.Unit).Distinct().Count());
        var values = recorded.GroupBy(parameter => (parameter.Name, parameter.Unit)).Select(Column (group) => new ValueColumn(
            group.Key.Name, One(group.Select(parameter => parameter.Observation)), group.Key.Unit, units[group.Key.Name] > 1,
            group.All(parameter => parameter.Observation == ObservationClass.Biology) && group.Key.Unit is "1" or "/mL" or "/uL" or "/L" or "10*6" or "10*6/mL" or "10*9"));
        All = [.. tags, .. values, new TimingColumn()];
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
