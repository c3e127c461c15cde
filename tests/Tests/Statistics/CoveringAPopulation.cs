using System.Text.Json;
using Cellwright.Statistics.Capability;
using Cellwright.Statistics.Numbers;
using CsCheck;
using static Cellwright.Tests.Statistics.ResistingWildValues;

namespace Cellwright.Tests.Statistics;

public sealed class CoveringAPopulation
{
    /// <summary>`tolerance/normal_k_factors.json`: 117 factors, computed in R by another integration.</summary>
    [Fact]
    public void Agrees_with_factors_that_another_program_integrated()
    {
        using var table = Read("normal_k_factors.json");
        Assert.All(table.RootElement.GetProperty("table").EnumerateArray(), row =>
        {
            var (n, p, confidence) = (row.GetProperty("n").GetInt32(), row.GetProperty("p").GetDouble(), row.GetProperty("conf").GetDouble());
            Same(row.GetProperty("k1_exact_noncentral_t").GetDouble(), Tolerance.OneSidedFactor(n, p, confidence), 1e-8);
            Same(row.GetProperty("k2_exact").GetDouble(), Tolerance.TwoSidedFactor(n, p, confidence), 1e-6);
        });
    }

    /// <summary>CMH-17, one-sided factors kB and kA as printed, within 0.002.</summary>
    [Fact]
    public void Agrees_with_the_published_table_of_one_sided_factors()
    {
        using var table = Read("cmh17_one_sided_k.json");
        foreach (var (name, share) in new[] { ("kB", 0.90), ("kA", 0.99) })
            Assert.All(table.RootElement.GetProperty(name).EnumerateArray(), row => Assert.Equal(row[1].GetDouble(), Tolerance.OneSidedFactor((int)row[0].GetDouble(), share, 0.95), 0.002));
    }

    /// <summary>R 4.2.2: pt(t, df, ncp); where δ is too large for it, the limit by the central t.</summary>
    [Fact]
    public void Computes_the_noncentral_t_for_any_shift()
    {
        double[] found = [NoncentralT.Distribution(3, 4, 1), NoncentralT.Distribution(-1, 10, 0.5), NoncentralT.Distribution(2.5, 1, 0), NoncentralT.Distribution(15, 2, 1.3)];
        Assert.All(found.Zip(NoncentralOfR), pair => Assert.Equal(pair.Second, pair.First, 1e-10));
        Gen.Select(Gen.Double[-6, 6], Gen.Int[1, 200]).Sample((t, freedom) => Near(NoncentralT.Distribution(t, freedom, 0), Probability.Student(t, freedom), 1e-10));
        Gen.Select(Gen.Double[-150, 150], Gen.Int[3, 500], Gen.Double[0.01, 0.99]).Sample((shift, freedom, p) =>
            Near(NoncentralT.Distribution(NoncentralT.Quantile(p, freedom, shift), freedom, shift), p, 1e-9) && Near(NoncentralT.Distribution(-2, freedom, shift / 50), 1 - NoncentralT.Distribution(2, freedom, -shift / 50), 1e-11), iter: 40);
    }

    /// <summary>Howe's approximation is not taken for the exact factor: 13.13 for 12.65 at n = 3, 99 %, 95 % (statement of the table's author, recomputed).</summary>
    [Fact]
    public void Is_not_Howes_approximation()
    {
        var howe = Probability.NormalQuantile(0.995) * Math.Sqrt(2 * (1 + (1 / 3.0)) / Probability.ChiSquaredQuantile(0.05, 2));
        Assert.Equal(13.13, howe, 0.01);
        Assert.Equal(12.65, Tolerance.TwoSidedFactor(3, 0.99, 0.95), 0.01);
    }

    /// <summary>Wilks 1941: 93 values for 95 %/95 % with two bounds, 59 with one; 473 and 299 for 99 %/95 %.</summary>
    [Fact]
    public void Needs_so_many_values_without_an_assumption()
    {
        Assert.Equal((93, 59, 473, 299), (Tolerance.SmallestCount(0.95, 0.95), Tolerance.SmallestCount(0.95, 0.95, ToleranceSide.Upper), Tolerance.SmallestCount(0.99, 0.95), Tolerance.SmallestCount(0.99, 0.95, ToleranceSide.Lower)));
        var values = Enumerable.Range(1, 93).Select(i => (double)i).ToArray();
        Assert.Equal((1d, 93d), (Tolerance.Nonparametric(values, 0.95, 0.95).Low, Tolerance.Nonparametric(values, 0.95, 0.95).High));
        Assert.Equal((2d, double.PositiveInfinity), (Tolerance.Nonparametric(values, 0.95, 0.95, ToleranceSide.Lower).Low, Tolerance.Nonparametric(values, 0.95, 0.95, ToleranceSide.Lower).High));
        Refused("at least 93 values", () => Tolerance.Nonparametric(values[1..], 0.95, 0.95));
    }

    [Fact]
    public void Covers_as_often_as_it_is_confident()
    {
        var random = new Random(1941);
        var (normal, free) = (0, 0);
        for (var round = 0; round < 2000; round++)
        {
            double[] values = [.. Enumerable.Range(0, 60).Select(_ => Probability.NormalQuantile(Math.Clamp(random.NextDouble(), 1e-15, 1 - 1e-15)))];
            var (few, all) = (Tolerance.Normal(values[..8], 0.9, 0.9), Tolerance.Nonparametric(values, 0.9, 0.9));
            normal += Probability.Normal(few.High) - Probability.Normal(few.Low) >= 0.9 ? 1 : 0;
            free += Probability.Normal(all.High) - Probability.Normal(all.Low) >= 0.9 ? 1 : 0;
        }

        // Four standard errors in 2000 rounds: 2.7 %.
        Assert.InRange(normal / 2000.0, 0.873, 0.927);
        Assert.InRange(free / 2000.0, 0.873, 1);
    }

    [Fact]
    public void Gives_exact_intervals_for_one_sided_capability()
    {
        var found = CapabilityIndices.Of(10, 1, 20, 19, 6, null);
        Assert.Null(found.Spread);
        Assert.Equal(found.Lower, found.Nearest);
        var root = 3 * Math.Sqrt(20);
        Assert.Equal(0.975, NoncentralT.Distribution(found.Nearest.Value * root, 19, found.Nearest.Low * root), 1e-10);
        Assert.Equal(0.025, NoncentralT.Distribution(found.Nearest.Value * root, 19, found.Nearest.High * root), 1e-10);
    }

    /// <summary>A target far beyond the limits has as many degrees of freedom as it lies away squared.</summary>
    [Fact]
    public void Comes_to_an_end_however_far_away_the_target_is()
    {
        var far = CapabilityIndices.Overall([9, 10, 11, 10], 0, 20, target: 1e9).Target!.Value;
        Assert.True(far is { Value: > 0, Low: > 0 } && far.Low < far.Value && far.Value < far.High);
        foreach (var p in new[] { 0.025, 0.5, 0.999 })
            Assert.Equal(1, Probability.ChiSquaredQuantile(p, 1e7) / (Probability.ChiSquaredQuantile(p, 1e7 - 1) * 1e7 / (1e7 - 1)), 1e-9);
    }

    [Fact]
    public void Refuses_what_has_no_answer_in_a_sentence()
    {
        Refused("no specification limit", () => CapabilityIndices.Overall([1, 2, 3], null, null));
        Refused("too large to be squared", () => CapabilityIndices.Overall([1e200, -1e200, 3], 0, 20));
        Refused("not below", () => CapabilityIndices.Overall([1, 2, 3], 5, 4));
        Refused("standard deviation is zero", () => CapabilityIndices.Overall([2, 2, 2], 1, 4));
        Refused("all 3 values are equal", () => Tolerance.Normal([2, 2, 2], 0.95, 0.95));
        Refused("between 0 and 1", () => Tolerance.OneSidedFactor(5, 1, 0.95));
        Refused("needs at least 2", () => Tolerance.TwoSidedFactor(1, 0.9, 0.95));
    }

    private static readonly double[] NoncentralOfR = [0.901321375682996, 0.0747754458826511, 0.878881058409157, 0.988367029104329];

    private static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllText(Shared.Path("oracles", "tolerance", name)));

    private static void Same(double expected, double found, double relative) => Assert.True(Math.Abs(found - expected) <= relative * expected, $"{found:R} for {expected:R}");
}
