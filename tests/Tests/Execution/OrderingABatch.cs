using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes.Masters;

namespace Cellwright.Tests.Execution;

public sealed class OrderingABatch
{
    private static readonly OrderBatch Order = new("B-0001", "test", "1", "PO-7", "COI-9");

    [Fact, Requirement("P211-188")]
    public void Carries_the_master_record_word_for_word_and_its_hash()
    {
        var ordered = new Floor().When(Order, Floor.Sofia).ThenOne<BatchOrdered>();
        Assert.Equal(TestRecipe.Text, ordered.RecipeText);
        Assert.Equal(Master.HashOf(ordered.RecipeText), ordered.RecipeHash);
        Assert.Equal(("B-0001", "PO-7", "COI-9"), (ordered.BatchId, ordered.OrderNumber, ordered.ChainOfIdentity));
    }

    [Fact, Requirement("P211-188")]
    public void Goes_on_by_that_text_whatever_becomes_of_the_master()
    {
        var floor = new Floor().Does(Order, Floor.Sofia);
        Assert.Equal(BatchStatus.Ordered, floor.State.Status);
        Assert.Equal(TestRecipe.Text, floor.State.Recipe!.Text);
        Assert.Equal("test@1", floor.State.Recipe.Name);
    }

    [Fact]
    public void Serves_no_patient_where_none_is_named() =>
        Assert.Null(new Floor().When(Order with { ChainOfIdentity = null }, Floor.Sofia).ThenOne<BatchOrdered>().ChainOfIdentity);

    [Fact]
    public void Is_refused_when_the_number_was_used() =>
        Floor.Ordered().When(Order with { BatchId = Floor.Id }, Floor.Sofia).ThenRefused("batch", "never used twice");

    [Theory]
    [InlineData("B")]
    [InlineData("-B-0001")]
    [InlineData("B/0001")]
    [InlineData("B 0001")]
    [InlineData("B-0001\n")]
    [InlineData("../B-0001")]
    [InlineData("B-00000000000000000000000000000000000000001")]
    public void Is_refused_when_the_number_is_none(string number) =>
        new Floor().When(Order with { BatchId = number }, Floor.Sofia).ThenRefused("batch", "is not a batch number");

    [Fact]
    public void Is_refused_without_an_order_number() =>
        new Floor().When(Order with { OrderNumber = " " }, Floor.Sofia).ThenRefused("order");

    [Fact, Requirement("P211-100")]
    public void Is_refused_by_a_master_that_nobody_submitted() =>
        new Floor { Master = Master.Empty }.When(Order, Floor.Sofia).ThenRefused("recipe");

    [Fact, Requirement("P211-100")]
    public void Is_refused_by_a_master_that_was_not_approved() =>
        new Floor { Master = Floor.Approved(Floor.Start) with { EffectiveFrom = null } }.When(Order, Floor.Sofia).ThenRefused("recipe-approval", "not approved");

    [Fact, Requirement("P211-100")]
    public void Is_refused_until_the_master_comes_into_force()
    {
        var floor = new Floor { Master = Floor.Approved(Floor.Start.AddHours(1)) };
        floor.When(Order, Floor.Sofia).ThenRefused("recipe-approval", "in force from");
        floor.After(60).When(Order, Floor.Sofia).Stands();
    }
}
