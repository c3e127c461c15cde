using System.Security.Cryptography;
using System.Text;
using Cellwright.Domain.Recipes.Variants;
using Cellwright.Domain.Recipes.Yaml;

namespace Cellwright.Domain.Recipes;

/// <summary>Reads a master batch record from its text. The same text always gives the same recipe.</summary>
public static class RecipeReader
{
    /// <summary>The recipe that <paramref name="yaml"/> describes. It is well formed; whether it makes sense is for <see cref="RecipeCheck"/>.</summary>
    /// <exception cref="RecipeFormatException">It is not a recipe: where, and one sentence.</exception>
    public static Recipe Read(string yaml)
    {
        var draft = RecipeDraft.Read(yaml);
        if (draft.Findings.FirstOrDefault(finding => finding.Severity == Severity.Error) is { } first) throw new RecipeFormatException(first);
        return draft.Recipe ?? throw new InvalidOperationException("A text without findings gives a recipe.");
    }

    /// <summary>The recipe that <paramref name="yaml"/> describes; of a variant the resolved one, whose text and hash are those of the whole.</summary>
    /// <param name="yaml">The text: a recipe, or a variant of one.</param>
    /// <param name="baseOf">Gives what a variant extends, or null where nobody has it.</param>
    /// <exception cref="RecipeFormatException">It is not a recipe, or cannot be resolved: where, and one sentence.</exception>
    public static Recipe Read(string yaml, Func<Extension, BaseRecipe?> baseOf)
    {
        if (Extension.Of(yaml) is not { } extends) return Read(yaml);
        var resolution = Resolution.Of(yaml, baseOf(extends));
        return resolution.Text is { } whole ? Read(whole) : throw new RecipeFormatException(resolution.Findings.First(finding => finding.Severity == Severity.Error));
    }

    /// <summary>SHA-256, lower-case hex, of the UTF-8 bytes of <paramref name="text"/>.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
