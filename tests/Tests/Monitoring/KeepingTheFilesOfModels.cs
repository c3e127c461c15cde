using System.Text;
using Cellwright.Server.Monitoring;
using Cellwright.Tests.Readings;

namespace Cellwright.Tests.Monitoring;

/// <summary>Models lie in files; the record holds their hashes.</summary>
[Requirement("P211-110")]
public class KeepingTheFilesOfModels
{
    [Fact]
    public async Task Uses_none_that_is_missing_or_was_changed()
    {
        var ct = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var shelf = new ModelShelf(folder.Path);
        Assert.Contains("Restore it", (await shelf.FindAsync(new('a', 64), ct)).Why, StringComparison.Ordinal);

        var hash = await shelf.KeepAsync(Encoding.UTF8.GetBytes("{}"), ct);
        Assert.Equal(hash, await shelf.KeepAsync(Encoding.UTF8.GetBytes("{}"), ct));
        Assert.Equal([$"{hash}.json"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        Assert.Contains("another version", (await shelf.FindAsync(hash, ct)).Why, StringComparison.Ordinal);

        await File.AppendAllTextAsync(Path.Combine(folder.Path, $"{hash}.json"), " ", ct);
        Assert.Contains("is not the one with SHA-256", (await shelf.FindAsync(hash, ct)).Why, StringComparison.Ordinal);
        await shelf.KeepAsync(Encoding.UTF8.GetBytes("{}"), ct);
        Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(folder.Path, $"{hash}.json"), ct));
    }
}
