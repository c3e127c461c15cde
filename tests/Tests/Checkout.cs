namespace Cellwright.Tests;

/// <summary>The checkout that these tests were built from.</summary>
public static class Checkout
{
    /// <summary>The folder of <c>Cellwright.slnx</c>.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Cellwright.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException("Cellwright.slnx is in no folder above the tests.");
    }
}
