using Cellwright.Statistics.Calibration;
using Cellwright.Statistics.ChangePoints;
using Cellwright.Statistics.Numbers;
using CsCheck;
using static Cellwright.Tests.Statistics.ResistingWildValues;

namespace Cellwright.Tests.Statistics;

public sealed class SeeingAChange
{
    [Fact]
    public void Finds_the_best_division_of_all() => Gen.Select(Gen.Int[-60, 60].Select(one => one / 10.0).Array[4, 11], Gen.Int[1, 3], Gen.Int[1, 40].Select(one => one / 4.0)).Sample((values, shortest, penalty) =>
    {
        var found = Pelt.MeanChanges(values, 1, penalty, shortest);
        var divisions = Divisions(0, values.Length, shortest).Select(ends => Cost(values, ends, penalty));
        return found[0].From == 0 && found[^1].To == values.Length && found.Zip(found.Skip(1)).All(pair => pair.First.To == pair.Second.From)
            && found.All(one => one.To - one.From >= shortest) && Near(Cost(values, [.. found.Select(one => one.To)], penalty), divisions.Min(), 1e-9);
    });

    [Fact]
    public void Finds_where_the_mean_was_moved_and_nothing_where_it_was_not()
    {
        var quiet = Noise(600, 7);
        var moved = quiet.Select((value, i) => value + (i is >= 200 and < 350 ? 3 : i >= 350 ? -1.5 : 0)).ToArray();
        Assert.Equal([600], Pelt.MeanChanges(quiet).Select(one => one.To));
        var found = Pelt.MeanChanges(moved);
        Assert.Equal(3, found.Count);
        Assert.InRange(found[0].To, 198, 202);
        Assert.InRange(found[1].To, 348, 352);
        Assert.InRange(found[1].Mean, 2.7, 3.3);
    }

    /// <summary>Adams &amp; MacKay 2007: the posterior over all divisions, here summed over every one of them for a short series.</summary>
    [Fact]
    public void Knows_on_line_what_has_changed_and_from_no_later_value()
    {
        var series = Noise(120, 11).Select((value, i) => 20 + (0.5 * (value + (i >= 70 ? 4 : 0)))).ToArray();
        var points = OnlineChange.Follow(series, 20, 0.5);
        Assert.True(points[69].ChangedWithin < 0.2, $"{points[69].ChangedWithin}");
        Assert.True(points[78].ChangedWithin > 0.99, $"{points[78].ChangedWithin}");
        Assert.InRange(points[^1].MostLikelyRun, 49, 51);
        Assert.Equal(points[..80], OnlineChange.Follow(series[..80], 20, 0.5));
    }

    [Fact]
    public void Gives_the_posterior_of_the_definition() => Gen.Int[-30, 30].Select(one => one / 10.0).Array[2, 8].Sample(values =>
    {
        // Every division into stretches, weighted with its prior and the predictive densities within each stretch.
        var n = values.Length;
        var shares = new double[n + 1];
        for (var cuts = 0; cuts < 1 << (n - 1); cuts++)
        {
            var (log, from) = (0.0, 0);
            for (var i = 0; i < n; i++)
            {
                if (i > 0)
                {
                    var cut = (cuts & (1 << (i - 1))) != 0;
                    log += Math.Log(cut ? 0.1 : 0.9);
                    if (cut) from = i;
                }

                log += Predictive(values[from..i], values[i]);
            }

            shares[n - from] += Math.Exp(log);
        }

        var expected = shares.Take(Math.Min(3, n - 1) + 1).Sum() / shares.Sum();
        return Near(OnlineChange.Follow(values, 0, 1, 3, 10, 3)[^1].ChangedWithin, expected, 1e-9);
    }, iter: 50);

    [Fact]
    public void Guarantees_only_what_the_runs_can_support()
    {
        var nineteen = Noise(19, 3);
        Assert.Equal((nineteen.Max(), 0.05), (ConformalLimit.Of(nineteen, 0.05).Limit, ConformalLimit.Of(nineteen, 0.05).Alpha));
        Refused("smallest share of false alarms that can be guaranteed is 0.1111, and 0.05", () => ConformalLimit.Of(nineteen[..8], 0.05));
        Refused("calibrate with 99 runs", () => ConformalLimit.Of(nineteen, 0.01));
        Assert.Equal((0.05, 0.01), (ConformalLimit.SmallestAlpha(19), ConformalLimit.SmallestAlpha(99)));
        Assert.Equal(0.05, ConformalLimit.P(nineteen, 100));
        Assert.Equal(1, ConformalLimit.P(nineteen, -100));
    }

    [Fact]
    public void Alarms_as_seldom_as_it_guarantees()
    {
        var (alarms, within, total) = (0, 0, 0);
        for (var round = 0; round < 400; round++)
        {
            var runs = Noise(119, 1000 + round).Select(Math.Exp).ToArray();
            var limit = ConformalLimit.Of(runs[..59], 0.1);
            alarms += runs[59..].Count(one => one > limit.Limit);
            total += 60;
            var (low, high) = limit.RealisedAlpha();
            var chance = 1 - Probability.Normal(Math.Log(limit.Limit));
            within += chance >= low && chance <= high ? 1 : 0;
        }

        Assert.InRange(alarms / (double)total, 0.09, 0.11);
        Assert.InRange(within / 400.0, 0.91, 0.99);
    }

    [Fact]
    public void Refuses_what_has_no_answer_in_a_sentence()
    {
        Refused("neighbouring values are equal", () => Pelt.MeanChanges([1, 1, 1, 1, 1, 2]));
        Refused("needs at least 4", () => Pelt.MeanChanges([1, 2, 3]));
        Refused("penalty", () => Pelt.MeanChanges([1, 2, 3, 4], 1, 0));
        Refused("standard deviation", () => OnlineChange.Follow([1, 2], 0, 0));
        Refused("more than one", () => OnlineChange.Follow([1, 2], 0, 1, expectedRun: 1));
        Refused("Value 1", () => ConformalLimit.Of([double.NaN, 2], 0.5));
    }

    private static double[] Noise(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Probability.NormalQuantile(Math.Clamp(random.NextDouble(), 1e-15, 1 - 1e-15)))];
    }

    private static double Predictive(double[] before, double value)
    {
        double mean = 0, weight = 1 / 9.0, shape = 2, rate = 2;
        foreach (var z in before)
        {
            rate += weight * (z - mean) * (z - mean) / (2 * (weight + 1));
            (mean, weight, shape) = (((weight * mean) + z) / (weight + 1), weight + 1, shape + 0.5);
        }

        var scale = Math.Sqrt(rate * (weight + 1) / (shape * weight));
        return MathNet.Numerics.Distributions.StudentT.PDFLn(mean, scale, 2 * shape, value);
    }

    private static IEnumerable<int[]> Divisions(int from, int to, int shortest)
    {
        if (to - from >= shortest) yield return [to];
        for (var end = from + shortest; end <= to - shortest; end++)
        {
            foreach (var rest in Divisions(end, to, shortest)) yield return [end, .. rest];
        }
    }

    private static double Cost(double[] values, int[] ends, double penalty)
    {
        var (cost, from) = (-penalty, 0);
        foreach (var end in ends)
        {
            var mean = values[from..end].Average();
            cost += values[from..end].Sum(value => (value - mean) * (value - mean)) + penalty;
            from = end;
        }

        return cost;
    }
}
