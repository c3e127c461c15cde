using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Materials;
using Cellwright.Domain.Recipes;
using AddMaterial = Cellwright.Domain.Execution.Commands.AddMaterial;

namespace Cellwright.Tests.Execution;

public sealed class AddingMaterial
{
    private static readonly AddMaterial Vector = new(Floor.Id, "M1", "vector", "V-1", 1, "mL");

    [Fact, Requirement("P211-101")]
    public void That_is_critical_waits_for_an_independent_second_person()
    {
        var happened = Floor.In("M1").When(Vector).Stands().Happened;
        Assert.Equal(new MaterialAdded("M1", "vector", "vector", "V-1", 1, "mL", true), happened[0]);
        Assert.Equal(("vector-volume", 1, "mL", Assessment.Normal), (((ValueRecorded)happened[1]).Parameter, ((ValueRecorded)happened[1]).Value, ((ValueRecorded)happened[1]).Unit, ((ValueRecorded)happened[1]).Assessment));
    }

    [Fact]
    public void That_is_not_critical_waits_for_nobody() =>
        Assert.False(((MaterialAdded)Floor.In("M1").When(new AddMaterial(Floor.Id, "M1", "medium", "M-1", 10, "mL")).Happened[0]).AwaitsVerification);

    [Fact, Requirement("DI-3")]
    public void Twice_is_two_acts_each_at_its_own_time()
    {
        var floor = Floor.In("M1").After(1).Does(Vector).After(3).Does(new AddMaterial(Floor.Id, "M1", "medium", "M-1", 10, "mL"));
        Assert.Equal([Floor.Start.AddMinutes(1), Floor.Start.AddMinutes(4)], floor.State.Step("M1")!.Done.Select(done => done.At));
    }

    [Theory, Requirement("P211-100")]
    [InlineData(0.5, Assessment.Alert)]
    [InlineData(2, Assessment.Alert)]
    [InlineData(0.8, Assessment.Normal)]
    public void Is_judged_with_the_limits_themselves_inside(double amount, Assessment expected) =>
        Assert.Equal(expected, Floor.In("M1").When(Vector with { Amount = amount }).Happened.OfType<ValueRecorded>().Single().Assessment);

    [Fact, Requirement("P211-100")]
    public void Opens_a_deviation_and_holds_at_once_when_the_amount_is_outside()
    {
        var outcome = Floor.In("M1").When(Vector with { Amount = 2.01 }).Stands();
        Assert.Equal([typeof(MaterialAdded), typeof(ValueRecorded), typeof(DeviationAnnounced)], outcome.Happened.Select(happened => happened.GetType()));
        Assert.Single(outcome.State.Holds);
    }

    [Theory, Requirement("P11-10f")]
    [InlineData("Z-9", "lot", "not on record")]
    [InlineData("", "lot", "not on record")]
    [InlineData("M-1", "lot-material", "asks for vector")]
    public void Is_refused_for_a_wrong_lot(string lot, string rule, string words) => Floor.In("M1").When(Vector with { LotId = lot }).ThenRefused(rule, words);

    public static TheoryData<string, Lot> UnfitLots => new()
    {
        { "lot-status", Floor.Released("V-1", "vector") with { Status = LotStatus.Quarantine } },
        { "lot-status", Floor.Released("V-1", "vector") with { Status = LotStatus.Rejected } },
        { "lot-expiry", Floor.Released("V-1", "vector") with { Expiry = Floor.Start } },
        { "lot-amount", Floor.Released("V-1", "vector") with { Uses = [new LotUse("B-0", "M1", 100, Floor.Start)] } },
    };

    [Theory, MemberData(nameof(UnfitLots)), Requirement("P211-100")]
    public void Is_refused_for_a_lot_that_may_not_be_used(string rule, Lot lot)
    {
        var floor = Floor.In("M1");
        floor.Lots["V-1"] = lot;
        floor.When(Vector).ThenRefused(rule);
    }

    [Fact]
    public void Is_refused_for_a_lot_that_is_counted_in_another_unit()
    {
        var floor = Floor.In("M1");
        floor.Lots["V-1"] = floor.Lots["V-1"] with { Unit = "L" };
        floor.When(Vector).ThenRefused("lot-unit", "counted in L");
    }

    [Theory]
    [InlineData(1, "L")]
    [InlineData(-0.001, "mL")]
    [InlineData(double.NaN, "mL")]
    [InlineData(double.PositiveInfinity, "mL")]
    [InlineData(1e300, "mL")]
    public void Is_refused_for_an_amount_that_is_none(double amount, string unit) =>
        Floor.In("M1").When(Vector with { Amount = amount, Unit = unit }).ThenRefused("unit");

    [Fact, Requirement("P211-101")]
    public void Is_refused_when_the_lot_does_not_hold_so_much()
    {
        var floor = Floor.In("M1");
        floor.Lots["V-1"] = Floor.Released("V-1", "vector") with { Uses = [new LotUse("B-0", "M1", 99.2m, Floor.Start)] };
        floor.When(Vector).ThenRefused("lot-amount", "0.8 mL are left");
        floor.When(Vector with { Amount = 0.8 }).Stands();
    }

    [Fact]
    public void Is_refused_a_second_time() => Floor.In("M1").Does(Vector).When(Vector).ThenRefused("recorded", "asked for once");

    [Fact]
    public void Is_refused_where_the_step_does_not_ask_for_it() => Floor.In("M1").When(Vector with { Demand = "serum" }).ThenRefused("recipe");

    [Fact]
    public void Is_refused_in_a_step_that_is_not_active() => Floor.In().When(Vector).ThenRefused("sequence");

    [Fact, Requirement("P211-188")]
    public void Is_told_to_the_lot() =>
        Assert.Equal(
            Reaction.Give(new RecordLotUse("V-1", Floor.Id, "M1", 1.25m, "mL")),
            Assert.Single(new ExecutionReactions().React(Floor.Id, new MaterialAdded("M1", "vector", "vector", "V-1", 1.25, "mL", true))));
}
