using Cellwright.Statistics;
using Cellwright.Statistics.Descriptive;
using CsCheck;

namespace Cellwright.Tests.Statistics;

public sealed class ResistingWildValues
{
    private static readonly double[] Values = [2.1, 3.4, 2.9, 3.3, 10.2, 2.7, 3.05, 2.85, 3.6, 2.95, -4.1, 3.15];

    private static readonly Gen<double[]> Series = Gen.Int[-800, 800].Select(eighths => eighths / 8.0).Array[2, 40];

    /// <summary>R 4.2.2: Sn and Qn (without its own correction) of robustbase 0.95, the corrections of 1992 multiplied in here; mad.</summary>
    [Theory]
    [InlineData(2, 1.15193234, 2.8848819999999993, 0.96369)]
    [InlineData(3, 1.1037513, 1.10957, 0.7413)]
    [InlineData(5, 0.8056013, 1.10957, 0.59304)]
    [InlineData(8, 0.53935335, 0.887656, 0.44478)]
    [InlineData(9, 0.6744153, 0.776699, 0.51891)]
    [InlineData(11, 0.64943564356435657, 0.776699, 0.51891)]
    [InlineData(12, 0.53667, 0.776699, 0.44478)]
    public void Gives_the_scales_of_another_program(int count, double sn, double qn, double mad)
    {
        double[] small = [0.399, 0.994, 0.512, 0.844, 0.611, 0.857, 0.669, 0.872];
        var correction = count <= 9 ? small[count - 2] : count % 2 == 1 ? count / (count + 1.4) : count / (count + 3.8);
        var values = Values[..count];
        Assert.Equal(sn, Robust.Sn(values), 1e-12);
        Assert.Equal(1, Robust.Qn(values) / (qn * correction * 2.2191444659850759 / 2.2191400), 2e-6);
        Assert.Equal(mad, Robust.Mad(values), 1e-4 * mad);
    }

    /// <summary>R 4.2.2, MASS 7.3: huber(x, k = 1.5), mean(x, trim = .2).</summary>
    [Fact]
    public void Gives_the_locations_of_another_program()
    {
        Assert.Equal(3.02587, Robust.HuberLocation(Values), 1e-5);
        Assert.Equal(3.0375, Robust.TrimmedMean(Values, 0.2), 1e-14);
        Assert.Equal(3.0, Robust.Median(Values));
    }

    [Fact]
    public void Finds_the_same_as_the_definition_in_n_squared_steps() => Series.Sample(values =>
    {
        var n = values.Length;
        var pairs = (from i in Enumerable.Range(0, n) from j in Enumerable.Range(i + 1, n - i - 1) select Math.Abs(values[i] - values[j])).Order().ToArray();
        var h = (n / 2) + 1;
        var inner = values.Select(x => values.Select(y => Math.Abs(x - y)).Order().ElementAt(n / 2)).Order().ElementAt(((n + 1) / 2) - 1);
        double[] sn = [0.743, 1.851, 0.954, 1.351, 0.993, 1.198, 1.005, 1.131], qn = [0.399, 0.994, 0.512, 0.844, 0.611, 0.857, 0.669, 0.872];
        var (cs, cq) = n <= 9 ? (sn[n - 2], qn[n - 2]) : n % 2 == 1 ? (n / (n - 0.9), n / (n + 1.4)) : (1, n / (n + 3.8));
        return Near(Robust.Sn(values), 1.1926 * cs * inner) && Near(Robust.Qn(values), 2.2191444659850759 * cq * pairs[(h * (h - 1) / 2) - 1]);
    });

    [Fact]
    public void Follows_shift_and_scale() => Gen.Select(Series, Gen.Int[-50, 50].Select(one => (double)one), Gen.Int[1, 9].Select(one => one / 4.0)).Sample((values, shift, scale) =>
    {
        var moved = values.Select(value => shift + (scale * value)).ToArray();
        return Near(Robust.Median(moved), shift + (scale * Robust.Median(values))) && Near(Robust.TrimmedMean(moved, 0.1), shift + (scale * Robust.TrimmedMean(values, 0.1)))
            && Near(Robust.Mad(moved), scale * Robust.Mad(values)) && Near(Robust.Sn(moved), scale * Robust.Sn(values)) && Near(Robust.Qn(moved), scale * Robust.Qn(values))
            && Near(Robust.Winsorised(moved, 0.1).Variance, scale * scale * Robust.Winsorised(values, 0.1).Variance)
            && (Robust.Mad(values) == 0 || Near(Robust.HuberLocation(moved), shift + (scale * Robust.HuberLocation(values))));
    });

    [Fact]
    public void Stays_where_it_is_when_a_quarter_of_the_values_goes_wild()
    {
        var values = Enumerable.Range(0, 40).Select(i => Math.Sin(i * 1.7)).ToArray();
        var spoilt = values.Select((value, i) => i % 4 == 0 ? 1e9 : value).ToArray();
        Assert.All([Robust.Median(spoilt), Robust.Mad(spoilt), Robust.Sn(spoilt), Robust.Qn(spoilt), Robust.HuberLocation(spoilt), Robust.TrimmedMean(spoilt, 0.3)], found => Assert.InRange(found, -5, 5));
    }

    [Fact]
    public void Refuses_what_has_no_answer_in_a_sentence()
    {
        Refused("at least half", () => Robust.HuberLocation([1, 1, 1, 2]));
        Refused("Value 2 of the values is NaN", () => Robust.Median([1, double.NaN]));
        Refused("needs at least 2", () => Robust.Sn([1]));
        Refused("less than 0.5", () => Robust.TrimmedMean([1, 2], 0.5));
        Refused("no autocorrelation", () => Summary.Autocorrelation([3d, 3, 3]));
        Refused("needs at least 2", () => Summary.Of([1d]));
        Refused("no variance to analyse", () => OneWayAnova.Of([[1d, 1], [1d]]));
        Refused("needs at least 2", () => OneWayAnova.Of([[1d, 2]]));
    }

    internal static void Refused(string because, Func<object> act) => Assert.Contains(because, Assert.Throws<UnusableInputException>(act).Message, StringComparison.OrdinalIgnoreCase);

    internal static bool Near(double found, double expected, double relative = 1e-9) => Math.Abs(found - expected) <= relative * (1 + Math.Abs(expected));
}
