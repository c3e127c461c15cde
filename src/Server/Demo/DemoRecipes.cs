using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Variants;
using Cellwright.Server.Recipes;

namespace Cellwright.Server.Demo;

/// <summary>The recipe that a demo runs, by name or as a file, and those that it adopts beside it.</summary>
internal sealed record DemoRecipes(string Chosen, IReadOnlyList<string> Texts)
{
    /// <summary>Finds the recipe and reads it, before anything is made for it.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name, or what the file says cannot be run.</exception>
    public static DemoRecipes Find(string name)
    {
        if (ExampleRecipes.Names.Contains(name)) return new(name, [.. ExampleRecipes.Names.Select(ExampleRecipes.Text)]);
        if (!File.Exists(name)) throw new InvalidOperationException($"There is no recipe {name}. Take one of {string.Join(", ", ExampleRecipes.Names)}, or name a file.");
        var (text, bases) = (File.ReadAllText(name), BasesOnDisk.Beside(name));
        if (RecipeCheck.Check(text, bases).FirstOrDefault(finding => finding.Severity != Severity.Warning) is { } wrong)
            throw new InvalidOperationException($"{name}:{wrong} Correct the recipe and start again.");
        // A recipe of one's own runs alone; of a variant, what it is together with its base.
        var recipe = RecipeReader.Read(text, bases);
        return new(recipe.Id, [Resolution.Standalone(recipe.Text)]);
    }
}
