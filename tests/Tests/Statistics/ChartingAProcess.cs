using System.Text.Json;
using Cellwright.Statistics.Capability;
using Cellwright.Statistics.Charts;

namespace Cellwright.Tests.Statistics;

/// <summary>
/// Montgomery's piston rings, charted by qcc 2.7 (`capability_spc/pistonrings_qcc.json`). qcc takes d2 from a table with three decimals, 2.326 and 1.128; all
/// that follows is compared with that figure, so that nothing hides behind its rounding.
/// </summary>
public sealed class ChartingAProcess
{
    private readonly JsonElement reference = JsonDocument.Parse(File.ReadAllText(Shared.Path("oracles", "capability_spc", "pistonrings_qcc.json"))).RootElement;
    private readonly double[][] rings;
    private readonly ProcessEstimate estimate;

    public ChartingAProcess()
    {
        rings = [.. reference.GetProperty("data").EnumerateArray().GroupBy(one => one.GetProperty("sample").GetInt32(), one => one.GetProperty("diameter").GetDouble()).Select(group => group.ToArray())];
        var computed = Shewhart.RangeEstimate(rings[..25]);
        estimate = computed with { Sigma = computed.Sigma * ControlConstants.D2(5) / 2.326 };
    }

    [Fact]
    public void Needs_no_table_of_constants()
    {
        var means = Shewhart.Means(rings, Shewhart.RangeEstimate(rings[..25]));
        Same(Numbers("xbar", "limits"), [means[0].Lower, means[0].Upper], 1e-8);
        Assert.Equal(reference.GetProperty("xbar").GetProperty("std.dev").GetDouble(), Shewhart.RangeEstimate(rings[..25]).Sigma, 5e-7);
    }

    [Fact]
    public void Gives_the_limits_of_another_program_for_means_and_ranges()
    {
        var (means, ranges) = (Shewhart.Means(rings, estimate), Shewhart.Ranges(rings, estimate));
        Same(Numbers("xbar", "limits"), [means[0].Lower, means[0].Upper]);
        Same([reference.GetProperty("xbar").GetProperty("center").GetDouble(), reference.GetProperty("xbar").GetProperty("std.dev").GetDouble()], [estimate.Mean, estimate.Sigma]);
        Same(Numbers("R", "limits"), [ranges[0].Lower, ranges[0].Upper], 5e-5);
        Assert.Equal([37, 38, 39], means.Select((point, i) => (point.IsOutside, i + 1)).Where(pair => pair.IsOutside).Select(pair => pair.Item2));
    }

    [Fact]
    public void Gives_the_limits_of_another_program_for_single_values_EWMA_and_CUSUM()
    {
        var first = rings.SelectMany(group => group).Take(40).ToArray();
        var moving = Shewhart.MovingRangeEstimate(first);
        var point = Shewhart.Individuals(first, moving with { Sigma = moving.Sigma * ControlConstants.D2(2) / 1.128 })[0];
        Same(Numbers("individuals_first40", "limits"), [point.Lower, point.Upper]);

        var (means, single) = (rings.Select(group => group.Average()).ToArray(), estimate with { Sigma = estimate.Sigma / Math.Sqrt(5) });
        var ewma = Ewma.Chart(means, single, 0.2, 3);
        Same(Numbers("ewma", "y"), [.. ewma.Select(one => one.Value)]);
        Same([.. reference.GetProperty("ewma").GetProperty("limits").EnumerateArray().SelectMany(pair => pair.EnumerateArray().Select(one => one.GetDouble()))], [.. ewma.SelectMany(one => new[] { one.Lower, one.Upper })]);

        var cusum = Cusum.Chart(means, single, 0.5, 5);
        Same(Numbers("cusum", "pos"), [.. cusum.Select(one => one.Upper)], 1e-8);
        Same(Numbers("cusum", "neg"), [.. cusum.Select(one => -one.Lower)], 1e-8);
        Assert.Equal(37, cusum.Select((one, i) => (one.IsOutside, i + 1)).First(pair => pair.IsOutside).Item2);
        Assert.Equal(30, cusum[38].UpperSince);
    }

    [Fact]
    public void Gives_the_capability_of_another_program_with_its_intervals()
    {
        var phase1 = rings[..25].SelectMany(group => group).ToArray();
        var within = CapabilityIndices.Of(estimate.Mean, estimate.Sigma, 125, 124, 73.95, 74.05);
        foreach (var row in reference.GetProperty("indices").EnumerateArray())
        {
            var (value, low, high) = (row.GetProperty("Value").GetDouble(), row.GetProperty("2.5%").GetDouble(), row.GetProperty("97.5%").GetDouble());
            switch (row.GetProperty("term").GetString())
            {
                case "Cp": Same([value, low, high], [within.Spread!.Value.Value, within.Spread.Value.Low, within.Spread.Value.High]); break;
                case "Cp_k": Same([value, low, high], [within.Nearest.Value, within.Nearest.Low, within.Nearest.High]); break;

                // qcc leaves a square out of the degrees of freedom: n (1 + a²) / (1 + 2a²), where Patnaik's two moments give n (1 + a²)² / (1 + 2a²).
                case "Cpm": Same([value, low, high], [within.Target!.Value.Value, within.Target.Value.Low, within.Target.Value.High], 1.1e-3); break;
                case "Cp_l": Same([value], [within.Lower!.Value.Value]); break;
                case "Cp_u": Same([value], [within.Upper!.Value.Value]); break;
            }
        }

        Assert.Equal(reference.GetProperty("ppk_overall_phase1").GetProperty("Ppk").GetDouble(), CapabilityIndices.Overall(phase1, 73.95, 74.05).Nearest.Value, 1e-9);
    }

    private double[] Numbers(string chart, string name) => [.. reference.GetProperty(chart).GetProperty(name).EnumerateArray().Select(one => one.GetDouble())];

    private static void Same(double[] expected, double[] found, double relative = 1e-9)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= relative * Math.Max(1e-3, Math.Abs(pair.First)), $"{pair.Second:R} for {pair.First:R}"));
    }
}
