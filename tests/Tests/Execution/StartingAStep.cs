using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Execution;

public sealed class StartingAStep
{
    [Fact, Requirement("P11-10f")]
    public void Begins_what_the_recipe_has_next()
    {
        var step = Floor.Ordered().Has(new BatchStarted()).After(3).When(new StartStep(Floor.Id, "C1")).Then(new StepStarted("C1")).State.Step("C1")!;
        Assert.True(step.Active);
        Assert.Equal(("olga", Floor.Start.AddMinutes(3)), (step.StartedBy, step.StartedAt));
    }

    [Theory, Requirement("P11-10f")]
    [InlineData("E1")]
    [InlineData("O1")]
    [InlineData("X1")]
    [InlineData("G1")]
    [InlineData("C1#1")]
    [InlineData("nothing")]
    [InlineData("")]
    public void Is_refused_for_what_is_not_next_and_says_what_is(string step) =>
        Floor.Ordered().Has(new BatchStarted()).When(new StartStep(Floor.Id, step)).ThenRefused("sequence", "Go on with what is open now: C1 (Clear the line)");

    [Fact, Requirement("P11-10f")]
    public void Is_refused_while_it_is_under_way() => Floor.In("C1").When(new StartStep(Floor.Id, "C1")).ThenRefused("sequence", "was started");

    [Fact, Requirement("P11-10f")]
    public void Is_refused_once_it_is_completed() =>
        Floor.In("C1").Has(new StepCompleted("C1")).When(new StartStep(Floor.Id, "C1")).ThenRefused("sequence", "is completed");

    [Fact]
    public void Is_refused_before_the_batch_is_started() => Floor.Ordered().When(new StartStep(Floor.Id, "C1")).ThenRefused("status", "has not been started");

    [Fact]
    public void Is_refused_while_the_batch_is_paused() =>
        Floor.In().Has(new BatchPaused("r")).When(new StartStep(Floor.Id, "C1")).ThenRefused("status", "paused");

    [Fact, Requirement("P211-100")]
    public void Is_refused_while_the_batch_is_on_hold() =>
        Floor.In().Has(new HoldPlaced("H", "Recall of a lot")).When(new StartStep(Floor.Id, "C1")).ThenRefused("hold", "Recall of a lot");

    [Fact, Requirement("P11-10i")]
    public void Is_refused_to_whom_nobody_trained() =>
        Floor.In().When(new StartStep(Floor.Id, "C1"), Acting.Person("nora", Role.Operator)).ThenRefused("training", "Printed nora");

    [Fact, Requirement("P11-10i")]
    public void Is_refused_to_whom_another_version_was_taught() =>
        Floor.In().When(new StartStep(Floor.Id, "C1"), Acting.Person("nora", Role.Operator) with { TrainedUntil = ImmutableDictionary<string, DateTimeOffset>.Empty.Add("test@2", DateTimeOffset.MaxValue) })
            .ThenRefused("training");

    [Fact, Requirement("P11-10i")]
    public void Is_refused_from_the_instant_at_which_training_lapses()
    {
        var floor = Floor.In();
        floor.At(Floor.Start.AddYears(1)).When(new StartStep(Floor.Id, "C1")).ThenRefused("training");
        floor.At(Floor.Start.AddYears(1).AddTicks(-1)).When(new StartStep(Floor.Id, "C1")).Stands();
    }

    [Fact, Requirement("P211-105")]
    public void Is_refused_while_no_equipment_has_its_role() =>
        Past("C1", "E1", "F1", "M1").When(new StartStep(Floor.Id, "R1")).ThenRefused("equipment", "processor");

    [Fact, Requirement("P211-111")]
    public void Is_refused_before_a_minimum_time_has_passed_and_stands_on_its_end()
    {
        var floor = Ready();
        floor.At(Floor.Start.AddHours(1).AddTicks(-1)).When(new StartStep(Floor.Id, "W1")).ThenRefused("time", "at least 60 min");
        floor.At(Floor.Start.AddHours(1)).When(new StartStep(Floor.Id, "W1")).Then(new StepStarted("W1"));
    }

    [Fact, Requirement("P211-111")]
    public void Stands_on_the_end_of_a_maximum_time_and_is_refused_after_it()
    {
        Ready().At(Floor.Start.AddHours(4)).When(new StartStep(Floor.Id, "W1")).Stands();
        Ready().At(Floor.Start.AddHours(4).AddTicks(1)).When(new StartStep(Floor.Id, "W1")).ThenRefused("time", "ran out");
    }

    // Everything before W1 is done at the start of the clock.
    private static Floor Ready() =>
        Past("C1", "E1", "F1", "M1", "R1", "H1", "S1", "K1", "I1", "P1", "P2").Has(new FlowDecided("enough", 1, "")).Done("X2").Has(new StepStarted("G1#1"), new StepCompleted("G1#1"), new FlowDecided("feed#1", 0, ""));

    internal static Floor Past(params string[] steps) => Floor.Ordered().Has(new BatchStarted()).Done(steps);
}

internal static class FloorPast
{
    /// <summary>These steps were started and completed now, whatever they ask for.</summary>
    public static Floor Done(this Floor floor, params string[] steps)
    {
        foreach (var step in steps) floor.Has(new StepStarted(step), new StepCompleted(step));
        return floor;
    }
}
