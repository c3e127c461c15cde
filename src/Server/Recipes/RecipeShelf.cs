using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Drafts;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Domain.Recipes.Variants;

namespace Cellwright.Server.Recipes;

/// <summary>A recipe with what it is called: a version on record, or the latest state of a draft.</summary>
/// <param name="Name"><c>id@version</c>, or <c>draft:id</c>.</param>
/// <param name="Text">The text as its author wrote it.</param>
/// <param name="Recipe">The recipe, of a variant the resolved one; null while the text cannot be read.</param>
public sealed record NamedRecipe(string Name, string Text, Recipe? Recipe);

/// <summary>Finds recipes on record, and what variants extend.</summary>
public sealed class RecipeShelf(Desk.Desk desk)
{
    /// <summary>How a draft is named where a recipe is asked for.</summary>
    public const string DraftPrefix = "draft:";

    /// <summary>What a text says and what is wrong with it, its base taken from the record.</summary>
    public async Task<RecipeSight> LookAsync(string text, CancellationToken ct = default) => RecipeSight.Of(text, await BaseOfAsync(text, ct));

    /// <summary>Finds what <paramref name="text"/> extends among the master records.</summary>
    public async Task<Func<Extension, BaseRecipe?>> BaseOfAsync(string text, CancellationToken ct = default)
    {
        if (Extension.Of(text) is not { } wanted) return _ => null;
        var masters = await desk.StatesAsync<Master>($"{wanted.Id}@", ct);
        return extends => Bases.Find(extends, masters) is { } master ? Bases.Of(master) : null;
    }

    /// <summary>The recipe of that name, or null when there is none.</summary>
    public async Task<NamedRecipe?> FindAsync(string name, CancellationToken ct = default)
    {
        if (name.StartsWith(DraftPrefix, StringComparison.Ordinal))
            return await desk.StateAsync<Draft>(name[DraftPrefix.Length..], ct) is { Exists: true } draft
                ? new(name, draft.Latest.Text!, (await LookAsync(draft.Latest.Text!, ct)).Recipe)
                : null;
        return await desk.StateAsync<Master>(name, ct) is { Exists: true } master
            ? new(name, master.Text, RecipeSight.Of(master.Content, _ => null).Recipe)
            : null;
    }

    /// <summary>
    /// The version on record that a recipe would follow: the one in force, else the newest other one; for the first version of a variant,
    /// what it extends. Null when there is nothing to compare it with.
    /// </summary>
    public async Task<string?> BeforeAsync(Recipe recipe, CancellationToken ct = default)
    {
        var versions = await desk.StatesAsync<Master>($"{recipe.Id}@", ct);
        var others = versions.Where(master => master.Version != recipe.Version).ToList();
        return (Lifecycle.InForce(others, desk.Now) ?? others.MaxBy(master => master.SubmittedAt))?.Name ?? recipe.ResolvedFrom.LastOrDefault()?.Name;
    }
}
