using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;

namespace Cellwright.Tests.Execution;

/// <summary>What the old value had fed is judged again and listed; signatures that covered something changed lapse, and only those.</summary>
public sealed class FollowingACorrection
{
    [Fact, Requirement("DI-4", "P11-70")]
    public void Lets_only_those_signatures_lapse_that_covered_what_changed()
    {
        var floor = Signed().Does(new CorrectValue(Floor.Id, "H1", "glucose", 5, "g/L", "misread"));
        Assert.Equal(
            [("verification of glucose", true), ("verification of volume", false), ("responsibility", true)],
            floor.State.Step("H1")!.Signatures.Select(signature => (signature.Meaning, signature.Lapsed)));
        Assert.Equal(
            ["verification of Glucose by a second person", "a signature (responsibility)"],
            Completeness.Missing(floor.State, "H1").Select(missing => missing.ToString()));
    }

    [Fact, Requirement("DI-4")]
    public void Asks_for_the_signature_on_a_later_step_whose_computed_value_changed()
    {
        var floor = Computed();
        floor.Has(new StepSigned("K1", "olga", "Olga", "responsibility", "shown"));
        floor.Does(new CorrectValue(Floor.Id, "H1", "volume", 80, "mL", "misread"));
        Assert.True(Assert.Single(floor.State.Step("K1")!.Signatures).Lapsed);
        Assert.Contains(floor.State.Corrections.Single().Reached, reached => reached is { Kind: ReachedKind.Signature, Step: "K1", Changed: true });
    }

    [Fact, Requirement("DI-4", "P211-188")]
    public void Lets_the_verification_of_an_addition_lapse_with_its_amount()
    {
        var floor = Floor.In("M1").Does(new Cellwright.Domain.Execution.Commands.AddMaterial(Floor.Id, "M1", "vector", "V-1", 1.25, "mL")).Verifies("M1", "vector");
        floor.Does(new CorrectValue(Floor.Id, "M1", "vector-volume", 1.1, "mL", "misread"));
        Assert.True(Assert.Single(floor.State.Step("M1")!.Signatures).Lapsed);
        Assert.Contains("verification of vector-volume by a second person", Completeness.Missing(floor.State, "M1").Select(missing => missing.ToString()));
        Assert.DoesNotContain(Completeness.Missing(floor.Verifies("M1", "vector-volume").State, "M1"), missing => missing.ToString().Contains("vector-volume", StringComparison.Ordinal));
    }

    [Fact, Requirement("P11-10e1", "DI-6")]
    public void Lists_what_became_of_each_computed_value()
    {
        var reached = Computed().When(new CorrectValue(Floor.Id, "H1", "volume", 80, "mL", "misread")).Stands().Happened.OfType<CorrectionTraced>().Single().Reached;
        Assert.Equal(
            [("K1", "Total cells: 200000000 1 became 160000000 1", true), ("K1", "Half of them: 100000000 1 became 80000000 1", true)],
            reached.Select(one => (one.Step, one.What, one.Changed)));
    }

    [Fact, Requirement("P211-100")]
    public void Opens_a_deviation_that_holds_the_batch_when_the_flow_would_have_gone_another_way()
    {
        var floor = Decided();
        var happened = floor.When(new CorrectValue(Floor.Id, "H1", "volume", 40, "mL", "misread")).Stands().Happened;
        var announced = Assert.Single(happened.OfType<DeviationAnnounced>());
        Assert.True(announced.Holds);
        Assert.Equal("B-1-D1", announced.DeviationId);
        Assert.Equal(
            "The flow took enough because no case holds ([K1/total] < 1.0e8: K1/total = 200000000); with the corrected value it would have gone another way: [K1/total] < 1.0e8 holds (K1/total = 80000000)",
            announced.What);
        Assert.Equal(1, floor.State.Decisions["enough"].Branch);
        Assert.Contains(happened.OfType<CorrectionTraced>().Single().Reached, reached => reached is { Kind: ReachedKind.Decision, Step: "enough", Changed: true });
    }

    [Fact, Requirement("P211-100")]
    public void Opens_a_deviation_when_a_result_cannot_be_computed_any_more()
    {
        var floor = Floor.In("R1", "H1", "K1").Has(Values.Of("R1", "density", 2e6, "/mL"), Values.Of("H1", "volume", 100, "mL")).Does(new ComputeValues(Floor.Id, "K1"));
        var happened = floor.When(new CorrectValue(Floor.Id, "H1", "volume", 1e307, "mL", "misread")).Stands().Happened;
        Assert.Equal([("K1", "total")], happened.OfType<DeviationAnnounced>().Select(announced => (announced.Step, announced.Parameter!)));
        Assert.Equal(2e8, floor.State.Step("K1")!.Current("total")!.Value);
    }

    [Fact]
    public void Says_that_a_decision_stands_when_it_does()
    {
        var happened = Decided().When(new CorrectValue(Floor.Id, "H1", "volume", 80, "mL", "misread")).Stands().Happened;
        Assert.Empty(happened.OfType<DeviationAnnounced>());
        Assert.Contains(happened.OfType<CorrectionTraced>().Single().Reached, reached => reached is { Kind: ReachedKind.Decision, Changed: false });
    }

    [Fact, Requirement("P211-100")]
    public void Judges_a_round_of_a_loop_by_the_values_of_its_own_round()
    {
        var floor = Floor.In("G1#1").Has(Values.Of("G1#1", "sugar", 1, "g/L"), new StepCompleted("G1#1"), new FlowDecided("feed#1", 1, "[G1/sugar] > 2'g/L' does not hold yet"))
            .Has(new StepStarted("G1#2"), Values.Of("G1#2", "sugar", 3, "g/L"), new StepCompleted("G1#2"), new FlowDecided("feed#2", 0, "it holds"));
        Assert.Empty(floor.When(new CorrectValue(Floor.Id, "G1#1", "sugar", 1.5, "g/L", "misread")).Stands().Happened.OfType<DeviationAnnounced>());
        Assert.Single(floor.When(new CorrectValue(Floor.Id, "G1#1", "sugar", 2.5, "g/L", "misread")).Stands().Happened.OfType<DeviationAnnounced>());
        Assert.Single(floor.When(new CorrectValue(Floor.Id, "G1#2", "sugar", 1.5, "g/L", "misread")).Stands().Happened.OfType<DeviationAnnounced>());
    }

    [Fact, Requirement("P211-68b2")]
    public void Computes_again_in_each_round_of_a_loop_with_the_values_of_that_round()
    {
        var loop = Given.Nothing<Batch>().And("olga", Floor.Start,
            new BatchOrdered("B-2", Master.HashOf(Rounds), Rounds, "PO", null), new BatchStarted(),
            new StepStarted("A#1"), Values.Of("A#1", "count", 10, "1"), new StepStarted("K#1"), Twice("K#1", 20),
            new StepStarted("A#2"), Values.Of("A#2", "count", 30, "1"), new StepStarted("K#2"), Twice("K#2", 60));
        var trained = Floor.Olga with { TrainedUntil = Floor.Olga.TrainedUntil.Add("rounds@1", Floor.Start.AddYears(1)) };
        var happened = loop.When(new CorrectValue("B-2", "A#1", "count", 11, "1", "misread"), Acting.By(trained, Floor.Start)).Stands().Happened;
        Assert.Equal([("A#1", 11), ("K#1", 22)], happened.OfType<ValueRecorded>().Select(value => (value.Step, value.Value)));
        Assert.Equal("K#1", Assert.Single(happened.OfType<CorrectionTraced>().Single().Reached).Step);
    }

    [Fact]
    public void Names_the_deviation_that_the_earlier_value_had_opened()
    {
        var floor = Floor.In("H1").Does(new RecordByHand(Floor.Id, "H1", "glucose", 0.5, "g/L", null));
        var reached = floor.When(new CorrectValue(Floor.Id, "H1", "glucose", 5, "g/L", "misread")).Stands().Happened.OfType<CorrectionTraced>().Single().Reached;
        Assert.Equal((ReachedKind.Deviation, "deviation B-1-D1 was opened on the earlier value"), (Assert.Single(reached).Kind, reached[0].What));
    }

    [Fact]
    public void Says_nothing_more_where_nothing_rested_on_it() =>
        Assert.IsType<ValueRecorded>(Assert.Single(Floor.In("H1").Does(new RecordByHand(Floor.Id, "H1", "glucose", 4, "g/L", null)).When(new CorrectValue(Floor.Id, "H1", "glucose", 5, "g/L", "misread")).Stands().Happened));

    private static Floor Signed()
    {
        var floor = Floor.In("H1").Does(new RecordByHand(Floor.Id, "H1", "glucose", 4, "g/L", null)).Does(new RecordByHand(Floor.Id, "H1", "volume", 100, "mL", null))
            .Verifies("H1", "glucose").Verifies("H1", "volume");
        return floor.Does(new SignStep(Floor.Id, "H1"), Floor.Olga, floor.StepSignature("H1", Floor.Olga));
    }

    private static Floor Computed() => Floor.In("R1", "H1", "K1")
        .Has(Values.Of("R1", "density", 2e6, "/mL"), Values.Of("H1", "volume", 100, "mL")).Does(new ComputeValues(Floor.Id, "K1")).Has(new StepCompleted("H1"));

    private static Floor Decided() => Computed().Has(new FlowDecided("enough", 1, "no case holds ([K1/total] < 1.0e8: K1/total = 200000000)"));

    private static ValueRecorded Twice(string step, double value) => Values.Of(step, "twice", value, "1") with { Source = ValueSource.Computed };

    private const string Rounds = """
        id: rounds
        version: "1"
        title: Rounds
        product: Cells of the tests
        example: true
        planned-duration: 1 d
        procedure:
          - id: unit
            title: Unit
            operations:
              - id: all
                title: All
                flow:
                  - repeat:
                      id: round
                      at-most: 2
                      body:
                        - {type: record-by-hand, id: A, title: Count, parameters: [{name: count, title: Count, unit: "1", class: KPP, observation: biology}]}
                        - {type: compute, id: K, title: Twice, computations: [{parameter: twice, formula: "2 * [A/count]"}], parameters: [{name: twice, title: Twice, unit: "1", class: KPP, observation: biology}]}

        """;
}
