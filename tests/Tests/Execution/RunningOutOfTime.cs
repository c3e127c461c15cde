using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Execution;

[Requirement("P211-111")]
public sealed class RunningOutOfTime
{
    [Fact]
    public void Starts_a_clock_by_what_the_system_recorded()
    {
        var clock = Assert.Single(Clocks.Running(Collected().State));
        Assert.Equal(("I1", Floor.Start, Floor.Start.AddHours(2)), (clock.Step, clock.Since, clock.Until));
        Assert.Contains("within 120 min of the end of Read off", clock.What.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Stops_the_clock_when_the_awaited_step_starts() =>
        Assert.DoesNotContain(Clocks.Running(Collected().Has(new StepStarted("I1")).State), clock => !clock.Id.EndsWith("duration", StringComparison.Ordinal));

    [Fact]
    public void Goes_on_while_the_batch_is_paused() => Assert.Single(Clocks.Running(Collected().Has(new BatchPaused("r")).State));

    [Fact]
    public void Ends_with_the_batch() => Assert.Empty(Clocks.Running(Collected().Has(new BatchAborted("r", "q", "Q", "")).State));

    [Fact]
    public void Opens_a_deviation_and_holds_in_the_same_decision()
    {
        var floor = Collected().After(121);
        var clock = Clocks.Running(floor.State).Single();
        var outcome = floor.When(new ExpireClock(Floor.Id, clock.Id), Performer.System).Stands();
        Assert.Equal(new ClockExpired(clock.Id, "I1", clock.Until), outcome.Happened[0]);
        var announced = Assert.IsType<DeviationAnnounced>(outcome.Happened[1]);
        Assert.Equal(("I1", null, true), (announced.Step, announced.Parameter, announced.Holds));
        floor.When(new StartStep(Floor.Id, "S1")).ThenRefused("hold", "ran out");
    }

    [Fact]
    public void Does_nothing_on_the_limit_itself_and_nothing_twice()
    {
        var floor = Collected();
        var expire = new ExpireClock(Floor.Id, Clocks.Running(floor.State).Single().Id);
        floor.At(Floor.Start.AddHours(2)).When(expire, Performer.System).ThenNothing();
        floor.At(Floor.Start.AddHours(2).AddTicks(1)).Does(expire, Performer.System).When(expire, Performer.System).ThenNothing();
    }

    [Fact]
    public void Ignores_a_clock_that_does_not_run() => Collected().After(999).When(new ExpireClock(Floor.Id, "nothing"), Performer.System).ThenNothing();

    [Fact]
    public void Lets_the_step_start_once_the_deviation_is_decided()
    {
        var floor = Collected().Done("S1", "K1").After(121);
        floor.When(new StartStep(Floor.Id, "I1")).ThenRefused("time", "ran out");
        floor.Does(new ExpireClock(Floor.Id, Clocks.Running(floor.State).Single().Id), Performer.System);
        floor.Does(new ReleaseHold(Floor.Id, "B-1-D1", "decided"), Performer.System).When(new StartStep(Floor.Id, "I1")).Stands();
    }

    [Fact]
    public void Holds_a_step_that_lasts_too_long()
    {
        var floor = Floor.In("I1").Has(Values.Of("I1", "chamber", 37, "Cel")).At(Floor.Start.AddHours(31));
        var clock = Clocks.Running(floor.State).Single(clock => clock.Id == "I1:duration");
        Assert.Equal((TimeSpan.FromHours(30), Cellwright.Domain.Recipes.Edge.End), (clock.Limit, clock.Edge));
        floor.Does(new ExpireClock(Floor.Id, clock.Id), Performer.System).When(new CompleteStep(Floor.Id, "I1")).ThenRefused("hold");
        floor.Does(new ReleaseHold(Floor.Id, "B-1-D1", "decided"), Performer.System).When(new CompleteStep(Floor.Id, "I1")).Stands();
    }

    [Fact]
    public void Does_not_run_for_a_step_that_a_choice_passed_by() =>
        Assert.Contains("X1", Sequencing.PassedBy(Floor.In().Has(new FlowDecided("enough", 1, "")).State));

    // H1 is done and everything up to it; the clock of I1 runs from now.
    private static Floor Collected() => Floor.In().Done("C1", "F1", "M1", "R1", "H1");
}
