using Cellwright.Tests.Statistics;

namespace Cellwright.Tests.Monitoring;

public sealed class MonitoringACampaign : IDisposable
{
    private readonly CampaignOnDisk disk = new();
    private readonly string folder;

    public MonitoringACampaign() => folder = disk.Folder;

    [Fact]
    [Requirement("DI-6")]
    public async Task Fits_a_model_replays_the_runs_and_does_so_again_to_the_same_bytes()
    {
        var (code, said, error) = await CampaignOnDisk.RunAsync("monitor", "fit", folder, "--out", In("model.json"), "--alpha", "0.05");
        Assert.True(code == 0, error);
        Assert.Contains("40 training batches, 24 stations, 6 tags", said);
        Assert.Contains("The smallest share that so many batches can promise is 3.85 %", said);
        (code, said, error) = await CampaignOnDisk.RunAsync("monitor", "replay", folder, "--model", In("model.json"), "--out", In("one"));
        Assert.True(code == 0, error);
        Assert.Contains("28 runs were judged", said);
        var verdicts = File.ReadAllLines(In("one", "verdicts.csv"));
        Assert.Equal("batch_id,alarm,alarm_time,verdict,onset_low,onset_high,top_tags", verdicts[0]);
        Assert.Matches("^moved,1,1[1-6],DRIFT,[0-9]+,[0-9]+,jacket", verdicts[^1]);
        var points = File.ReadAllLines(In("one", "points.csv"));
        Assert.Equal("batch_id,time,innovation_t2,innovation_t2_limit,innovation_mewma_0.1,innovation_mewma_0.1_limit,innovation_mewma_0.3,innovation_mewma_0.3_limit,shift_glr,shift_glr_limit,patient_t2,patient_t2_limit,material_t2,material_t2_limit,alarm", points[0]);
        Assert.Equal(1 + (28 * SimulatedCampaign.Stations), points.Length);
        Assert.Contains("moved: DRIFT", File.ReadAllText(In("one", "report.html")));

        await CampaignOnDisk.RunAsync("monitor", "fit", folder, "--out", In("again.json"), "--alpha", "0.05");
        await CampaignOnDisk.RunAsync("monitor", "replay", folder, "--model", In("again.json"), "--out", In("two"));
        Assert.Equal(File.ReadAllBytes(In("model.json")), File.ReadAllBytes(In("again.json")));
        foreach (var file in (string[])["verdicts.csv", "points.csv", "report.html"]) Assert.Equal(File.ReadAllBytes(In("one", file)), File.ReadAllBytes(In("two", file)));
    }

    [Theory]
    [InlineData("tags.csv", "tag,class,unit\njacket,machine,Cel\n", "line 2: the class machine is none of equipment, environment, material, biology, unknown.")]
    [InlineData("tags.csv", "tag,unit\njacket,Cel\n", "has no column class.")]
    [InlineData("batches.csv", "batch_id,role,fault,onset_time\nA,training,,\n", "line 2: the role training is none of train, calibrate, test.")]
    [InlineData("batches.csv", "batch_id,role,fault,onset_time\nA,train,,\nA,train,,\n", "line 3: batch A is named a second time.")]
    [InlineData("samples.csv", "batch_id,time,jacket\nA,1,37\nA,1,37\n", "line 3: its time does not rise within the batch.")]
    [InlineData("samples.csv", "batch_id,time,jacket\nA,1,warm\n", "line 2: jacket is warm, which is no number.")]
    [InlineData("samples.csv", "batch_id,time,jacket\nB,1,37\n", "line 2: batch B is not in batches.csv.")]
    [InlineData("samples.csv", "batch_id,time,jacket\nA,1\n", "line 2: it has 2 values for 3 columns.")]
    [InlineData("README.md", "kind: loop\n", "is loop. Say batch or continuous.")]
    [InlineData("samples.csv", "batch_id,time,jacket\nA,1,37\nA,2,37\n", "Too few training batches: 1. This needs at least 5.")]
    public async Task Says_which_line_of_which_file_it_cannot_use(string file, string text, string sentence)
    {
        File.WriteAllText(In("tags.csv"), "tag,class,unit\njacket,equipment,Cel\n");
        File.WriteAllText(In("batches.csv"), "batch_id,role,fault,onset_time\nA,train,,\n");
        File.WriteAllText(In("samples.csv"), "batch_id,time,jacket\nA,1,37\n");
        File.WriteAllText(In(file), text);
        var (code, _, error) = await CampaignOnDisk.RunAsync("monitor", "fit", folder, "--out", In("model.json"));
        Assert.Equal(1, code);
        Assert.Contains(sentence, error);
        Assert.DoesNotContain("   at ", error);
        Assert.False(File.Exists(In("model.json")));
    }

    [Fact]
    public async Task Says_what_is_missing_and_refuses_a_model_of_other_tags()
    {
        Assert.Equal((1, true), await FailsAsync("There is no folder", "monitor", "fit", In("nowhere"), "--out", In("model.json")));
        disk.Write(SimulatedCampaign.Of(seed: 5, train: 8));
        Assert.Equal((1, true), await FailsAsync("calibrate with 19 runs", "monitor", "fit", folder, "--out", In("model.json"), "--alpha", "0.05"));
        Assert.Equal((1, true), await FailsAsync("There is no model", "monitor", "replay", folder, "--model", In("model.json"), "--out", In("out")));
        File.WriteAllText(In("model.json"), "{\"format\":\"other\"}");
        Assert.Equal((1, true), await FailsAsync("is no model of this version", "monitor", "replay", folder, "--model", In("model.json"), "--out", In("out")));
        Assert.Equal(0, (await CampaignOnDisk.RunAsync("monitor", "fit", folder, "--out", In("model.json"))).Code);
        File.WriteAllText(In("tags.csv"), File.ReadAllText(In("tags.csv")).Replace("room", "corridor"));
        File.WriteAllText(In("samples.csv"), File.ReadAllText(In("samples.csv")).Replace("room", "corridor"));
        Assert.Equal((1, true), await FailsAsync("knows other tags", "monitor", "replay", folder, "--model", In("model.json"), "--out", In("out")));
    }

    public void Dispose() => disk.Dispose();

    private static async Task<(int Code, bool Says)> FailsAsync(string sentence, params string[] arguments)
    {
        var (code, _, error) = await CampaignOnDisk.RunAsync(arguments);
        return (code, error.Contains(sentence, StringComparison.Ordinal) && !error.Contains("   at ", StringComparison.Ordinal));
    }

    private string In(params string[] parts) => Path.Combine([folder, .. parts]);
}
