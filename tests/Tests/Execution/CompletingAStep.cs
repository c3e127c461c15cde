using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Execution;

public sealed class CompletingAStep
{
    [Fact]
    public void Ends_it()
    {
        var step = Floor.In("P1", "P2").Does(new Confirm(Floor.Id, "P1", "statement-1")).After(7).When(new CompleteStep(Floor.Id, "P1")).Then(new StepCompleted("P1")).State.Step("P1")!;
        Assert.Equal((false, "olga", Floor.Start.AddMinutes(7)), (step.Active, step.CompletedBy, step.CompletedAt));
    }

    [Fact]
    public void Does_nothing_a_second_time() => Floor.In("P1").Has(new StepCompleted("P1")).When(new CompleteStep(Floor.Id, "P1")).ThenNothing();

    [Theory, Requirement("P11-10f")]
    [InlineData("C1", "the confirmation \"Nothing of another patient is left.\"")]
    [InlineData("M1", "the addition of Vector")]
    [InlineData("R1", "Temperature from equipment")]
    [InlineData("H1", "Glucose by hand")]
    [InlineData("H1", "a signature (responsibility)")]
    [InlineData("S1", "the sample Sterility")]
    [InlineData("K1", "Total cells computed")]
    [InlineData("O1", "equipment processor checked out")]
    public void Is_refused_while_anything_is_missing_and_names_it(string step, string missing) =>
        Floor.In(step).When(new CompleteStep(Floor.Id, step)).ThenRefused("incomplete", missing);

    [Fact, Requirement("P11-10f")]
    public void Is_refused_without_the_check_in() =>
        Floor.Ordered().Has(new BatchStarted(), new StepStarted("E1")).When(new CompleteStep(Floor.Id, "E1")).ThenRefused("incomplete", "equipment checked in as processor");

    [Fact, Requirement("P211-101")]
    public void Is_refused_while_a_second_person_must_verify() =>
        Floor.In("C1").Does(new Confirm(Floor.Id, "C1", "point-1")).When(new CompleteStep(Floor.Id, "C1")).ThenRefused("incomplete", "by a second person");

    [Fact]
    public void Is_refused_for_a_step_that_was_not_started() => Floor.In().When(new CompleteStep(Floor.Id, "C1")).ThenRefused("sequence", "has not been started");

    [Theory]
    [InlineData("nothing")]
    [InlineData("C1#1")]
    public void Is_refused_for_a_step_that_the_recipe_does_not_have(string step) =>
        Floor.In().When(new CompleteStep(Floor.Id, step)).ThenRefused("sequence");

    [Fact, Requirement("P211-100")]
    public void Is_refused_while_the_batch_is_on_hold() =>
        Floor.In("P1").Does(new Confirm(Floor.Id, "P1", "statement-1")).Has(new HoldPlaced("H", "r")).When(new CompleteStep(Floor.Id, "P1")).ThenRefused("hold");

    [Fact, Requirement("P211-111")]
    public void Is_refused_before_its_minimum_duration_and_stands_on_its_end()
    {
        var floor = Floor.In("F1").Does(new Confirm(Floor.Id, "F1", "statement-1")).Does(new Confirm(Floor.Id, "F1", "statement-2"));
        floor.At(Floor.Start.AddMinutes(5).AddTicks(-1)).When(new CompleteStep(Floor.Id, "F1")).ThenRefused("time", "lasts at least 5 min");
        floor.At(Floor.Start.AddMinutes(5)).When(new CompleteStep(Floor.Id, "F1")).Stands();
    }

    [Fact, Requirement("P211-111")]
    public void Is_refused_after_its_maximum_duration_even_when_nobody_has_announced_it_yet()
    {
        var floor = Incubated();
        floor.At(Floor.Start.AddHours(30).AddTicks(1)).When(new CompleteStep(Floor.Id, "I1")).ThenRefused("time", "ran out");
        floor.At(Floor.Start.AddHours(30)).When(new CompleteStep(Floor.Id, "I1")).Then(new StepCompleted("I1"));
    }

    [Fact, Requirement("P211-111")]
    public void Is_refused_after_the_time_for_its_end_even_when_nobody_has_announced_it_yet()
    {
        Floor Waiting() => Floor.In().Done("P1", "P2").Has(new StepStarted("W1"), new Confirmed("W1", "statement-1", "Waited.", false));
        Waiting().After(6 * 60).When(new CompleteStep(Floor.Id, "W1")).Stands();
        Waiting().After((6 * 60) + 1).When(new CompleteStep(Floor.Id, "W1")).ThenRefused("time", "ran out");
    }

    [Fact, Requirement("P11-10f")]
    public void Takes_the_branch_that_the_recorded_values_choose_and_says_why() =>
        AtTheChoice(9.9e7).When(new CompleteStep(Floor.Id, "P2")).Then(
            new StepCompleted("P2"), new FlowDecided("enough", 0, "[K1/total] < 1.0e8 holds (K1/total = 99000000)"));

    [Fact, Requirement("P11-10f")]
    public void Takes_the_other_branch_on_the_limit_itself() =>
        AtTheChoice(1e8).When(new CompleteStep(Floor.Id, "P2")).Then(
            new StepCompleted("P2"), new FlowDecided("enough", 1, "no case holds ([K1/total] < 1.0e8: K1/total = 100000000)"));

    [Fact, Requirement("P11-10f")]
    public void Goes_round_again_until_the_condition_holds_and_says_why_each_time()
    {
        var floor = AtTheLoop();
        floor.Does(new StartStep(Floor.Id, "G1#1")).Does(new RecordByHand(Floor.Id, "G1#1", "sugar", 2, "g/L", null));
        floor.When(new CompleteStep(Floor.Id, "G1#1")).Then(new StepCompleted("G1#1"), new FlowDecided("feed#1", 1, "[G1/sugar] > 2'g/L' does not hold yet (G1/sugar = 2)"));
        floor.After(1).Does(new StartStep(Floor.Id, "G1#2")).Does(new RecordByHand(Floor.Id, "G1#2", "sugar", 2.1, "g/L", null));
        floor.When(new CompleteStep(Floor.Id, "G1#2")).Then(new StepCompleted("G1#2"), new FlowDecided("feed#2", 0, "[G1/sugar] > 2'g/L' holds (G1/sugar = 2.1)"));
        floor.When(new StartStep(Floor.Id, "G1#3")).ThenRefused("sequence", "W1");
    }

    [Fact, Requirement("P11-10f")]
    public void Ends_a_loop_at_its_most_iterations_and_says_so()
    {
        var floor = AtTheLoop();
        for (var round = 1; round <= 3; round++)
        {
            var key = $"G1#{round}";
            floor.After(1).Does(new StartStep(Floor.Id, key)).Does(new RecordByHand(Floor.Id, key, "sugar", 1, "g/L", null));
            if (round < 3) floor.Does(new CompleteStep(Floor.Id, key));
            else floor.When(new CompleteStep(Floor.Id, key)).Then(new StepCompleted(key), new FlowDecided("feed#3", 0, "iteration 3 of at most 3 is done"));
        }
    }

    [Fact]
    public void Completes_the_batch_with_its_last_step()
    {
        var floor = AtTheLastStep();
        var state = floor.After(1).When(new CompleteStep(Floor.Id, "O1")).Then(new StepCompleted("O1"), new BatchCompleted()).State;
        Assert.Equal((BatchStatus.Completed, Floor.Start.AddMinutes(1)), (state.Status, state.EndedAt));
    }

    [Fact, Requirement("P211-188", "P11-70")]
    public void Is_refused_at_the_last_step_while_a_correction_waits_for_its_verification_or_a_signature_lapsed()
    {
        var floor = AtTheLastStep().Does(new CorrectValue(Floor.Id, "H1", "glucose", 5, "g/L", "misread"));
        var complete = new CompleteStep(Floor.Id, "O1");
        floor.When(complete).ThenRefused("incomplete", "in step H1 verification of Glucose");
        floor.Verifies("H1", "glucose").When(complete).ThenRefused("incomplete", "in step H1 a signature (responsibility)");
        floor.Does(new SignStep(Floor.Id, "H1"), Floor.Olga, floor.StepSignature("H1", Floor.Olga)).When(complete).Stands();
        Assert.Equal(BatchStatus.Completed, floor.State.Status);
    }

    // Every step before the last with all that it asks for.
    private static Floor AtTheLastStep()
    {
        var floor = Floor.Ordered().Has(new BatchStarted());
        foreach (var step in new[] { "C1", "E1", "F1", "M1", "R1", "H1", "S1", "K1", "I1", "P1", "P2" }) floor.Performed(step);
        floor.Has(new FlowDecided("enough", 1, "")).Performed("X2").Performed("G1#1").Has(new FlowDecided("feed#1", 0, "")).Performed("W1").Performed("Y1");
        return floor.Has(new StepStarted("O1")).Does(new CheckOutEquipment(Floor.Id, "O1", "processor")).Does(new CheckOutEquipment(Floor.Id, "O1", "counter"));
    }

    private static Floor Incubated() => Floor.In("I1").Has(Values.Of("I1", "chamber", 37, "Cel"));

    private static Floor AtTheChoice(double total) =>
        Floor.In().Done("C1", "F1", "M1", "R1", "H1", "S1").Has(new StepStarted("K1"), Values.Of("K1", "total", total, "1"), new StepCompleted("K1"))
            .Done("I1", "P1").Has(new StepStarted("P2"), new Confirmed("P2", "statement-1", "Right is done.", false));

    private static Floor AtTheLoop() =>
        Floor.In().Done("C1", "F1", "M1", "R1", "H1", "S1", "K1", "I1", "P1", "P2").Has(new FlowDecided("enough", 1, "")).Done("X2");
}

internal static class Values
{
    /// <summary>A value in range, as equipment gave it.</summary>
    public static ValueRecorded Of(string step, string parameter, double value, string unit) => new()
    {
        Step = step, Parameter = parameter, Value = value, Unit = unit, Assessment = Cellwright.Domain.Recipes.Assessment.Normal, Source = ValueSource.Equipment, SourceAt = Floor.Start,
    };
}
