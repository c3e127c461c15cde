namespace Cellwright.Tests.Architecture;

/// <summary>The source files of the checkout.</summary>
internal static class Sources
{
    /// <summary>Files with one of these endings below these folders; what a build leaves behind is not source.</summary>
    public static IEnumerable<string> All(string[] folders, params string[] endings) =>
        folders.Select(folder => Path.Combine(Checkout.Root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"))
            .Order(StringComparer.Ordinal);
}
