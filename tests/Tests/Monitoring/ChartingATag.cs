using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Monitoring;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Monitoring;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Monitoring;

/// <summary>One tag, reading by reading: what somebody should look at although no limit forbids it.</summary>
public class ChartingATag
{
    private static readonly Parameter Temperature = new()
    {
        Name = "chamber", Unit = "Cel", Target = 37, Normal = new(36.5, 37.5), Proven = new(36, 38), Class = Criticality.CPP, Observation = ObservationClass.Equipment, Tag = "chamber-temperature", Watch = true,
    };

    private static readonly ReportAdvice Advice = new(Floor.Id, "I1", "chamber", "CP-01", AdviceKind.Creep, "It creeps.", Acting.Start.AddMinutes(5), "1:5");

    [Fact]
    public void Says_nothing_of_a_regulated_temperature_that_breathes_for_a_day() =>
        Assert.Empty(Said(new Random(1), _ => 0, hours: 24));

    [Fact]
    public void Says_nothing_of_the_way_to_the_set_point() =>
        Assert.Empty(Said(new Random(2), hours => -15 * Math.Exp(-hours / 0.04), hours: 6));

    [Fact]
    public void Sees_a_probe_that_is_off_by_half_a_degree_within_its_range_in_an_hour()
    {
        var (hours, kind, sentence) = Said(new Random(3), at => at < 6 ? 0 : 0.45, hours: 12)[0];
        Assert.Equal(AdviceKind.Jump, kind);
        Assert.Contains("stayed there", sentence, StringComparison.Ordinal);
        (hours, _, sentence) = Said(new Random(3), at => at < 6 ? 0 : 0.45, hours: 12).First(one => one.Kind == AdviceKind.Creep);
        Assert.InRange(hours, 6, 7);
        Assert.Contains("keeps above its set point 37 °C", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Sees_a_small_offset_that_lasts() =>
        Assert.InRange(Said(new Random(4), at => at < 6 ? 0 : -0.2, hours: 24).First(one => one.Kind == AdviceKind.Creep).Hours, 8, 16);

    [Fact]
    public void Sees_a_value_that_stands_still_and_not_one_that_always_does()
    {
        var (hours, kind, sentence) = Assert.Single(Said(new Random(5), _ => 0, hours: 6, stuckFrom: 3));
        Assert.Equal(AdviceKind.Stuck, kind);
        Assert.InRange(hours, 3, 3.5);
        Assert.Contains("to the last digit", sentence, StringComparison.Ordinal);
        Assert.Empty(Said(new Random(5), _ => 0, hours: 6, stuckFrom: 0));
    }

    [Fact]
    public void Takes_no_single_wild_value_for_a_jump() =>
        Assert.Empty(Said(new Random(6), at => Math.Abs(at - 3) < 0.001 ? 5 : 0, hours: 6));

    [Fact]
    public void Is_recorded_once_for_each_step_tag_and_kind_and_only_while_the_step_runs()
    {
        var stream = Given.Nothing<BatchMonitoring>();
        stream.When(Advice, Knowing(Floor.In("I1"))).Then(new AdviceGiven("I1", "chamber", "CP-01", "chamber-temperature", AdviceKind.Creep, "It creeps.", Advice.At, "1:5"));
        stream.When(Advice with { Address = "1:6" }, Knowing(Floor.In("I1"))).ThenNothing();
        stream.When(Advice with { Kind = AdviceKind.Stuck }, Knowing(Floor.In("I1"))).Stands();
        Given.Nothing<BatchMonitoring>().When(Advice, Knowing(Floor.In())).ThenNothing();
        Given.Nothing<BatchMonitoring>().When(Advice with { At = Acting.Start.AddMinutes(-1) }, Knowing(Floor.In("I1"))).ThenNothing();
    }

    private static Act Knowing(Floor floor) => Acting.By(Performer.System, facts: Acting.Knowing((new StateOf<Batch>(Floor.Id), floor.State)));

    // Every ten seconds: noise of 0.02 K, resolved to 0.01 K, about a slow breath of 0.04 K, as a processor of the virtual plant has them.
    private static List<(double Hours, AdviceKind Kind, string Sentence)> Said(Random random, Func<double, double> off, double hours, double stuckFrom = double.PositiveInfinity)
    {
        var (chart, said, stuck, breath) = (new TagChart(Temperature), new List<(double, AdviceKind, string)>(), double.NaN, 0.0);
        for (var second = 0; second < hours * 3600; second += 10)
        {
            var at = second / 3600.0;
            breath = 0.986 * breath + 0.0066 * Normal();
            var value = Math.Round(37 + off(at) + breath + 0.02 * Normal(), 2);
            if (at >= stuckFrom) value = stuck = double.IsNaN(stuck) ? value : stuck;
            if (chart.Take(value, Acting.Start.AddSeconds(second)) is var (kind, sentence)) said.Add((at, kind, sentence));
        }

        return [.. said.DistinctBy(one => one.Item2)];

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
