using Cellwright.Domain.Recipes;
using Cellwright.Server.Monitoring;
using Microsoft.Extensions.Localization;

namespace Cellwright.Server.Pages;

/// <summary>Features of a monitoring model in the words of the recipe: what a person calls the tag, and which side of it is looked at.</summary>
public sealed class FeatureWords(IStringLocalizer<FeatureWords> T)
{
    /// <summary>A feature as a name, e.g. <c>Chamber temperature, level</c>; as it stands where the recipe has no word for it.</summary>
    public string Of(Recipe recipe, string feature) => new Columns(recipe).All.FirstOrDefault(column => column.Name == feature) switch
    {
        TagColumn tag => TagOf(recipe, tag.TagName) is var title && tag.Feature switch
        {
            Feature.Level => T["level", title],
            Feature.Slope => T["slope", title],
            Feature.Spread => T["spread", title],
            Feature.Low => T["low", title],
            _ => T["high", title],
        } is var words ? words.Value : feature,
        ValueColumn value => T["value", recipe.Phase(value.Phase).Parameters.First(parameter => parameter.Name == value.Parameter).Title, value.Phase, recipe.Phase(value.Phase).Title],
        DurationColumn duration => T["duration", duration.Phase, recipe.Phase(duration.Phase).Title],
        _ => feature,
    };

    /// <summary>Each tag with the item that bears it now, e.g. <c>Chamber temperature of CP-01</c>: where somebody looks. None where no item bears it.</summary>
    public IReadOnlyList<string> Places(Domain.Execution.Batch batch, IEnumerable<string> features)
    {
        var columns = new Columns(batch.Recipe!).All.OfType<TagColumn>().ToDictionary(column => column.Name);
        return [.. features.Select(columns.GetValueOrDefault).OfType<TagColumn>().Where(column => batch.Equipment.ContainsKey(column.Role))
            .Select(column => T["place", TagOf(batch.Recipe!, column.TagName), batch.Equipment[column.Role]].Value).Distinct()];
    }

    private static string TagOf(Recipe recipe, string tag) => recipe.Phases.SelectMany(phase => phase.Parameters).FirstOrDefault(parameter => parameter.Tag == tag)?.Title ?? tag;
}
