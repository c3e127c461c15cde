using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;

namespace Cellwright.Tests.Execution;

public sealed class CorrectingAValue
{
    private static readonly CorrectValue Command = new(Floor.Id, "H1", "glucose", 5, "g/L", "The display was misread");

    [Fact, Requirement("P11-10e1", "DI-3")]
    public void Names_the_old_value_the_new_one_and_the_reason_in_one_entry()
    {
        var value = WithGlucose().After(9).When(Command).ThenOne<ValueRecorded>();
        Assert.Equal((4, 5, "The display was misread", true), (value.Supersedes, value.Value, value.Reason, value.AwaitsVerification));
        Assert.Equal(Floor.Start, value.SourceAt);
    }

    [Theory, Requirement("P11-10e2")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Leaves_every_earlier_value_readable_in_order(int corrections)
    {
        var floor = WithGlucose();
        for (var k = 1; k <= corrections; k++) floor.After(1).Does(Command with { Value = 4 + k, Reason = $"because {k}" });
        var step = floor.State.Step("H1")!;
        Assert.Equal(Enumerable.Range(0, corrections + 1).Select(k => 4.0 + k), step.Values.Select(value => value.Value));
        Assert.Equal(Enumerable.Range(1, corrections + 1), step.Values.Select(value => value.Ordinal));
        Assert.Equal(Enumerable.Range(0, corrections + 1).Select(k => Floor.Start.AddMinutes(k)), step.Values.Select(value => value.At));
        Assert.Equal(4.0 + corrections, step.Current("glucose")!.Value);
        var shown = Statements.Step(floor.State, "H1");
        Assert.All(step.Values, value => Assert.Contains($"glucose ({value.Ordinal}): {value.Value:0} g/L", shown, StringComparison.Ordinal));
    }

    [Fact, Requirement("P11-70")]
    public void Lets_signatures_on_the_step_lapse_until_it_is_signed_again()
    {
        var floor = Complete();
        floor.Does(new SignStep(Floor.Id, "H1"), Floor.Olga, floor.StepSignature("H1", Floor.Olga));
        Assert.DoesNotContain(floor.State.Step("H1")!.Signatures, signature => signature.Lapsed);
        floor.Does(Command);
        Assert.True(floor.State.Step("H1")!.Signatures.Single(signature => signature.Meaning == "responsibility").Lapsed);
        floor.When(new CompleteStep(Floor.Id, "H1")).ThenRefused("incomplete", "a signature (responsibility)");
        floor.Verifies("H1", "glucose").Does(new SignStep(Floor.Id, "H1"), Floor.Olga, floor.StepSignature("H1", Floor.Olga));
        Assert.Equal([true, false], floor.State.Step("H1")!.Signatures.Where(signature => signature.Meaning == "responsibility").Select(signature => signature.Lapsed));
        floor.When(new CompleteStep(Floor.Id, "H1")).Stands();
    }

    [Fact]
    public void Is_possible_in_a_step_and_a_batch_that_are_completed()
    {
        WithGlucose().Has(new StepCompleted("H1")).When(Command).Stands();
        WithGlucose().Has(new StepCompleted("H1"), new BatchCompleted()).When(Command).Stands();
    }

    [Fact]
    public void Can_be_verified_and_signed_even_after_the_batch_was_aborted()
    {
        var floor = Complete().Has(new BatchAborted("r", "q", "Q", "")).Does(Command).Verifies("H1", "glucose");
        floor.When(new SignStep(Floor.Id, "H1"), Floor.Olga, floor.StepSignature("H1", Floor.Olga)).ThenOne<StepSigned>();
    }

    [Fact, Requirement("P211-100")]
    public void Opens_a_deviation_when_the_right_value_is_outside()
    {
        var happened = WithGlucose().When(Command with { Value = 0.5 }).Stands().Happened;
        Assert.Equal(Assessment.Outside, ((ValueRecorded)happened[0]).Assessment);
        Assert.IsType<DeviationAnnounced>(happened[1]);
    }

    [Fact, Requirement("P211-68b2", "DI-6")]
    public void Computes_again_what_was_computed_from_it_and_keeps_the_earlier_result()
    {
        var floor = Computed();
        var happened = floor.When(new CorrectValue(Floor.Id, "H1", "volume", 80, "mL", "misread")).Stands().Happened.OfType<ValueRecorded>().ToList();
        Assert.Equal([("H1", "volume", 80), ("K1", "total", 1.6e8), ("K1", "half", 0.8e8)], happened.Select(value => (value.Step, value.Parameter, value.Value)));
        Assert.Equal((2e8, ValueSource.Computed, false), (happened[1].Supersedes, happened[1].Source, happened[1].AwaitsVerification));
        Assert.Equal("[R1/density] * [H1/volume] with R1/density = 2000000, H1/volume = 80", happened[1].Computation);
        Assert.Equal([2e8, 1.6e8], floor.State.Step("K1")!.Values.Where(value => value.Parameter == "total").Select(value => value.Value));
    }

    [Fact, Requirement("P211-100")]
    public void Opens_a_deviation_for_each_result_that_is_outside_now() =>
        Assert.Equal(
            [("B-1-D1", "total"), ("B-1-D2", "half")],
            Computed().When(new CorrectValue(Floor.Id, "H1", "volume", 1, "mL", "misread")).Stands().Happened.OfType<DeviationAnnounced>().Select(announced => (announced.DeviationId, announced.Parameter!)));

    [Fact]
    public void Is_refused_without_a_reason() => WithGlucose().When(Command with { Reason = " " }).ThenRefused("reason");

    [Theory]
    [InlineData(double.NaN, "g/L")]
    [InlineData(double.PositiveInfinity, "g/L")]
    [InlineData(5, "mg/dL")]
    public void Is_refused_for_another_unit_and_for_what_is_no_number(double value, string unit) =>
        WithGlucose().When(Command with { Value = value, Unit = unit }).ThenRefused("unit");

    [Fact]
    public void Is_refused_where_nothing_was_recorded() => Floor.In("H1").When(Command).ThenRefused("correction", "nothing to correct");

    [Fact, Requirement("P211-103")]
    public void Is_refused_for_what_was_computed() =>
        Floor.In("K1").Has(Values.Of("K1", "total", 2e8, "1") with { Source = ValueSource.Computed })
            .When(new CorrectValue(Floor.Id, "K1", "total", 3e8, "1", "looks low")).ThenRefused("computed", "Correct its inputs");

    [Fact]
    public void Is_refused_in_a_step_that_was_not_started() => Floor.In().When(Command).ThenRefused("sequence");

    [Fact]
    public void Is_refused_before_the_batch_is_started()
    {
        new Floor().When(Command).ThenRefused("batch");
        Floor.Ordered().When(Command).ThenRefused("status");
    }

    [Fact, Requirement("P11-10i")]
    public void Is_refused_to_whom_nobody_trained() =>
        WithGlucose().When(Command, Acting.Person("nora", Cellwright.Domain.Basics.Role.Operator)).ThenRefused("training");

    [Fact, Requirement("P211-188")]
    public void Of_an_addition_reaches_the_lot()
    {
        var floor = Floor.In("M1").Does(new Cellwright.Domain.Execution.Commands.AddMaterial(Floor.Id, "M1", "vector", "V-1", 1.25, "mL"));
        var correct = new CorrectValue(Floor.Id, "M1", "vector-volume", 1.5, "mL", "misread");
        floor.When(correct with { Value = -1 }).ThenRefused("unit", "not below zero");
        floor.When(correct with { Value = 1e300 }).ThenRefused("unit");
        var value = floor.When(correct).ThenOne<ValueRecorded>();
        Assert.Equal("V-1", value.Lot);
        Assert.Equal(
            Cellwright.Domain.Basics.Reaction.Give(new Cellwright.Domain.Materials.AdjustLotUse("V-1", Floor.Id, "M1", 1.25m, 1.5m, "mL")),
            Assert.Single(new ExecutionReactions().React(Floor.Id, value)));
        Assert.Empty(new ExecutionReactions().React(Floor.Id, WithGlucose().When(Command).ThenOne<ValueRecorded>()));
    }

    private static Floor WithGlucose() => Floor.In("H1").Does(new RecordByHand(Floor.Id, "H1", "glucose", 4, "g/L", null));

    private static Floor Computed() => Floor.In("R1", "H1", "K1")
        .Has(Values.Of("R1", "density", 2e6, "/mL"), Values.Of("H1", "volume", 100, "mL")).Does(new ComputeValues(Floor.Id, "K1")).Has(new StepCompleted("H1"));

    private static Floor Complete() => WithGlucose().Does(new RecordByHand(Floor.Id, "H1", "volume", 100, "mL", null)).Verifies("H1", "glucose").Verifies("H1", "volume");
}
