using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;

namespace Cellwright.Tests.Execution;

public sealed class RecordingFromEquipment
{
    private static readonly RecordFromEquipment Temperature = new(Floor.Id, "R1", "temperature");

    [Fact, Requirement("P211-68b2", "P11-10h")]
    public void Takes_the_number_bit_for_bit_with_its_unit_its_source_and_its_reading()
    {
        const double exact = 37.00000000000001;
        var value = Floor.In("R1").Reads("chamber-temperature", 4.5, exact).After(5).When(Temperature).ThenOne<ValueRecorded>();
        Assert.Equal(BitConverter.DoubleToInt64Bits(exact), BitConverter.DoubleToInt64Bits(value.Value));
        Assert.Equal(("Cel", ValueSource.Equipment, "CP-01", Floor.Start.AddMinutes(4.5)), (value.Unit, value.Source, value.Equipment, value.SourceAt));
        Assert.Equal(["CP-01/chamber-temperature@4.5"], value.Readings);
        Assert.Equal((Assessment.Normal, false), (value.Assessment, value.AwaitsVerification));
    }

    [Theory, Requirement("P211-100")]
    [InlineData(36.5, Assessment.Normal)]
    [InlineData(37.5, Assessment.Normal)]
    [InlineData(36.49999999, Assessment.Alert)]
    [InlineData(37.50000001, Assessment.Alert)]
    [InlineData(36.0, Assessment.Alert)]
    [InlineData(38.0, Assessment.Alert)]
    public void Is_judged_with_the_limits_themselves_inside(double reading, Assessment expected) =>
        Assert.Equal(expected, Floor.In("R1").Reads("chamber-temperature", 5, reading).After(5).When(Temperature).ThenOne<ValueRecorded>().Assessment);

    [Theory, Requirement("P211-100", "P211-110")]
    [InlineData(35.99999999)]
    [InlineData(38.00000001)]
    [InlineData(-5.0)]
    public void Opens_a_deviation_and_holds_the_batch_in_the_same_decision_when_outside(double reading)
    {
        var floor = Floor.In("R1").ReadsEachMinute("chamber-temperature", 0, 4, 37).Reads("chamber-temperature", 5, reading).After(5);
        var outcome = floor.When(Temperature).Stands();
        Assert.Equal(Assessment.Outside, Assert.IsType<ValueRecorded>(outcome.Happened[0]).Assessment);
        var announced = Assert.IsType<DeviationAnnounced>(outcome.Happened[1]);
        Assert.Equal(("B-1-D1", "R1", "temperature", true), (announced.DeviationId, announced.Step, announced.Parameter, announced.Holds));
        Assert.Contains("36 to 38 °C", announced.What, StringComparison.Ordinal);
        Assert.Equal([37, 37, 37, 37, 37, reading], announced.Evidence.Select(around => around.Value));
        Assert.Equal("CP-01/chamber-temperature@5", announced.Evidence[^1].Address);
        floor.When(new Confirm(Floor.Id, "R1", "anything")).ThenRefused("hold", announced.What);
    }

    [Fact, Requirement("P211-100")]
    public void Opens_a_deviation_without_a_hold_where_the_recipe_asks_for_none()
    {
        var floor = Floor.In("R1").Reads("viable-cell-density", 5, 4.9e5, "/mL", equipment: "CC-01").After(6);
        var outcome = floor.When(new RecordFromEquipment(Floor.Id, "R1", "density")).Stands();
        Assert.False(Assert.IsType<DeviationAnnounced>(outcome.Happened[1]).Holds);
        Assert.Empty(outcome.State.Holds);
        Assert.Single(outcome.State.Deviations);
    }

    [Fact]
    public void Takes_the_mean_of_a_whole_window_and_says_so()
    {
        var floor = Floor.In("R1").ReadsEachMinute("co2", 0, 9, 5, "%").Reads("co2", 10, 5.5, "%").After(10);
        var value = floor.When(new RecordFromEquipment(Floor.Id, "R1", "co2")).ThenOne<ValueRecorded>();
        Assert.Equal(((5.0 * 10) + 5.5) / 11, value.Value, 1e-12);
        Assert.Equal("mean of 11 readings over 10 min", value.Computation);
        Assert.Equal(11, value.Readings.Count);
    }

    [Fact]
    public void Is_refused_while_the_window_is_not_full()
    {
        var floor = Floor.In("R1").ReadsEachMinute("co2", -20, 9, 5, "%").After(9);
        floor.When(new RecordFromEquipment(Floor.Id, "R1", "co2")).ThenRefused("condition", "averaged over 10 min of this step");
    }

    [Theory]
    [InlineData(0, 3, 7, 10)]
    [InlineData(4, 6, 7, 10)]
    public void Is_refused_when_the_window_has_a_gap(int from, int to, int again, int end)
    {
        var floor = Floor.In("R1").ReadsEachMinute("co2", from, to, 5, "%").ReadsEachMinute("co2", again, end, 5, "%").After(10);
        floor.When(new RecordFromEquipment(Floor.Id, "R1", "co2")).ThenRefused("stale", "gaps");
    }

    [Fact]
    public void Leaves_what_is_not_good_out_of_a_mean_and_refuses_when_that_leaves_a_gap()
    {
        var floor = Floor.In("R1").ReadsEachMinute("co2", 0, 3, 5, "%").ReadsEachMinute("co2", 7, 10, 5, "%").After(10);
        for (var minute = 4; minute <= 6; minute++) floor.Reads("co2", minute, 5, "%", Quality.Uncertain);
        floor.When(new RecordFromEquipment(Floor.Id, "R1", "co2")).ThenRefused("stale", "gaps");
    }

    [Fact]
    public void Takes_the_lowest_value_once_a_condition_has_held_long_enough()
    {
        var floor = Floor.In("R1").ReadsEachMinute("chamber-temperature", 0, 29, 37).Reads("chamber-temperature", 30, 36.5).After(30);
        var value = floor.When(new RecordFromEquipment(Floor.Id, "R1", "warm")).ThenOne<ValueRecorded>();
        Assert.Equal((36.5, Floor.Start.AddMinutes(30)), (value.Value, value.SourceAt));
        Assert.Equal(2, value.Readings.Count);
    }

    [Theory]
    [InlineData(10, 36.4, Quality.Good)]
    [InlineData(10, 37.0, Quality.Uncertain)]
    public void Is_refused_when_a_condition_was_broken(int minute, double reading, Quality quality)
    {
        var floor = Floor.In("R1").ReadsEachMinute("chamber-temperature", 0, minute - 1, 37).Reads("chamber-temperature", minute, reading, quality: quality)
            .ReadsEachMinute("chamber-temperature", minute + 1, 30, 37).After(30);
        floor.When(new RecordFromEquipment(Floor.Id, "R1", "warm")).ThenRefused("condition", "so far 19 min");
    }

    [Fact]
    public void Counts_a_condition_from_the_start_of_the_step_only() =>
        Floor.In("R1").ReadsEachMinute("chamber-temperature", -60, 10, 37).After(10)
            .When(new RecordFromEquipment(Floor.Id, "R1", "warm")).ThenRefused("condition", "so far 10 min");

    [Fact]
    public void Is_refused_a_second_time() =>
        Floor.In("R1").Reads("chamber-temperature", 5, 37).After(5).Does(Temperature).When(Temperature).ThenRefused("recorded", "correct it");

    [Fact]
    public void Is_refused_for_what_the_step_does_not_ask() =>
        Floor.In("R1").When(Temperature with { Parameter = "pressure" }).ThenRefused("recipe", "does not ask for pressure");

    [Fact]
    public void Is_refused_for_a_value_that_comes_by_hand() =>
        Floor.In("H1").When(new RecordFromEquipment(Floor.Id, "H1", "glucose")).ThenRefused("recipe");

    [Theory]
    [InlineData("Z9")]
    [InlineData("Z9#1")]
    [InlineData("")]
    public void Is_refused_for_a_step_that_the_recipe_does_not_have(string step) =>
        Floor.In("R1").When(Temperature with { Step = step }).ThenRefused("sequence", "has not been started");

    [Fact]
    public void Is_refused_before_the_batch_exists() => new Floor().When(Temperature).ThenRefused("batch");
}
