using Cellwright.Statistics.Monitoring;

namespace Cellwright.Tests.Statistics;

/// <summary>Cells that run out of something jump at one time, in one batch of thirty: normal, and no spike. Everywhere else a spike is one.</summary>
public sealed class ScalingWildStations
{
    private const int Wild = 9;

    [Fact]
    [Requirement("P211-110")]
    public void Takes_no_jump_for_a_spike_where_training_batches_have_jumped_and_each_elsewhere()
    {
        var random = new Random(5);
        var monitor = BatchMonitor.Fit(new Campaign(false, SimulatedCampaign.Tags, ["z_viability", "z_cd4"],
            [.. Enumerable.Range(0, 150).Select(i => Jumping(random, $"S-{i:000}", i < 100 ? RunRole.Train : RunRole.Calibrate, i % 30 == 7 ? Wild : null, 12 + (i % 4)))]));
        Assert.All(monitor.Tails!.Index(), row => Assert.All(row.Item.Index(), tail => Assert.True(
            (row.Index, tail.Index) is (Wild, 4) ? tail.Item > 1.5 : tail.Item is >= 1 and < 1.3, $"station {row.Index}, tag {tail.Index}: {tail.Item}")));

        double Spike(int at) => monitor.Replay(Jumping(new Random(6), "B", RunRole.Test, at, 12)).Points[at].Statistics[0] is var t2 ? t2.Value / t2.Limit : 0;
        Assert.InRange(Spike(Wild), 0, 1);
        Assert.True(Spike(Wild + 6) > 1);

        // A model from before there were tails judges as it did.
        var before = monitor with { Tails = null };
        var jumped = Jumping(new Random(6), "B", RunRole.Test, Wild, 12);
        Assert.True(before.Replay(jumped).Points[Wild].Statistics[0].Value > 1.5 * monitor.Replay(jumped).Points[Wild].Statistics[0].Value);
    }

    private static Run Jumping(Random random, string id, RunRole role, int? at, double deviations)
    {
        var run = SimulatedCampaign.Batch(random, id, role);
        return at is not { } station ? run : run with { Values = [.. run.Values.Select((row, k) => k != station ? row : (double[])[.. row.Select((value, j) => j == 4 ? value + (0.2 * deviations) : value)])] };
    }
}
