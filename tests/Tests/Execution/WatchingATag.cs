using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;

namespace Cellwright.Tests.Execution;

[Requirement("P211-100")]
public sealed class WatchingATag
{
    [Fact]
    public void Opens_a_deviation_and_holds_at_once_with_the_readings_around_it()
    {
        var floor = Floor.In("I1").ReadsEachMinute("chamber-temperature", 0, 60, 37).Reads("chamber-temperature", 61, 38.2).After(62);
        var outcome = floor.When(Report(61, 38.2), Performer.System).Stands();
        var began = Assert.IsType<ExcursionBegan>(outcome.Happened[0]);
        Assert.Equal((Assessment.Outside, 38.2, "CP-01", "a@61"), (began.Assessment, began.Value, began.Equipment, began.Address));
        var announced = Assert.IsType<DeviationAnnounced>(outcome.Happened[1]);
        Assert.True(announced.Holds);
        Assert.Equal((Floor.Start.AddMinutes(31), 38.2), (announced.Evidence[0].At, announced.Evidence[^1].Value));
        Assert.True(outcome.State.Holds.ContainsKey("B-1-D1"));
    }

    [Fact]
    public void Flags_an_alert_without_a_deviation()
    {
        var outcome = Watched().When(Report(5, 37.6), Performer.System);
        Assert.Equal(Assessment.Alert, outcome.ThenOne<ExcursionBegan>().Assessment);
        Assert.Empty(outcome.State.Holds);
    }

    [Fact]
    public void Gets_worse_from_alert_to_deviation_and_ends_in_the_normal_range()
    {
        var floor = Watched().Does(Report(5, 37.6), Performer.System);
        Assert.Equal(2, floor.When(Report(6, 38.1), Performer.System).Happened.Count);
        floor.When(Report(7, 37.9), Performer.System).ThenNothing();
        floor.When(Report(8, 37.5), Performer.System).Then(new ExcursionEnded("I1", "chamber", 37.5, "Cel", Floor.Start.AddMinutes(8), "a@8"));
        Assert.Empty(floor.State.Excursions);
    }

    [Theory]
    [InlineData(36.5)]
    [InlineData(37.5)]
    public void Is_quiet_on_the_limits_themselves(double value) => Watched().When(Report(5, value), Performer.System).ThenNothing();

    [Fact]
    public void Says_nothing_twice() => Watched().Does(Report(5, 38.1), Performer.System).When(Report(6, 38.3), Performer.System).ThenNothing();

    [Fact]
    public void Ignores_what_was_read_before_the_step() => Watched().When(Report(-1, 39), Performer.System).ThenNothing();

    [Fact]
    public void Ignores_a_step_that_is_not_active()
    {
        Floor.In().When(Report(5, 39), Performer.System).ThenNothing();
        Floor.In().Done("I1").After(9).When(Report(5, 39), Performer.System).ThenNothing();
        new Floor().When(Report(5, 39), Performer.System).ThenNothing();
    }

    [Theory]
    [InlineData("I1", "volume", "Cel")]
    [InlineData("I1", "chamber", "K")]
    [InlineData("R1", "temperature", "Cel")]
    [InlineData("Z9", "chamber", "Cel")]
    public void Ignores_what_the_recipe_does_not_watch(string step, string parameter, string unit) =>
        Floor.In("I1", "R1").When(Report(5, 39) with { Step = step, Parameter = parameter, Unit = unit }, Performer.System).ThenNothing();

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Ignores_what_is_no_number(double value) => Watched().When(Report(5, value), Performer.System).ThenNothing();

    [Fact]
    public void Ends_with_the_step() =>
        Assert.Empty(Watched().Does(Report(5, 37.6), Performer.System).Has(new StepCompleted("I1")).State.Excursions);

    private static Floor Watched() => Floor.In("I1").After(10);

    private static ReportExcursion Report(double minute, double value) =>
        new(Floor.Id, "I1", "chamber", "CP-01", value, "Cel", Floor.Start.AddMinutes(minute), $"a@{minute}");
}
