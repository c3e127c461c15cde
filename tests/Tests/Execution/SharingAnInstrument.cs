using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Execution;

/// <summary>A counter that several batches use: its readings name no batch, so it measures for one step at a time.</summary>
[Requirement("P11-10h", "P211-188")]
public sealed class SharingAnInstrument
{
    private static readonly RecordFromEquipment Density = new(Floor.Id, "R1", "density");

    [Fact]
    public void Claims_it_with_the_start_of_the_step_and_gives_it_free_with_its_end()
    {
        var reactions = new ExecutionReactions();
        var started = Floor.In().Done("C1", "F1", "M1").When(new StartStep(Floor.Id, "R1")).ThenOne<StepStarted>();
        Assert.Equal(["CC-01"], started.Instruments!);
        Assert.Equal([Reaction.Give(new BeginMeasurement("CC-01", Floor.Id, "R1"))], reactions.React(Floor.Id, started));
        Assert.Equal([Reaction.Give(new EndMeasurement("CC-01", Floor.Id, "R1"))], reactions.React(Floor.Id, new StepCompleted("R1", ["CC-01"])));
        Assert.Empty(reactions.React(Floor.Id, new StepStarted("R1")));
        Assert.Empty(reactions.React(Floor.Id, new StepCompleted("R1")));
    }

    [Fact]
    public void Gives_the_turn_to_the_next_in_the_order_in_which_they_came()
    {
        var item = Given.Events<EquipmentItem>(new EquipmentRegistered("CC-01", "cell-counter", "Counter", "CR-2", true));
        item.When(new BeginMeasurement("CC-01", "B-1", "R1"), Acting.By(Performer.System)).Then(new MeasurementBegun("B-1", "R1"));
        item.When(new BeginMeasurement("CC-01", "B-1", "R1"), Acting.By(Performer.System)).ThenNothing();
        item.When(new BeginMeasurement("CC-01", "B-2", "R1"), Acting.By(Performer.System)).Stands();
        item.When(new BeginMeasurement("CC-01", "B-3", "R1"), Acting.By(Performer.System)).Stands();
        Assert.Equal([new Claim("B-1", "R1", Acting.Start), new Claim("B-2", "R1", null), new Claim("B-3", "R1", null)], item.State.Claims);
        var later = Acting.Start.AddMinutes(9);
        item.When(new EndMeasurement("CC-01", "B-1", "R1"), Acting.By(Performer.System, later)).Then(new MeasurementEnded("B-1", "R1"));
        item.When(new EndMeasurement("CC-01", "B-1", "R1"), Acting.By(Performer.System, later)).ThenNothing();
        Assert.Equal([new Claim("B-2", "R1", later), new Claim("B-3", "R1", null)], item.State.Claims);
        item.And("system", later.AddMinutes(1), new UseStarted("B-2"), new UseEnded("B-2"));
        Assert.Equal([new Claim("B-3", "R1", later.AddMinutes(1))], item.State.Claims);
    }

    [Fact]
    public void Lets_it_be_told_to_measure_only_when_the_turn_has_come()
    {
        var item = Given.Events<EquipmentItem>(
            new EquipmentRegistered("CC-01", "cell-counter", "Counter", "CR-2", true), new MeasurementBegun("B-1", "R1"), new MeasurementBegun("B-2", "R1"));
        item.When(new CommandPhase("CC-01", "B-2", "R1", "measure", true), Acting.By(Performer.System)).ThenNothing();
        item.When(new CommandPhase("CC-01", "B-1", "R1", "measure", true), Acting.By(Performer.System)).ThenOne<PhaseCommanded>();
        item.And("system", Acting.Start, new MeasurementEnded("B-1", "R1"));
        item.When(new CommandPhase("CC-01", "B-2", "R1", "measure", true), Acting.By(Performer.System)).ThenOne<PhaseCommanded>();
    }

    [Fact]
    public void Needs_no_turn_at_an_item_that_one_batch_has_alone() =>
        Given.Events<EquipmentItem>(new EquipmentRegistered("FI-01", "filter-tester", "Tester", "CR-2", false))
            .When(new BeginMeasurement("FI-01", "B-1", "R1"), Acting.By(Performer.System)).ThenNothing();

    [Fact]
    public void Refuses_what_it_measured_for_another_batch_and_names_that_batch() =>
        Sharing(new Claim("B-2", "R7", Floor.Start), new Claim(Floor.Id, "R1", null)).Reads("viable-cell-density", 5, 2e6, "/mL", equipment: "CC-01").After(6)
            .When(Density).ThenRefused("instrument", "step R7 of batch B-2");

    [Fact]
    public void Refuses_what_it_measured_for_another_step_of_the_same_batch() =>
        Sharing(new Claim(Floor.Id, "I1", Floor.Start)).After(6).When(Density).ThenRefused("instrument", "step I1");

    [Fact]
    public void Waits_a_moment_until_the_turn_is_claimed() =>
        Sharing().Reads("viable-cell-density", 5, 2e6, "/mL", equipment: "CC-01").After(6).When(Density).ThenRefused("stale", "not ready yet");

    [Fact]
    public void Takes_only_what_was_measured_since_the_turn_began()
    {
        var floor = Sharing(new Claim(Floor.Id, "R1", Floor.Start.AddMinutes(4))).Reads("viable-cell-density", 3, 9e6, "/mL", equipment: "CC-01").After(6);
        floor.When(Density).ThenRefused("stale", "Measure again");
        Assert.Equal(2e6, floor.Reads("viable-cell-density", 5, 2e6, "/mL", equipment: "CC-01").When(Density).ThenOne<ValueRecorded>().Value);
    }

    [Fact]
    public void Takes_what_the_device_says_was_measured_for_this_step_whoever_has_the_turn()
    {
        var floor = Sharing(new Claim("B-2", "R7", Floor.Start)).Measures(5, 2e6, Floor.Id, "R1").Measures(6, 9e6, "B-2", "R7").After(7);
        Assert.Equal(2e6, floor.When(Density).ThenOne<ValueRecorded>().Value);
    }

    [Fact]
    public void Takes_it_from_a_device_that_names_the_batch_only() =>
        Assert.Equal(2e6, Sharing(new Claim(Floor.Id, "R1", Floor.Start)).Measures(5, 2e6, Floor.Id, "").After(6).When(Density).ThenOne<ValueRecorded>().Value);

    [Theory]
    [InlineData("B-2", "R1", "step R1 of batch B-2")]
    [InlineData(Floor.Id, "R0", "step R0 of batch B-1")]
    [InlineData("B-2", "", "batch B-2")]
    public void Refuses_a_late_result_of_other_work_that_falls_into_this_turn(string batch, string step, string words) =>
        Sharing(new Claim(Floor.Id, "R1", Floor.Start.AddMinutes(4))).Measures(5, 9e6, batch, step).After(6).When(Density).ThenRefused("instrument", words);

    [Fact]
    public void Refuses_what_an_item_that_it_has_alone_measured_for_another_batch()
    {
        var floor = Floor.In("R1").Measures(5, 9e6, "B-2", "R1").After(6);
        floor.When(Density).ThenRefused("instrument", "for step R1 of batch B-2");
        Assert.Equal(2e6, floor.Measures(7, 2e6, Floor.Id, "R1").After(2).When(Density).ThenOne<ValueRecorded>().Value);
    }

    [Fact]
    public void Asks_to_measure_again_when_its_own_result_is_older_than_the_step() =>
        Sharing(new Claim(Floor.Id, "R1", Floor.Start)).Measures(-5, 2e6, Floor.Id, "R1").After(6).When(Density).ThenRefused("stale", "Measure again");

    private static Floor Sharing(params Claim[] claims)
    {
        var floor = Floor.In("R1");
        floor.Items["CC-01"] = Floor.Item("CC-01", "cell-counter") with { Shared = true, Claims = [.. claims] };
        return floor;
    }
}
