using System.Collections.Concurrent;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

// Parsing is pure and a text never changes, so one parse a hash is enough for every batch that runs it.
internal static class ParsedRecipes
{
    private static readonly ConcurrentDictionary<string, Recipe> ByHash = new();

    public static Recipe Of(string hash, string text) => ByHash.GetOrAdd(hash, _ => RecipeReader.Read(text));
}
