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

        // As versions before this one wrote them: stations from the samples, and nothing recorded once.
        var old = await shelf.KeepAsync(Encoding.UTF8.GetBytes("""
            {"plan":{"places":[{"step":"C1","index":0}]},"monitor":{"tags":[],"grid":{"steps":[{"step":0,"count":1}],"width":1},"model":{"tags":[0],"means":[[1]],"scales":[[1]],"material":{"variables":[],"centre":[],"precision":[],"distances":[]},"coefficients":[],"explainedByMaterial":0,"loadings":[[[1]]],"carried":[0],"deviations":[[1]],"correlation":[[1]]},"whitening":[[1]],"references":[1,1,1,1],"process":{"limit":1,"alpha":0.05,"runs":19},"patient":{"limit":1,"alpha":0.05,"runs":19},"material":"Infinity","isCrossFitted":true,"trainingRuns":19,"notes":[]}}
            """), ct);
        Assert.Contains("another version of Cellwright. Fit the model again.", (await shelf.FindAsync(old, ct)).Why, StringComparison.Ordinal);

        await File.AppendAllTextAsync(Path.Combine(folder.Path, $"{hash}.json"), " ", ct);
        Assert.Contains("is not the one with SHA-256", (await shelf.FindAsync(hash, ct)).Why, StringComparison.Ordinal);
        await shelf.KeepAsync(Encoding.UTF8.GetBytes("{}"), ct);
        Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(folder.Path, $"{hash}.json"), ct));
    }
}
