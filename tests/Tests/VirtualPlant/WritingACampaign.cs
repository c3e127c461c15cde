extern alias plant;

using System.Globalization;
using PlantCommandLine = plant::Cellwright.VirtualPlant.CommandLine;

namespace Cellwright.Tests.VirtualPlant;

public sealed class WritingACampaign : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cellwright-").FullName;

    [Theory]
    [InlineData("aav", 15, 3)]
    [InlineData("lv", 12, 2)]
    public async Task Gives_the_same_lots_for_the_same_seed_and_others_for_another(string product, int rows, int results)
    {
        foreach (var (name, seed) in ((string Name, string Seed)[])[("one", "4"), ("two", "4"), ("other", "5")])
            Assert.Equal(0, await PlantCommandLine.RunAsync(["campaign", product, "--out", In(name), "--seed", seed, "--train", "3", "--calibrate", "1", "--test", "2"]));
        foreach (var file in (string[])["README.md", "batches.csv", "tags.csv", "samples.csv", "results.csv"])
        {
            Assert.Equal(File.ReadAllBytes(In("one", file)), File.ReadAllBytes(In("two", file)));
            if (file.EndsWith("s.csv", StringComparison.Ordinal) && file != "tags.csv") Assert.NotEqual(File.ReadAllBytes(In("one", file)), File.ReadAllBytes(In("other", file)));
        }

        Assert.Equal(1 + (6 * rows), File.ReadAllLines(In("one", "samples.csv")).Length);
        Assert.Equal(1 + (6 * results), File.ReadAllLines(In("one", "results.csv")).Length);
        Assert.Contains("Simulated", File.ReadAllText(In("one", "README.md")));
        Assert.All(File.ReadAllLines(In("one", "samples.csv")).Skip(1), line => Assert.DoesNotContain(",,", line));
    }

    // E, AAV cell-specific yield [40]: 3 100 vg per cell with 1 ug of DNA per 1e6 cells against 900 with 0.5: more than proportionally more.
    [Fact]
    public async Task Lets_the_genome_titre_rise_with_the_dna_that_a_cell_gets_and_the_full_fraction_with_nothing()
    {
        Assert.Equal(0, await PlantCommandLine.RunAsync(["campaign", "aav", "--out", In("aav"), "--seed", "9", "--train", "120", "--calibrate", "0", "--test", "0"]));
        var dna = Column("aav", "z_dna_ug_per_mL");
        Assert.InRange(Correlation(dna, Results("aav", "vector-genomes")), 0.5, 0.9);
        Assert.InRange(Correlation(dna, Results("aav", "infectious-units")), 0.15, 0.6);
        Assert.InRange(Correlation(dna, Results("aav", "full-capsid-fraction")), -0.2, 0.2);
        Assert.InRange(Results("aav", "vector-genomes").Order().ElementAt(60), 4e10, 6e10);
    }

    // E, LV rows: CV 0.2 within a plasmid lot and 0.4 between; titre and p24 correlated 0.6. Of few plasmid lots that differs from seed to seed.
    [Fact]
    public async Task Lets_both_lentiviral_titres_go_with_the_plasmid_lot_and_only_in_part_with_each_other()
    {
        var together = new List<double>();
        for (var seed = 1; seed <= 8; seed++)
        {
            Assert.Equal(0, await PlantCommandLine.RunAsync(["campaign", "lv", "--out", In($"lv{seed}"), "--seed", $"{seed}", "--train", "24", "--calibrate", "0", "--test", "0"]));
            together.Add(Correlation(Results($"lv{seed}", "transducing-units"), Results($"lv{seed}", "p24")));
            Assert.Equal(4, Column($"lv{seed}", "z_plasmid_lot").Distinct().Count());
        }

        Assert.InRange(together.Average(), 0.35, 0.7);
    }

    [Fact]
    public async Task Puts_a_fault_into_a_lot_to_judge_and_says_which_and_when()
    {
        Assert.Equal(0, await PlantCommandLine.RunAsync(["campaign", "lv", "--out", In("lv"), "--train", "2", "--calibrate", "0", "--test", "3", "--fault", "temperature-drift@BR-01:after=60h,size=2"]));
        Assert.StartsWith("LV-005,test,temperature-drift@BR-01,6", File.ReadAllLines(In("lv", "batches.csv"))[^1]);
        var last = File.ReadAllLines(In("lv", "samples.csv")).Where(line => line.StartsWith("LV-005,96,", StringComparison.Ordinal)).Select(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture)).Single();
        Assert.InRange(last, 38.5, 39.5);
    }

    [Fact]
    public async Task Makes_cultures_of_patients_among_whom_one_is_strong()
    {
        Assert.Equal(0, await PlantCommandLine.RunAsync(["campaign", "cart", "--out", In("cart"), "--train", "2", "--calibrate", "1", "--test", "2", "--fault", "probe-bias@CP-01/chamber-temperature:after=81h,size=0.5"]));
        var batches = File.ReadAllLines(In("cart", "batches.csv"));
        Assert.StartsWith("STRONG-", batches[4], StringComparison.Ordinal);
        Assert.StartsWith("CART-005,test,probe-bias@CP-01/chamber-temperature,81,", batches[5], StringComparison.Ordinal);
        double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
        var rows = File.ReadAllLines(In("cart", "samples.csv")).Skip(1).Select(line => line.Split(',')).Select(row => (Id: row[0], Hours: Number(row[1]), Temperature: Number(row[2]), Density: Number(row[7]))).ToList();
        var biased = rows.FindAll(row => row.Id == "CART-005");
        Assert.Equal(21, biased.Count);
        Assert.InRange(biased.Where(row => row.Hours is > 12 and < 81).Average(row => row.Temperature), 36.95, 37.05);
        Assert.InRange(biased.Where(row => row.Hours > 84).Average(row => row.Temperature), 37.45, 37.55);
        var last = rows.FindAll(row => row.Hours == 252).ToLookup(row => row.Id.StartsWith("STRONG-", StringComparison.Ordinal), row => row.Density);
        Assert.True(last[true].Single() > last[false].Max(), "No other patient's cells grow as much.");
    }

    [Theory]
    [InlineData("campaign", "rabies", "--out", "x")]
    [InlineData("campaign", "aav", "--out", "x", "--test", "-1")]
    [InlineData("campaign", "aav", "--out", "x", "--test", "0", "--fault", "drop-off@BR-01")]
    [InlineData("campaign", "aav", "--out", "x", "--test", "1", "--train", "0", "--calibrate", "0", "--fault", "pump-slip@CC-01")]
    public async Task Refuses_what_it_cannot_make(params string[] arguments)
    {
        Assert.Equal(1, await PlantCommandLine.RunAsync([.. arguments.Select(one => one == "x" ? In("x") : one)]));
        Assert.False(File.Exists(In("x", "batches.csv")));
    }

    [Fact]
    public async Task Overwrites_nothing()
    {
        Directory.CreateDirectory(In("there"));
        File.WriteAllText(In("there", "mine"), "");
        Assert.Equal(1, await PlantCommandLine.RunAsync(["campaign", "aav", "--out", In("there"), "--train", "1", "--calibrate", "0", "--test", "0"]));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private double[] Column(string campaign, string name)
    {
        var lines = File.ReadAllLines(In(campaign, "batches.csv"));
        var at = Array.IndexOf(lines[0].Split(','), name);
        return [.. lines.Skip(1).Select(line => double.Parse(line.Split(',')[at], CultureInfo.InvariantCulture))];
    }

    private double[] Results(string campaign, string measurand) =>
        [.. File.ReadAllLines(In(campaign, "results.csv")).Select(line => line.Split(',')).Where(line => line[1] == measurand).Select(line => double.Parse(line[2], CultureInfo.InvariantCulture))];

    private static double Correlation(double[] x, double[] y)
    {
        var (mx, my) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }

    private string In(params string[] parts) => Path.Combine([folder, .. parts]);
}
