using System.Text.RegularExpressions;

namespace Cellwright.Tests.Monitoring;

public sealed partial class TheGuideOfMonitoring
{
    private static readonly string[] Written = ["model.json", "verdicts", "LOTS", "lots.json", "foretold", "VECTOR", "vector.json"];

    /// <summary>Each command of the guide is run in its order on a campaign, and what the guide prints below it must be in the answer.</summary>
    [Fact]
    public async Task Runs_as_it_is_printed()
    {
        using var campaign = new CampaignOnDisk();
        var guide = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "use", "monitoring.md"), TestContext.Current.CancellationToken);
        var examples = Example().Matches(guide);
        Assert.Equal(7, examples.Count);
        foreach (Match example in examples)
        {
            var arguments = example.Groups["command"].Value.Split(' ').Skip(1).Select(word => word switch { "CAMPAIGN" => campaign.Folder, _ when Written.Contains(word) => Path.Combine(campaign.Folder, word), _ => word });
            var (code, said, error) = await CampaignOnDisk.RunAsync([.. arguments]);
            Assert.True(code == 0, error);
            Assert.Contains(example.Groups["answer"].Value, said);
        }
    }

    [GeneratedRegex("```sh\n(?<command>.+)\n```\n\n```text\n(?<answer>.+)\n```")]
    private static partial Regex Example();
}
