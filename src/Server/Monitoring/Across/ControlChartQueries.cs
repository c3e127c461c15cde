using Cellwright.Server.Equipment;
using Cellwright.Server.Pages;
using Cellwright.Statistics.Monitoring.Across;

namespace Cellwright.Server.Monitoring.Across;

/// <summary>A parameter that batches of a recipe recorded.</summary>
/// <param name="Recipe">Id of the recipe.</param>
/// <param name="Reference"><c>phase/parameter</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Batches">How many batches.</param>
public sealed record Chartable(string Recipe, string Reference, string Title, int Batches);

/// <summary>What clients read of parameters over batches: the same figures that the workbench shows.</summary>
internal static class ControlChartQueries
{
    public static void MapControlCharts(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/control-charts").WithTags("Queries");
        api.MapGet("", (Site site) => Charted(site)).Produces<IEnumerable<Chartable>>().WithSummary("Parameters that executed batches recorded, with how many did.");
        api.MapGet("/{recipe}", (string recipe, string parameter, ChartKind? chart, RuleSet? rules, string? by, int? newest, int? baseline, int? size, Site site) =>
                ResponseColumn.Of(site.Executed(recipe), recipe, parameter, Math.Clamp(newest ?? 100, 2, 500)) is { } column
                    ? Results.Ok(ControlCharting.Of(column, new(chart ?? ChartKind.Individuals, rules ?? RuleSet.WesternElectric, by, Math.Max(0, baseline ?? 0), size ?? 5)))
                    : NotFound(recipe, parameter))
            .Produces<ControlChart>().WithSummary("A control chart of a parameter over the newest batches of a recipe: points by stratum, limits, rules broken, average run length, capability.");
        api.MapGet("/{recipe}/causes", (string recipe, string parameter, Site site, EquipmentBook equipment) =>
                ResponseColumn.Of(site.Executed(recipe), recipe, parameter, BatchTable.Most) is { } column
                    ? Results.Ok(Causes.Of(column, equipment.Items))
                    : NotFound(recipe, parameter))
            .Produces<Causes>().WithSummary("What moved a parameter across the newest batches: approved changes, operators, shifts, equipment and lots with their evidence, and what cannot be told.");
    }

    /// <summary>Every parameter that batches recorded, by recipe and in the order of its steps.</summary>
    public static IReadOnlyList<Chartable> Charted(Site site)
    {
        var found = new Dictionary<(string Recipe, string Reference), (int Count, Domain.Recipes.Recipe Newest, DateTimeOffset At)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var batch in site.Executed(null))
        {
            seen.Clear();
            foreach (var value in batch.Values)
            {
                if (!seen.Add(value.Reference)) continue;
                var key = (batch.Recipe.Id, value.Reference);
                var known = found.GetValueOrDefault(key, (0, batch.Recipe, value.At));
                found[key] = (known.Item1 + 1, value.At > known.Item3 ? batch.Recipe : known.Item2, value.At > known.Item3 ? value.At : known.Item3);
            }
        }

        return
        [
            .. from one in found
               let named = ResponseColumn.Named(one.Value.Newest, one.Key.Reference)
               orderby one.Key.Recipe, one.Value.Newest.Phases.ToList().FindIndex(phase => phase == named.Phase), one.Key.Reference
               select new Chartable(one.Key.Recipe, one.Key.Reference, named.Phase is { } phase ? $"{phase.Id} {phase.Title}: {named.Parameter?.Title ?? one.Key.Reference}" : one.Key.Reference, one.Value.Count),
        ];
    }

    private static IResult NotFound(string recipe, string parameter) =>
        Results.NotFound(new Domain.Basics.Refusal("not-found", $"No batch of {recipe} recorded {parameter}. Choose a parameter that /api/control-charts lists."));
}
