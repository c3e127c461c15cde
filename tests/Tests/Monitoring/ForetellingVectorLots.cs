using System.Globalization;
using System.Text.Json;

namespace Cellwright.Tests.Monitoring;

/// <summary>Campaigns of the virtual plant through the command line: example, fit, replay.</summary>
[Requirement("MET-3")]
public sealed class ForetellingVectorLots : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cellwright-").FullName;

    // In the plant the genome titre depends on the DNA that a cell gets, and the full fraction on nothing upstream: the seeds are not chosen, nor is the answer.
    [Fact]
    public async Task Of_aav_says_what_upstream_explains_of_the_genome_titre_and_that_it_explains_nothing_of_the_full_fraction()
    {
        Assert.Contains("75 simulated batches", await RunsAsync("monitor", "example", "aav", "--out", In("lots"), "--seed", "2", "--fault", "temperature-drift@BR-01:after=60h,size=1.5"));
        var card = await RunsAsync("monitor", "fit", In("lots"), "--out", In("model.json"), "--alpha", "0.05");
        Assert.Matches("Vector genomes, 40 lots: [a-z ]+ explains [2-8][0-9] % of what lots differ by", card);
        Assert.Contains("z_dna_ug_per_mL", card);
        Assert.Contains("Full capsid fraction, 40 lots: upstream explains nothing of it that could be told from chance", card);
        var said = await RunsAsync("monitor", "replay", In("lots"), "--model", In("model.json"), "--out", In("out"));
        Assert.Matches("Vector genomes: (2[7-9]|3[0-5]) of 35 results fell inside their interval, 0 lots have none yet.", said);
        var lines = File.ReadAllLines(In("out", "predictions.csv"));
        Assert.Equal("batch_id,measurand,unit,predicted,low,high,measured,inside", lines[0]);
        Assert.Equal(1 + (3 * 35), lines.Length);
        Assert.All(lines.Skip(1).Select(line => line.Split(',')), row =>
        {
            double Number(int at) => double.Parse(row[at], CultureInfo.InvariantCulture);
            Assert.InRange(Number(3), Number(4), Number(5));
            Assert.Equal(Number(6) >= Number(4) && Number(6) <= Number(5) ? "1" : "0", row[7]);
        });
        var report = File.ReadAllText(In("out", "report.html"));
        Assert.Equal(6, report.Split("<svg class=\"scatter\"").Length - 1);
        Assert.Contains("<h2>Results of lots</h2>", report);
        Assert.Contains("AAV-075,1,", File.ReadAllText(In("out", "verdicts.csv")));
    }

    [Fact]
    public async Task Of_lentivirus_fits_each_titre_by_itself_and_studies_both_without_converting()
    {
        await RunsAsync("monitor", "example", "lv", "--out", In("lots"), "--seed", "3");
        var card = await RunsAsync("monitor", "fit", In("lots"), "--out", In("model.json"), "--alpha", "0.05");
        Assert.Contains("p24, 40 lots:", card);
        Assert.Contains("Transducing units, 40 lots:", card);
        Assert.Contains("p24 and transducing units over 40 lots: rank correlation", card);
        Assert.Contains("It may not be used to state one in terms of the other", card);
        using var model = JsonDocument.Parse(File.ReadAllBytes(In("model.json")));
        Assert.DoesNotContain(model.RootElement.GetProperty("results").GetProperty("columns").GetProperty("names").EnumerateArray(), name => name.GetString()!.Contains("p24", StringComparison.Ordinal) || name.GetString()!.Contains("titre", StringComparison.Ordinal));

        // Another column of results for p24 changes nothing of what is foretold of the other.
        await RunsAsync("monitor", "replay", In("lots"), "--model", In("model.json"), "--out", In("one"));
        File.WriteAllLines(In("lots", "results.csv"), File.ReadAllLines(In("lots", "results.csv")).Where(line => !line.Contains(",p24,", StringComparison.Ordinal)));
        await RunsAsync("monitor", "fit", In("lots"), "--out", In("alone.json"), "--alpha", "0.05");
        await RunsAsync("monitor", "replay", In("lots"), "--model", In("alone.json"), "--out", In("two"));
        string[] Of(string name) => [.. File.ReadAllLines(In(name, "predictions.csv")).Where(line => line.Contains("transducing-units", StringComparison.Ordinal))];
        Assert.Equal(Of("two"), Of("one"));
        Assert.NotEmpty(Of("one"));
    }

    [Theory]
    [InlineData("S-0001,p24,300,/mL", "line 2: p24 cannot be in /mL. Write ng/mL or ng, or the measurand that it is.")]
    [InlineData("S-0001,titre,300,/mL", "line 2: there is no measurand titre; there are vector-genomes")]
    [InlineData("S-0001,transducing-units,0,/mL", "line 2: its value is 0. Leave out a lot without a result")]
    [InlineData("X,p24,300,ng/mL", "line 2: batch X is not in batches.csv.")]
    [InlineData("S-0001,p24,300,ng/mL\nS-0001,p24,301,ng/mL", "line 3: p24 of S-0001 is given a second time.")]
    [InlineData("S-0001,p24,300,ng/mL\nS-0002,p24,0.3,ug/mL", "line 3: p24 is in ng/mL above and in ug/mL here.")]
    public async Task Says_which_result_it_cannot_use(string lines, string sentence)
    {
        using var campaign = new CampaignOnDisk();
        File.WriteAllText(Path.Combine(campaign.Folder, "results.csv"), $"batch_id,measurand,value,unit\n{lines}\n");
        await RefusesAsync(campaign.Folder, sentence);
    }

    // The way around: p24 among the starting material or the tags, and a model of the other titre on top of it.
    [Theory]
    [InlineData("batches.csv", "z_cd4", "z_p24", "measurand-conversion: z_p24 is p24, and a model of transducing units would start from it.")]
    [InlineData("batches.csv", "z_cd4", "z_Vector_Genomes", "measurand-conversion: z_Vector_Genomes is vector genomes")]
    [InlineData("tags.csv;samples.csv", "room", "titre-bench/p24 level", "measurand-conversion: titre-bench/p24 level is p24")]
    [InlineData("batches.csv", "z_cd4", "z_infectious-titre", "")]
    public async Task Refuses_to_foretell_one_measurand_from_another(string files, string column, string named, string sentence)
    {
        using var campaign = new CampaignOnDisk();
        foreach (var file in files.Split(';').Select(name => Path.Combine(campaign.Folder, name))) File.WriteAllText(file, File.ReadAllText(file).Replace(column, named, StringComparison.Ordinal));
        var random = new Random(1);
        File.WriteAllLines(Path.Combine(campaign.Folder, "results.csv"), Enumerable.Range(1, 40).Select(n => FormattableString.Invariant($"S-{n:0000},transducing-units,{1e7 * (1 + random.NextDouble()):0},/mL")).Prepend("batch_id,measurand,value,unit"));
        if (sentence.Length == 0) Assert.Contains("Transducing units, 40 lots", await RunsAsync("monitor", "fit", campaign.Folder, "--out", In("model.json")));
        else await RefusesAsync(campaign.Folder, sentence, "correlation study");
    }

    [Fact]
    public async Task Refuses_an_example_of_what_the_plant_cannot_make()
    {
        var (code, _, error) = await CampaignOnDisk.RunAsync("monitor", "example", "rabies", "--out", In("lots"));
        Assert.Equal(1, code);
        Assert.Contains("There is no product rabies. Say cart, aav or lv.", error);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<string> RunsAsync(params string[] arguments)
    {
        var (code, said, error) = await CampaignOnDisk.RunAsync(arguments);
        Assert.True(code == 0, error);
        return said;
    }

    private async Task RefusesAsync(string campaign, params string[] sentences)
    {
        var (code, _, error) = await CampaignOnDisk.RunAsync("monitor", "fit", campaign, "--out", In("model.json"));
        Assert.Equal(1, code);
        Assert.All(sentences, sentence => Assert.Contains(sentence, error));
        Assert.DoesNotContain("   at ", error);
        Assert.False(File.Exists(In("model.json")));
    }

    private string In(params string[] parts) => Path.Combine([folder, .. parts]);
}
