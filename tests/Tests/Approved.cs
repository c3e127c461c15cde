namespace Cellwright.Tests;

/// <summary>Lists found by reflection, locked by a text file that somebody approved: a change shows in review.</summary>
public static class Approved
{
    /// <summary>The list is what <c>tests/Tests/Approved/{file}</c> says; what was found is left beside it as <c>.received</c> when it is not.</summary>
    public static void Matches(string file, IEnumerable<string> found)
    {
        var path = System.IO.Path.Combine(Checkout.Root, "tests", "Tests", "Approved", file);
        var lines = found.ToList();
        var approved = File.Exists(path) ? File.ReadAllLines(path) : [];
        if (!approved.SequenceEqual(lines)) File.WriteAllLines(path + ".received", lines);
        Assert.Equal(approved, lines);
    }
}

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
