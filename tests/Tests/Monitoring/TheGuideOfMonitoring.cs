using System.Text.RegularExpressions;

namespace Cellwright.Tests.Monitoring;

public sealed partial class TheGuideOfMonitoring
{
    private static readonly string[] Written = ["model.json", "verdicts", "LOTS", "lots.json", "foretold", "VECTOR", "vector.json", "CULTURES", "cultures.json", "cultures"];

    /// <summary>Each command of the guide is run in its order on a campaign, and what the guide prints below it must be in the answer.</summary>
    [Fact]
    public async Task Runs_as_it_is_printed()
    {
        using var campaign = new CampaignOnDisk();
        var guide = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "use", "monitoring.md"), TestContext.Current.CancellationToken);
        var examples = Example().Matches(guide);
        Assert.Equal(10, examples.Count);
        foreach (Match example in examples)
        {
            var arguments = example.Groups["command"].Value.Split(' ').Skip(1).Select(word => word switch { "CAMPAIGN" => campaign.Folder, _ when Written.Contains(word) => Path.Combine(campaign.Folder, word), _ => word });
            var (code, said, error) = await CampaignOnDisk.RunAsync([.. arguments]);
            Assert.True(code == 0, error);
            Assert.Contains(example.Groups["answer"].Value, said);
        }
    }

    /// <summary>The question of the product, on a campaign of the virtual plant: the seed is not chosen.</summary>
    [Fact, Requirement("P211-110")]
    public async Task Tells_a_patient_whose_cells_grow_eighty_fold_from_a_probe_that_is_half_a_degree_off()
    {
        using var campaign = new CampaignOnDisk();
        string In(string name) => Path.Combine(campaign.Folder, name);
        foreach (var arguments in new string[][]
                 {
                     ["example", "cart", "--out", In("CULTURES"), "--fault", "probe-bias@CP-01/chamber-temperature:after=81h,size=0.5"],
                     ["fit", In("CULTURES"), "--out", In("model.json")], ["replay", In("CULTURES"), "--model", In("model.json"), "--out", In("out")],
                 })
            Assert.Equal(0, (await CampaignOnDisk.RunAsync(["monitor", .. arguments])).Code);
        var said = (await File.ReadAllLinesAsync(Path.Combine(In("out"), "verdicts.csv"), TestContext.Current.CancellationToken)).Select(line => line.Split(',')).ToList();
        var strong = said.Single(row => row[0].StartsWith("STRONG-", StringComparison.Ordinal));
        Assert.True(strong is [_, "0", "", "NONE" or "BIOLOGY", ..], string.Join(',', strong));
        var biased = said.Single(row => row[0] == "CART-075");
        Assert.True(biased is [_, "1", "84", "DRIFT", "72", "84", var tags] && tags.StartsWith("chamber-temperature", StringComparison.Ordinal), string.Join(',', biased));
    }

    [GeneratedRegex("```sh\n(?<command>.+)\n```\n\n```text\n(?<answer>.+)\n```")]
    private static partial Regex Example();
}
