using System.Globalization;
using Cellwright.Server.Hosting;

namespace Cellwright.Tests.Monitoring;

/// <summary><c>cellwright monitor</c> on a campaign without batches: a clean room with three tags, one of them dead.</summary>
public sealed class FollowingLongRunsFromTheCommandLine : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cellwright-monitor");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Writes_what_each_run_was_and_every_statistic_of_every_row()
    {
        Campaign("kind: continuous (a clean room)");
        var (code, card, _) = await Run("fit", Path("room"), "--out", Path("model.json"));
        Assert.Equal(0, code);
        Assert.Contains("400 training rows; 2 of 3 tags are followed", card, StringComparison.Ordinal);
        Assert.Contains("Tag door is constant at 1 in the training run, so it is not followed.", card, StringComparison.Ordinal);
        (code, var said, _) = await Run("replay", Path("room"), "--model", Path("model.json"), "--out", Path("out"));
        Assert.Equal(0, code);
        Assert.Contains("3 runs were judged, 1 alarmed.", said, StringComparison.Ordinal);

        var verdicts = Rows("verdicts.csv");
        Assert.Equal(["batch_id", "alarm", "alarm_time", "verdict", "onset_low", "onset_high", "top_tags"], verdicts[0]);
        Assert.Equal(["calm", "0", "", "NONE", "", "", ""], verdicts[1]);
        Assert.Equal(["leak", "1", "125", "DRIFT"], verdicts[2][..4]);
        Assert.InRange(119, double.Parse(verdicts[2][4], CultureInfo.InvariantCulture), double.Parse(verdicts[2][5], CultureInfo.InvariantCulture));
        Assert.StartsWith("pressure", verdicts[2][6], StringComparison.Ordinal);

        // It starts elsewhere and is too short to learn from: 50 rows a tag are needed.
        Assert.Equal(["elsewhere", "0", "", "UNDETERMINED", "", "", ""], verdicts[3]);
        var points = Rows("points.csv");
        Assert.Equal(13, points[0].Length);
        Assert.Equal(("level_t2", "level_t2_limit", "alarm"), (points[0][2], points[0][3], points[0][^1]));
        Assert.Equal(140, points.Count(row => row[0] == "calm"));
        Assert.All(points.Where(row => row[0] == "leak").Skip(120), row => Assert.Equal("1", row[^1]));
        Assert.Contains("leak: DRIFT", File.ReadAllText(Path("out", "report.html")), StringComparison.Ordinal);

        // With rows enough it is judged by itself.
        (code, _, _) = await Run("replay", Path("room"), "--model", Path("model.json"), "--out", Path("out"), "--baseline", "100");
        Assert.Equal(0, code);
        Assert.Equal(["elsewhere", "0", "", "NONE", "", "", ""], Rows("verdicts.csv")[3]);
        Assert.Equal(40, Rows("points.csv").Count(row => row[0] == "elsewhere"));
    }

    [Fact]
    [Requirement("DI-6")]
    public async Task Makes_the_same_model_of_the_same_run_and_refuses_a_model_of_another_kind()
    {
        Campaign("kind: batch");
        Assert.Equal(0, (await Run("fit", Path("room"), "--out", Path("one.json"), "--kind", "continuous")).Code);
        Assert.Equal(0, (await Run("fit", Path("room"), "--out", Path("two.json"), "--kind", "continuous")).Code);
        Assert.Equal(File.ReadAllBytes(Path("one.json")), File.ReadAllBytes(Path("two.json")));
        var (code, _, error) = await Run("replay", Path("room"), "--model", Path("one.json"), "--out", Path("out"));
        Assert.NotEqual(0, code);
        Assert.Contains("Replay with a model of the same kind", error, StringComparison.Ordinal);
    }

    private void Campaign(string readme)
    {
        Directory.CreateDirectory(Path("room", "samples"));
        File.WriteAllText(Path("room", "README.md"), $"# A room\n\n{readme}\n");
        File.WriteAllText(Path("room", "tags.csv"), "tag,class,unit\npressure,environment,Pa\ndoor,environment,1\ntemperature,environment,Cel\n");
        File.WriteAllText(Path("room", "batches.csv"), "batch_id,role,fault,onset_time\nlast-month,train,,\ncalm,test,,\nleak,test,leak,119\nelsewhere,test,,\n");
        Samples("last-month", 1, 400, (_, _) => 0);
        Samples("calm", 2, 140, (_, _) => 0);
        Samples("leak", 3, 140, (i, tag) => tag == 0 && i >= 120 ? -8 : 0);
        Samples("elsewhere", 4, 140, (_, tag) => tag == 0 ? 30 : 0);
    }

    private void Samples(string run, int seed, int rows, Func<int, int, double> shift)
    {
        var random = new Random(seed);
        double Noise() => random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
        var (first, second) = (0.0, 0.0);
        File.WriteAllLines(Path("room", "samples", run + ".csv"), [
            "time,pressure,door,temperature",
            .. Enumerable.Range(0, rows).Select(i =>
            {
                (first, second) = ((0.5 * first) + Noise(), (0.7 * second) + Noise());

                // A gap now and then.
                var temperature = i % 37 == 36 ? "" : string.Create(CultureInfo.InvariantCulture, $"{21 + second + shift(i, 1)}");
                return string.Create(CultureInfo.InvariantCulture, $"{i},{15 + first + shift(i, 0)},1,{temperature}");
            })]);
    }

    private string Path(params string[] parts) => System.IO.Path.Combine([folder.FullName, .. parts]);

    private string[][] Rows(string file) => [.. File.ReadLines(Path("out", file)).Select(line => line.Split(','))];

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture), error = new(CultureInfo.InvariantCulture);
        var code = await CommandLine.RunAsync(["monitor", .. args], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
