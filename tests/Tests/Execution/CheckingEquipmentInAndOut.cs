using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Execution;

[Requirement("P211-105")]
public sealed class CheckingEquipmentInAndOut
{
    private static readonly CheckInEquipment In = new(Floor.Id, "E1", "processor", "CP-01");

    [Fact]
    public void Names_the_item_and_until_when_it_is_calibrated()
    {
        var floor = AtCheckIn();
        floor.When(In).Then(new EquipmentCheckedIn("E1", "processor", "processor", "CP-01", Floor.Start.AddDays(30), true))
            .Together(Reaction.Give(new StartUse("CP-01", Floor.Id)));
        Assert.Equal("CP-01", floor.State.Equipment["processor"]);
    }

    [Fact]
    public void Does_nothing_for_the_same_item_again() => AtCheckIn().Does(In).When(In).ThenNothing();

    [Fact]
    public void Is_refused_for_another_item_in_the_same_role() =>
        AtCheckIn().Does(In).When(In with { EquipmentId = "CP-02" }).ThenRefused("recorded", "CP-01 is checked in");

    [Fact]
    public void Is_refused_for_a_role_that_the_step_does_not_fill() => AtCheckIn().When(In with { Demand = "incubator" }).ThenRefused("recipe");

    [Fact]
    public void Is_refused_in_a_step_that_is_not_active()
    {
        Floor.Ordered().Has(new BatchStarted()).When(In).ThenRefused("sequence");
        Floor.In().When(new CheckOutEquipment(Floor.Id, "O1", "processor")).ThenRefused("sequence");
    }

    [Fact]
    public void Out_gives_the_item_back()
    {
        var floor = Floor.In("O1");
        floor.When(new CheckOutEquipment(Floor.Id, "O1", "processor")).Then(new EquipmentCheckedOut("O1", "processor", "processor", "CP-01"));
        Assert.DoesNotContain("processor", floor.State.Equipment.Keys);
        floor.When(new CheckOutEquipment(Floor.Id, "O1", "processor")).ThenNothing();
    }

    [Fact]
    public void Out_is_refused_when_nothing_is_in() =>
        Floor.Ordered().Has(new BatchStarted(), new StepStarted("O1")).When(new CheckOutEquipment(Floor.Id, "O1", "processor")).ThenRefused("equipment");

    [Fact]
    public void Out_is_refused_for_a_role_that_the_step_does_not_empty() =>
        Floor.In("O1").When(new CheckOutEquipment(Floor.Id, "O1", "incubator")).ThenRefused("recipe");

    [Fact]
    public void Stands_in_the_items_own_use_log_in_order_of_time()
    {
        var reactions = new ExecutionReactions();
        Assert.Equal([Reaction.Give(new StartUse("CP-01", Floor.Id))], reactions.React(Floor.Id, new EquipmentCheckedIn("E1", "processor", "processor", "CP-01", null)));
        Assert.Empty(reactions.React(Floor.Id, new EquipmentCheckedIn("E1", "processor", "processor", "CP-01", null, UseLogged: true)));
        Assert.Equal([Reaction.Give(new EndUse("CP-01", Floor.Id))], reactions.React(Floor.Id, new EquipmentCheckedOut("O1", "processor", "processor", "CP-01")));

        var item = Given.Events<EquipmentItem>(new EquipmentRegistered("CP-01", "cell-processor", "Processor", "CR-2", false))
            .And("system", Floor.Start.AddHours(1), new UseStarted(Floor.Id)).And("system", Floor.Start.AddHours(2), new UseEnded(Floor.Id)).State;
        Assert.Equal([UseKind.Registered, UseKind.UseStarted, UseKind.UseEnded], item.UseLog.Select(line => line.Kind));
        Assert.Equal(item.UseLog.OrderBy(line => line.At), item.UseLog);
        Assert.Equal(Floor.Id, item.UseLog[^1].Detail);
    }

    [Fact, Requirement("P211-105")]
    public void Ends_with_the_batch_for_what_nobody_checked_out()
    {
        var floor = Floor.In();
        var reason = new AbortBatch(Floor.Id, "Contaminated");
        var aborted = floor.When(reason, Floor.Sofia, new(Floor.Quirin, "abort", Statements.Hash(Statements.Abort(floor.State, reason.Reason)))).ThenOne<BatchAborted>();
        Assert.Equal(["CC-01", "CP-01"], aborted.Released!);
        Assert.Empty(floor.State.Equipment);
        Reaction[] givenBack = [Reaction.Give(new EndUse("CC-01", Floor.Id)), Reaction.Give(new EndUse("CP-01", Floor.Id))];
        Assert.Equal(givenBack, new ExecutionReactions().React(Floor.Id, aborted));
        Assert.Equal(givenBack, new ExecutionReactions().React(Floor.Id, new BatchCompleted(aborted.Released)));
        Assert.Empty(new ExecutionReactions().React(Floor.Id, new BatchCompleted()));
    }

    private static Floor AtCheckIn() => Floor.Ordered().Has(new BatchStarted(), new StepStarted("E1"));
}
