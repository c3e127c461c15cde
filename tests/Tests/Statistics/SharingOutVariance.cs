using System.Text.Json;
using Cellwright.Statistics.MixedEffects;
using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using static Cellwright.Tests.Statistics.ResistingWildValues;

namespace Cellwright.Tests.Statistics;

[Requirement("P211-68b2")]
public sealed class SharingOutVariance
{
    // Davies & Goldsmith 1972, "Statistical Methods in Research and Production", 4th edition: yield of dyestuff, five from each of six batches.
    private static readonly double[] Dyestuff =
        [1545, 1440, 1440, 1520, 1580, 1540, 1555, 1490, 1560, 1495, 1595, 1550, 1605, 1510, 1560, 1445, 1440, 1595, 1465, 1545, 1595, 1630, 1515, 1635, 1625, 1520, 1455, 1450, 1480, 1445];

    // Box & Tiao 1973, "Bayesian Inference in Statistical Analysis": made so that the variance between batches comes out as nothing.
    private static readonly double[] Dyestuff2 =
        [7.298, 3.846, 2.434, 9.566, 7.99, 5.22, 6.556, 0.608, 11.788, -0.892, 0.11, 10.386, 13.434, 5.51, 8.166, 2.212, 4.852, 7.092, 9.288, 4.98, 0.282, 9.014, 4.458, 9.446, 7.198, 1.722, 4.782, 8.106, 0.758, 3.758];

    // Davies & Goldsmith 1972, as in lme4: diameters on 24 plates, of samples A to F on each.
    private const string Penicillin =
        "272326232321 272326232321 252125242420 262325232320 252226222320 242225232219 242023212219 262226242421 242124222220 242124232219 262326242421 252226242420 "
        + "262426242522 262326232320 262325242422 252225232320 252124232320 252224232319 242123212119 262326242421 252124222218 252225222220 242124222419 242124222118";

    private static readonly RandomFactor Batch = new("batch", [.. Enumerable.Range(0, 30).Select(i => $"{"ABCDEF"[i / 5]}")]);

    /// <summary>lme4 1.1 in R 4.2.2; the balanced case also by hand from the mean squares: (MSB - MSW) / 5.</summary>
    [Fact]
    public void Finds_what_the_analysis_of_variance_finds_where_all_is_balanced()
    {
        var fit = VarianceComponents.Fit(Ones(30), Dyestuff, Batch);
        Assert.Equal(1764.05, fit.Components[0].Variance, 1e-6);
        Assert.Equal(2451.25, fit.ResidualVariance, 1e-6);
        Assert.Equal(-159.827138421129, fit.LogLikelihood, 1e-9);
        Assert.Equal(1527.5, fit.Coefficients[0], 1e-9);
        double[] effects = [-17.606851366879045, 0.391263363707636, 28.562225550712451, -23.084538458796739, 56.733187737717820, -44.995286826467151];
        Assert.All(effects.Zip(fit.Components[0].Effects.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Says_zero_where_the_batches_do_not_differ()
    {
        var fit = VarianceComponents.Fit(Ones(30), Dyestuff2, Batch);
        Assert.Equal(0, fit.Components[0].Variance);
        Assert.Equal(13.8063096275862, fit.ResidualVariance, 1e-9);
        Assert.All(fit.Components[0].Effects.Values, effect => Assert.Equal(0, effect));
    }

    /// <summary>lme4 1.1 in R 4.2.2: diameter ~ 1 + (1|plate) + (1|sample).</summary>
    [Fact]
    public void Tells_crossed_factors_apart()
    {
        var digits = Penicillin.Replace(" ", "", StringComparison.Ordinal);
        var y = Enumerable.Range(0, 144).Select(i => double.Parse(digits.AsSpan(2 * i, 2), System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var fit = VarianceComponents.Fit(Ones(144), y, new RandomFactor("plate", [.. Enumerable.Range(0, 144).Select(i => $"{(char)('a' + (i / 6))}")]), new RandomFactor("sample", [.. Enumerable.Range(0, 144).Select(i => $"{"ABCDEF"[i % 6]}")]));
        Assert.Equal(0.716905141000605, fit.Components[0].Variance, 1e-4);
        Assert.Equal(3.731131842304496, fit.Components[1].Variance, 1e-3);

        // Balanced, so the mean squares give the same exactly; lme4 stopped 2e-4 before.
        double SquaresOf(IEnumerable<double> means, int each) => means.Sum(mean => each * Math.Pow(mean - y.Average(), 2));
        var plates = SquaresOf(y.Chunk(6).Select(chunk => chunk.Average()), 6) / 23;
        var samples = SquaresOf(Enumerable.Range(0, 6).Select(s => y.Where((_, i) => i % 6 == s).Average()), 24) / 5;
        var rest = (y.Sum(value => Math.Pow(value - y.Average(), 2)) - (23 * plates) - (5 * samples)) / 115;
        Assert.Equal((plates - rest) / 6, fit.Components[0].Variance, 1e-9);
        Assert.Equal((samples - rest) / 24, fit.Components[1].Variance, 1e-9);
        Assert.Equal(rest, fit.ResidualVariance, 1e-9);
        Assert.Equal(-165.430294499802, fit.LogLikelihood, 1e-8);
        Assert.Equal(0.808595361386344, fit.StandardErrors[0], 1e-4);
    }

    /// <summary>`split_apheresis/burdick2024_set1.json`, by lme4: 1e-6, as far as its optimiser went.</summary>
    [Fact]
    public void Agrees_with_the_reference_of_split_apheresis()
    {
        var set = JsonDocument.Parse(File.ReadAllText(Shared.Path("oracles", "split_apheresis", "burdick2024_set1.json"))).RootElement;
        double[] Read(string name) => [.. set.GetProperty(name).EnumerateArray().Select(one => one.GetDouble())];
        var (pre, post, history) = (Read("pre"), Read("post_set1"), Read("historic"));
        var x = Matrix<double>.Build.Dense(20, 2, (i, j) => j == 0 || i is >= 5 and < 10 ? 1 : 0);
        var fit = VarianceComponents.Fit(x, [.. pre, .. post, .. history], new RandomFactor("donor", [.. Enumerable.Range(0, 20).Select(i => $"{(i < 10 ? i % 5 : i)}")]));
        var expected = set.GetProperty("set1").GetProperty("reml_mixed_with_history");
        Assert.Equal(expected.GetProperty("estimate_lmm").GetDouble(), fit.Coefficients[1], 1e-5);
        Assert.Equal(expected.GetProperty("se_lmm").GetDouble(), fit.StandardErrors[1], 1e-5);
        Assert.Equal(expected.GetProperty("sigma2_resid").GetDouble(), fit.ResidualVariance, 1e-4);
        Assert.Equal(expected.GetProperty("sigma2_donor").GetDouble(), fit.Components[0].Variance, 1e-4);
    }

    [Fact]
    public void Follows_shift_and_unit() => Gen.Select(Gen.Int[-300, 300].Select(one => one / 10.0).Array[18], Gen.Int[-5, 5]).Sample((noise, power) =>
    {
        RandomFactor lot = new("lot", [.. Enumerable.Range(0, 18).Select(i => $"{i % 6}")]);
        if (noise.Distinct().Count() < 10) return true;
        var (unit, x) = (Math.Pow(10, power), Ones(18));
        var (plain, other) = (VarianceComponents.Fit(x, noise, lot), VarianceComponents.Fit(x, [.. noise.Select(value => unit * (value + 7))], lot));
        return Near(other.ResidualVariance / (unit * unit), plain.ResidualVariance, 1e-6) && Near(other.Components[0].Variance / (unit * unit), plain.Components[0].Variance, 1e-6)
            && Near(other.Coefficients[0] / unit, plain.Coefficients[0] + 7, 1e-7);
    }, iter: 40);

    [Fact]
    public void Refuses_what_has_no_answer_in_a_sentence()
    {
        Refused("another level in every row", () => VarianceComponents.Fit(Ones(4), [1, 2, 3, 5], new RandomFactor("lot", ["a", "b", "c", "d"])));
        Refused("one level only", () => VarianceComponents.Fit(Ones(4), [1, 2, 3, 5], new RandomFactor("lot", ["a", "a", "a", "a"])));
        Refused("3 levels for 4 rows", () => VarianceComponents.Fit(Ones(4), [1, 2, 3, 5], new RandomFactor("lot", ["a", "a", "b"])));
        Refused("no variance to share", () => VarianceComponents.Fit(Ones(4), [2, 2, 2, 2], new RandomFactor("lot", ["a", "a", "b", "b"])));
        Refused("nobody can tell which of them it is", () => VarianceComponents.Fit(Ones(6), [1, 2, 3, 4, 5, 7], new RandomFactor("lot", ["a", "a", "b", "b", "c", "c"]), new RandomFactor("operator", ["x", "x", "y", "y", "z", "z"])));
        Refused("no residual", () => VarianceComponents.Fit(Ones(6), [1, 1, 2, 2, 4, 4], new RandomFactor("lot", ["a", "a", "b", "b", "c", "c"])));
        Refused("depends on the columns", () => VarianceComponents.Fit(Matrix<double>.Build.Dense(4, 2, 1), [1, 2, 3, 5], new RandomFactor("lot", ["a", "a", "b", "b"])));
    }

    private static Matrix<double> Ones(int rows) => Matrix<double>.Build.Dense(rows, 1, 1);
}
