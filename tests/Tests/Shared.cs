namespace Cellwright.Tests;

/// <summary>Finds the data that lies beside the checkout; a test that needs it is skipped, with the reason, where it is absent.</summary>
public static class Shared
{
    /// <summary>The path of a file or folder below the <c>shared</c> folder that stands beside the checkout.</summary>
    public static string Path(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine([folder.FullName, "shared", .. parts]);
            if (System.IO.Path.Exists(path)) return path;
        }

        Assert.Skip($"shared/{string.Join('/', parts)} is not beside this checkout");
        throw new InvalidOperationException("unreachable");
    }
}
