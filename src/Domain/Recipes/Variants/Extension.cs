using Cellwright.Domain.Recipes.Yaml;

namespace Cellwright.Domain.Recipes.Variants;

/// <summary>What a variant extends: one exact version of another recipe, by its version, by the SHA-256 of its content, or by both.</summary>
/// <param name="Id">Recipe id.</param>
/// <param name="Version">Version, or null when the hash says which.</param>
/// <param name="Hash">SHA-256, lower-case hex, of its content (for a variant: of the resolved text), or null.</param>
public sealed record Extension(string Id, string? Version = null, string? Hash = null)
{
    /// <summary>What <paramref name="text"/> says that it extends; null when it is a recipe of its own, or cannot be read that far.</summary>
    public static Extension? Of(string text) =>
        YamlText.Load(text, [])?.Child("extends") is YamlDotNet.RepresentationModel.YamlMappingNode extends && extends.Scalar("id") is { Length: > 0 } id
            ? new(id, extends.Scalar("version"), extends.Scalar("hash"))
            : null;

    /// <summary>True when <paramref name="recipe"/> is what is meant.</summary>
    public bool Means(BaseRecipe recipe) =>
        recipe.Id == Id && (Version is null || recipe.Version == Version) && (Hash is null || recipe.Hash == Hash) && (Version ?? Hash) is not null;

    /// <summary><c>id@version</c>, or the id with the beginning of the hash.</summary>
    public override string ToString() => Version is not null ? $"{Id}@{Version}" : $"{Id}, SHA-256 {(Hash is { Length: > 12 } hash ? hash[..12] + "…" : Hash)}";
}

/// <summary>A recipe that others extend.</summary>
/// <param name="Id">Recipe id.</param>
/// <param name="Version">Version.</param>
/// <param name="Content">Its text; of a variant, the resolved text.</param>
public sealed record BaseRecipe(string Id, string Version, string Content)
{
    /// <summary>SHA-256, lower-case hex, of <see cref="Content"/>.</summary>
    public string Hash { get; } = RecipeReader.HashOf(Content);
}

/// <summary>Where a resolved recipe came from: one step of its descent.</summary>
/// <param name="Id">Recipe that was extended.</param>
/// <param name="Version">Its version.</param>
/// <param name="Hash">SHA-256 of its content.</param>
/// <param name="By">The variant, <c>id@version</c>.</param>
/// <param name="Text">SHA-256 of the variant's own text.</param>
/// <param name="Overridden">What the variant set otherwise.</param>
public sealed record Derivation(string Id, string Version, string Hash, string By, string Text, IReadOnlyList<Overridden> Overridden)
{
    /// <summary><c>id@version</c> of what was extended.</summary>
    public string Name => $"{Id}@{Version}";
}

/// <summary>One field that a variant set otherwise than its base.</summary>
/// <param name="At">Step, <c>step/parameter</c>, or equipment role.</param>
/// <param name="Field">Key in the text, e.g. <c>normal</c>.</param>
/// <param name="To">In the variant.</param>
/// <param name="From">In the base; null where it said nothing.</param>
public sealed record Overridden(string At, string Field, string To, string? From = null);
