using Cellwright.Domain.Recipes.Variants;

namespace Cellwright.Domain.Recipes.Masters;

/// <summary>Finds among the master records what a variant extends.</summary>
public static class Bases
{
    /// <summary>The master record that is meant, or null.</summary>
    public static Master? Find(Extension extends, IEnumerable<Master> masters) =>
        masters.FirstOrDefault(master => master.Exists && extends.Means(Of(master)));

    /// <summary>A master record as others extend it.</summary>
    public static BaseRecipe Of(Master master) => new(master.Id, master.Version, master.Content);
}
