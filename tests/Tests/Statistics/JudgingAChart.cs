using Cellwright.Statistics.Charts;
using Cellwright.Statistics.Descriptive;
using static Cellwright.Tests.Statistics.ResistingWildValues;

namespace Cellwright.Tests.Statistics;

[Requirement("P211-110")]
public sealed class JudgingAChart
{
    /// <summary>Stephens 1974, JASA 69:730, table 1.3: 0.631, 0.752, 0.873 and 1.035 at 10, 5, 2.5 and 1 %. With values at the normal scores themselves there is nothing to find.</summary>
    [Fact]
    public void Knows_how_far_from_normal_values_are()
    {
        foreach (var (statistic, chance) in new[] { (0.631, 0.10), (0.752, 0.05), (0.873, 0.025), (1.035, 0.01) })
        {
            // A sample whose statistic is just that: normal scores with one value pulled away until it is reached.
            var values = Enumerable.Range(1, 50).Select(i => Cellwright.Statistics.Numbers.Probability.NormalQuantile((i - 0.375) / 50.25)).ToArray();
            Assert.True(Normality.Of(values) is { Statistic: < 0.2, P: > 0.9 });
            var (low, high) = (values[^1], 30.0);
            for (var round = 0; round < 80; round++)
            {
                values[^1] = (low + high) / 2;
                if (Normality.Of(values).Statistic < statistic) low = values[^1];
                else high = values[^1];
            }

            Assert.Equal(statistic, Normality.Of(values).Statistic, 1e-6);
            Assert.Equal(chance, Normality.Of(values).P, 0.04 * chance + 0.0005);
        }

        Refused("at least 8", () => Normality.Of([1, 2, 3, 4, 5, 6, 7]));
        Refused("equal", () => Normality.Of([2, 2, 2, 2, 2, 2, 2, 2]));
    }

    /// <summary>Champ &amp; Woodall 1987 for Western Electric; own simulation for Nelson. Seed 4, within three standard errors.</summary>
    [Fact]
    public void States_how_long_a_chart_runs_to_a_false_alarm()
    {
        Assert.Equal(370.398, RunRules.LimitsRunLength(), 1e-3);
        var random = new Random(4);
        Near(RunRules.WesternElectricRunLength, points => RunRules.WesternElectric(points));
        Near(RunRules.NelsonRunLength, points => RunRules.Nelson(points));

        void Near(double stated, Func<double[], IReadOnlyList<RuleSignal>> rules)
        {
            double[] lengths = [.. Enumerable.Range(0, 3000).Select(_ => (double)First(rules))];
            var summary = Summary.Of(lengths);
            Assert.InRange(summary.Mean, stated - (3 * summary.StandardDeviation / Math.Sqrt(3000)), stated + (3 * summary.StandardDeviation / Math.Sqrt(3000)));
        }

        int First(Func<double[], IReadOnlyList<RuleSignal>> rules)
        {
            for (var series = Array.Empty<double>(); ;)
            {
                series = [.. series, .. Enumerable.Range(0, Math.Max(150, series.Length)).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
                if (rules(series) is [var first, ..]) return first.To + 1;
            }
        }
    }
}
