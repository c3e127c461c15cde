using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Variants;

namespace Cellwright.Server.Recipes;

/// <summary>On the command line a variant's base is looked for among the recipes beside its file, and among those that ship.</summary>
internal static class BasesOnDisk
{
    // A chain of variants longer than this is taken for a circle.
    private const int LongestDescent = 8;

    /// <summary>Finds bases for the recipe in <paramref name="file"/>.</summary>
    public static Func<Extension, BaseRecipe?> Beside(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var texts = new Lazy<List<string>>(() =>
        [
            .. Directory.EnumerateFiles(folder).Where(path => Path.GetExtension(path) is ".yaml" or ".yml").Order(StringComparer.Ordinal).Select(Read).OfType<string>(),
            .. ExampleRecipes.Names.Select(ExampleRecipes.Text),
        ]);
        return extends => Find(extends, texts, 0);
    }

    private static BaseRecipe? Find(Extension extends, Lazy<List<string>> texts, int depth)
    {
        if (depth == LongestDescent) return null;
        foreach (var text in texts.Value.Where(text => text.Contains(extends.Id, StringComparison.Ordinal)))
        {
            try
            {
                var recipe = RecipeReader.Read(text, parent => Find(parent, texts, depth + 1));
                if (new BaseRecipe(recipe.Id, recipe.Version, recipe.Text) is var found && extends.Means(found)) return found;
            }
            catch (RecipeFormatException)
            {
                // A file beside it that is no recipe is not what is looked for.
            }
        }

        return null;
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
