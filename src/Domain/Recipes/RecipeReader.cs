using System.Security.Cryptography;
using System.Text;
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

    /// <summary>SHA-256, lower-case hex, of the UTF-8 bytes of <paramref name="text"/>.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
