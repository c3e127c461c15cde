extern alias plant;

using plant::Cellwright.VirtualPlant.Devices;

namespace Cellwright.Tests.VirtualPlant;

public sealed class FreezingTheProduct
{
    // Limits of process-facts A30: within 5 K of the profile outside the fusion plateau, plateau at most 5 minutes, at most -90 Cel at the end.
    [Theory]
    [InlineData(-1.0)]
    [InlineData(1.0)]
    [InlineData(0.5)]
    public void The_probe_follows_the_programme_but_for_a_short_plateau(double rate)
    {
        var r = new Rehearsal();
        r.Order("CF-01", "freeze", numbers: ("cooling-rate", rate));
        var start = r.Now.AddMinutes(3);
        r.Live(TimeSpan.FromHours(2), TimeSpan.FromSeconds(10));

        var product = r.Of("CF-01", "product-temperature");
        var off = product.Where(s => Math.Abs(s.Value - ControlledRateFreezer.Programme((s.At - start).TotalMinutes, Math.Abs(rate))) > 5).ToList();
        Assert.True(off.Count == 0 || off[^1].At - off[0].At <= TimeSpan.FromMinutes(5));
        Assert.All(off, s => Assert.InRange(s.Value, -16, -3));
        Assert.True(r.Last("CF-01", "product-temperature") <= -90);
        var ramp = r.Of("CF-01", "cooling-rate").Where(s => s.At > start && s.At < start.AddMinutes(40)).Average(s => s.Value);
        Assert.Equal(rate, ramp, 0.02);
    }

    [Fact]
    public void The_heat_of_fusion_shows_and_the_chamber_answers_it()
    {
        var r = new Rehearsal();
        r.Order("CF-01", "freeze");
        r.Live(TimeSpan.FromMinutes(40), TimeSpan.FromSeconds(10));

        var product = r.Of("CF-01", "product-temperature").Select(s => s.Value).ToList();
        var rises = Enumerable.Range(6, product.Count - 6).Max(i => product[i] - product[i - 6]);
        Assert.True(rises > 1.5, "super-cooling ends in a rise");
        Assert.Contains(r.Of("CF-01", "chamber-temperature"), s => s.Value < -38 && s.At < Rehearsal.Start.AddMinutes(22));
    }
}
