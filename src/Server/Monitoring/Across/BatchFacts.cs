using System.Collections.Immutable;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;

namespace Cellwright.Server.Monitoring.Across;

/// <summary>A value that stands in a batch: what charts and comparisons of batches are made of.</summary>
/// <param name="Reference"><c>phase/parameter</c>; what an alternative recorded counts for the step whose place it took.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">UCUM unit.</param>
/// <param name="At">When it was true at the source, with the site's offset.</param>
/// <param name="By">User id of who recorded it first, not of who corrected it; of a computed value, of who started the step.</param>
/// <param name="Instrument">Equipment item that it came from, or null.</param>
public readonly record struct StandingValue(string Reference, double Value, string Unit, DateTimeOffset At, string By, string? Instrument);

/// <summary>Something that went into a batch or that it worked on, from a moment on.</summary>
/// <param name="Kind">The fact, as <see cref="Facts"/> writes it: <c>equipment:processor</c>, <c>lot:medium</c>.</param>
/// <param name="Which">Item or lot.</param>
/// <param name="At">Since when.</param>
public readonly record struct Used(string Kind, string Which, DateTimeOffset At);

/// <summary>What of an executed batch bears on a comparison with others: its values in the order in which their steps were started, and what it used. Read from its record alone.</summary>
/// <param name="Id">Batch.</param>
/// <param name="Recipe">What it executed; one in memory for all its batches.</param>
/// <param name="Values">Values that stand, corrected ones as corrected.</param>
/// <param name="Used">Equipment and lots, in the order of time.</param>
public sealed record BatchFacts(string Id, Recipe Recipe, ImmutableArray<StandingValue> Values, ImmutableArray<Used> Used)
{
    /// <summary>The facts of a batch that was ordered.</summary>
    public static BatchFacts Of(Batch batch)
    {
        var recipe = batch.Recipe!;
        var steps = batch.Steps.Values.OrderBy(step => step.Number).ToList();
        return new(
            batch.Id, recipe,
            [.. from step in steps
                let phase = recipe.Phase(step.Phase).AlternativeTo ?? step.Phase
                from values in step.Values.GroupBy(value => value.Parameter)
                let first = values.First() // corrected or not, it was measured once
                let last = values.Last()
                where double.IsFinite(last.Value)
                select new StandingValue(
                    $"{phase}/{values.Key}", last.Value, last.Unit, first.SourceAt.ToOffset(first.At.Offset), first.Source == ValueSource.Computed ? step.StartedBy : first.By, last.Equipment ?? first.Equipment)],
            [.. (from step in steps
                 from done in step.Done
                 let kind = KindOf(recipe, step, done)
                 where kind is not null
                 orderby done.At
                 select new Used(kind, done.What, done.At))]);
    }

    private static string? KindOf(Recipe recipe, Step step, Done done) => done.Kind switch
    {
        "check-in" => Facts.Equipment + (recipe.Demands(step.Phase).OfType<CheckInDemand>().FirstOrDefault(demand => demand.Name == done.Demand)?.Role.Name ?? done.Demand),
        "material" => Facts.Lot + (recipe.Demands(step.Phase).OfType<MaterialDemand>().FirstOrDefault(demand => demand.Name == done.Demand)?.Material.Name ?? done.Demand),
        _ => null,
    };
}

/// <summary>Names of facts, as queries and addresses write them.</summary>
public static class Facts
{
    /// <summary>Early, late or night: when the value was true.</summary>
    public const string Shift = "shift";

    /// <summary>Who recorded it.</summary>
    public const string Operator = "operator";

    /// <summary>The item that it came from.</summary>
    public const string Instrument = "instrument";

    /// <summary>Version of the recipe.</summary>
    public const string Version = "version";

    /// <summary>Before the name of an equipment role.</summary>
    public const string Equipment = "equipment:";

    /// <summary>Before the name of a material.</summary>
    public const string Lot = "lot:";
}
