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
