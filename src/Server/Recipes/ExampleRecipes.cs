namespace Cellwright.Server.Recipes;

/// <summary>The teaching recipes that ship with the program.</summary>
public static class ExampleRecipes
{
    private const string Prefix = "recipes/";

    /// <summary>Their names, e.g. <c>cart-cd19</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(ExampleRecipes).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name[Prefix.Length..])).Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of one.</summary>
    /// <exception cref="KeyNotFoundException">There is no example of that name.</exception>
    public static string Text(string name)
    {
        using var stream = typeof(ExampleRecipes).Assembly.GetManifestResourceStream($"{Prefix}{name}.yaml")
            ?? throw new KeyNotFoundException($"There is no example recipe {name}; there are {string.Join(", ", Names)}.");
        return new StreamReader(stream).ReadToEnd();
    }
}
