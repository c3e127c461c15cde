using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;

namespace Cellwright.Tests.Execution;

/// <summary>A step that the recipe offers in the place of another: passed by unless a deviation's decision asks for it.</summary>
[Requirement("P211-100")]
public sealed class TakingAnAlternative
{
    internal const string Text = """
        id: rescue
        version: "1"
        title: Wash again
        product: Cells of the tests
        example: true
        planned-duration: 1 d
        equipment:
          - {name: counter, class: cell-counter}
        procedure:
          - id: unit
            title: Unit
            operations:
              - id: all
                title: All
                flow:
                  - {type: check-in, id: E1, title: Check in, roles: [counter]}
                  - type: record
                    id: R1
                    title: Wash
                    equipment: counter
                    maximum-duration: 2 h
                    parameters:
                      - {name: density, title: Density, unit: /mL, normal: {low: 1.0e6}, proven: {low: 0.5e6}, class: KPP, observation: biology, tag: viable-cell-density, hold: true}
                  - type: record
                    id: R1b
                    title: Wash again
                    alternative-to: R1
                    equipment: counter
                    parameters:
                      - {name: density, title: Density, unit: /mL, normal: {low: 1.0e6}, proven: {low: 0.5e6}, class: KPP, observation: biology, tag: viable-cell-density}
                  - type: compute
                    id: K1
                    title: Total
                    computations: [{parameter: total, formula: "[R1/density] * 100'mL'"}]
                    parameters: [{name: total, title: Total, unit: "1", class: KPP, observation: biology}]
                    windows: [{from: R1, from-edge: end, to: start, maximum: 1 h}]
        """;

    private static readonly TakeAlternative Command = new("B-1", "R1", "R1b", "B-1-D1", "decided");

    [Fact]
    public void Is_offered_by_a_recipe_that_checks_clean() => Assert.Empty(RecipeCheck.Check(Text));

    [Fact]
    public void Is_passed_by_otherwise()
    {
        var batch = Running().And("olga", Acting.Start, Density(2e6), new StepCompleted("R1"));
        Assert.Equal(["K1"], Sequencing.Of(batch.State).Ready.Select(ready => ready.Key));
        Assert.Contains("R1b", Sequencing.PassedBy(batch.State));
        Assert.Empty(Alternatives.Offered(batch.State, "R1"));
    }

    [Fact]
    public void Ends_the_step_keeps_what_it_recorded_and_releases_the_hold()
    {
        var batch = Running(held: true);
        var state = batch.When(Command, Acting.By(Performer.System)).Then(
            new AlternativeTaken("R1", "R1b", "decided", ["CC-01"]), new HoldReleased("B-1-D1", "decided")).State;
        Assert.Equal(("R1b", false), (state.Step("R1")!.ReplacedBy, state.Step("R1")!.Active));
        Assert.Equal(["R1b"], Sequencing.Of(state).Ready.Select(ready => ready.Key));
        Assert.Empty(Completeness.MissingAnywhere(state));
        Assert.Empty(Clocks.Running(state));
        Assert.DoesNotContain("R1b", Sequencing.PassedBy(state));
    }

    [Fact]
    public void Counts_for_the_step_in_formulas_and_in_time_limits()
    {
        var later = Acting.Start.AddMinutes(30);
        var state = Running().When(Command, Acting.By(Performer.System)).Stands().Stream
            .And("olga", later, new StepStarted("R1b"), Values.Of("R1b", "density", 3e6, "/mL"), new StepCompleted("R1b")).State;
        Assert.Equal(3e6, state.ValueOf("R1/density"));
        Assert.Equal(["K1"], Sequencing.Of(state).Ready.Select(ready => ready.Key));
        Assert.Equal(later.AddHours(1), Assert.Single(Clocks.Running(state)).Until);
    }

    [Fact]
    public void Takes_the_place_of_a_step_that_was_not_started_yet()
    {
        var state = Started().When(Command, Acting.By(Performer.System)).Then(new AlternativeTaken("R1", "R1b", "decided")).State;
        Assert.Equal(["R1b"], Sequencing.Of(state).Ready.Select(ready => ready.Key));
    }

    [Fact]
    public void Tells_the_instrument_that_it_measures_no_more() =>
        Assert.Equal(
            [Reaction.Give(new Cellwright.Domain.Equipment.EndMeasurement("CC-01", "B-1", "R1"))],
            new ExecutionReactions().React("B-1", new AlternativeTaken("R1", "R1b", "decided", ["CC-01"])));

    [Fact]
    public void Holds_the_batch_when_the_step_has_gone_on_meanwhile()
    {
        var batch = Running().And("olga", Acting.Start, Density(2e6), new StepCompleted("R1"));
        Assert.Equal(["B-1-D1"], batch.When(Command, Acting.By(Performer.System)).Stands().State.Holds.Keys);
        batch.When(Command, Acting.By(Performer.System)).ThenNothing();
    }

    [Fact]
    public void Is_refused_in_a_batch_that_has_ended() =>
        Running().And("olga", Acting.Start, new BatchAborted("r", "q", "Q", "")).When(Command, Acting.By(Performer.System)).ThenRefused("status");

    [Fact]
    public void Is_not_startable_before_it_was_decided() =>
        Running().When(new StartStep("B-1", "R1b"), Acting.By(Trained)).ThenRefused("sequence");

    internal static Given<Batch> Running(bool held = false)
    {
        var batch = Started().And("olga", Acting.Start, new StepStarted("R1", ["CC-01"]));
        return held ? batch.And("olga", Acting.Start, Density(1), new DeviationAnnounced("B-1-D1", "R1", "density", "Too few", true, [])) : batch;
    }

    private static Given<Batch> Started() => Given.Events<Batch>(
        new BatchOrdered("B-1", Master.HashOf(Text), Text, "PO-7", "COI-9"), new BatchStarted(),
        new StepStarted("E1"), new EquipmentCheckedIn("E1", "counter", "counter", "CC-01", null), new StepCompleted("E1"));

    private static ValueRecorded Density(double value) => Values.Of("R1", "density", value, "/mL");

    private static Performer Trained => Acting.Person("olga", Role.Operator) with
    {
        TrainedUntil = System.Collections.Immutable.ImmutableDictionary<string, DateTimeOffset>.Empty.Add("rescue@1", Acting.Start.AddYears(1)),
    };
}
