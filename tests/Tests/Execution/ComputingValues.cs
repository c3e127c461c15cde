using System.Globalization;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;

namespace Cellwright.Tests.Execution;

public sealed class ComputingValues
{
    private static readonly ComputeValues Command = new(Floor.Id, "K1");
    private static readonly ComputeValues Yield = new(Floor.Id, "Y1");

    [Fact, Requirement("P211-68b2")]
    public void Says_the_formula_and_its_inputs_beside_the_number()
    {
        var happened = With(2.5e6, 100).When(Command).Stands().Happened.Cast<ValueRecorded>().ToList();
        Assert.Equal([("total", 2.5e8), ("half", 1.25e8)], happened.Select(value => (value.Parameter, value.Value)));
        Assert.Equal("[R1/density] * [H1/volume] with R1/density = 2500000, H1/volume = 100", happened[0].Computation);
        Assert.All(happened, value => Assert.Equal(ValueSource.Computed, value.Source));
    }

    [Fact]
    public void Does_nothing_a_second_time() => With(2.5e6, 100).Does(Command).When(Command).ThenNothing();

    [Fact]
    public void Is_refused_while_an_input_is_missing() => Floor.In("K1").When(Command).ThenRefused("incomplete", "R1/density and H1/volume");

    [Fact]
    public void Is_refused_when_the_result_is_no_finite_number() => With(1e308, 1e10).When(Command).ThenRefused("value", "no finite number");

    [Fact]
    public void Is_refused_in_a_step_that_is_not_active() => Floor.In().When(Command).ThenRefused("sequence");

    [Fact, Requirement("P211-100")]
    public void Flags_what_is_outside_the_normal_range_only() =>
        Assert.Equal(Assessment.Alert, With(9e5, 100).When(Command).Happened.OfType<ValueRecorded>().First().Assessment);

    [Fact, Requirement("P211-100")]
    public void Opens_a_deviation_of_its_own_number_for_each_value_outside()
    {
        var happened = With(9e4, 100).When(Command).Stands().Happened;
        Assert.Equal(["B-1-D1", "B-1-D2"], happened.OfType<DeviationAnnounced>().Select(announced => announced.DeviationId));
    }

    [Theory, Requirement("P211-103")]
    [InlineData(2e6, 100, 100, Assessment.Normal)]
    [InlineData(1.2e6, 100, 60, Assessment.Normal)]
    [InlineData(1e6, 100, 50, Assessment.Alert)]
    [InlineData(0.8e6, 100, 40, Assessment.Alert)]
    public void Gives_actual_theoretical_and_percentage_yield(double density, double volume, double percent, Assessment expected)
    {
        var values = AtYield(density, volume).When(Yield).Stands().Happened.Cast<ValueRecorded>().ToList();
        Assert.Equal([("got", "1"), ("hoped", "1"), ("percent", "%")], values.Select(value => (value.Parameter, value.Unit)));
        Assert.Equal(density * volume, values[0].Value);
        Assert.Equal(2e6 * volume, values[1].Value);
        Assert.Equal(percent, values[2].Value, 1e-9);
        Assert.Equal(expected, values[2].Assessment);
    }

    [Fact, Requirement("P211-103")]
    public void Opens_a_deviation_for_a_yield_outside() =>
        Assert.Equal("percent", Assert.Single(AtYield(0.7e6, 100).When(Yield).Happened.OfType<DeviationAnnounced>()).Parameter);

    /// <summary>21 CFR 211.103: a yield that automated equipment calculates is verified by one person.</summary>
    [Fact, Requirement("P211-103")]
    public void Waits_for_the_one_person_who_verifies_a_yield_where_the_master_record_asks_for_it()
    {
        var text = TestRecipe.Text.Replace("percent: percent\n", "percent: percent\n            signature: verification\n", StringComparison.Ordinal);
        var floor = Floor.Running(Floor.Ordered(text), "R1", "H1", "K1", "Y1")
            .Has(Values.Of("R1", "density", 2e6, "/mL"), Values.Of("H1", "volume", 100, "mL")).Does(Command).Does(Yield);
        floor.When(new CompleteStep(Floor.Id, "Y1")).ThenRefused("incomplete", "a signature (verification)");
        floor.Does(new SignStep(Floor.Id, "Y1"), Floor.Viktor, floor.StepSignature("Y1", Floor.Viktor, "verification"));
        floor.When(new CompleteStep(Floor.Id, "Y1")).Stands();
    }

    [Fact, Requirement("DI-6", "P211-68b2")]
    public void Can_be_done_again_from_the_stored_events_with_the_same_numbers()
    {
        var floor = AtYield(1.23456789e6, 98.7).Does(Yield);
        var computed = floor.State.Steps.Values.SelectMany(step => step.Values.Select(value => (step.Key, value))).Where(pair => pair.value.Source == ValueSource.Computed).ToList();
        Assert.Equal(5, computed.Count);
        foreach (var (key, value) in computed)
        {
            var demand = floor.State.Recipe!.Phase(key).Demands.OfType<ComputedValueDemand>().Single(demand => demand.Name == value.Parameter);

            // The inputs are read from the sentence in the record, not from the state that computed them.
            var inputs = value.Computation!.Split(" with ")[1].Split(", ").Select(part => part.Split(" = ")).ToDictionary(part => part[0], part => double.Parse(part[1], CultureInfo.InvariantCulture));
            Assert.Equal(BitConverter.DoubleToInt64Bits(value.Value), BitConverter.DoubleToInt64Bits(demand.Formula.Evaluate(name => inputs[name])));
        }
    }

    // An independent reckoning, by hand and in decimal arithmetic: 1.25e6 /mL in 80 mL, of 2e6 /mL hoped for.
    [Fact, Requirement("P211-68b2")]
    public void Agrees_with_an_independent_reckoning()
    {
        var state = AtYield(1.25e6, 80).When(Yield).State;
        Assert.Equal((double)(1_250_000m * 80m), state.ValueOf("Y1/got"));
        Assert.Equal((double)(1_250_000m * 80m / (2_000_000m * 80m) * 100m), state.ValueOf("Y1/percent"), 1e-12);
    }

    private static Floor With(double density, double volume, params string[] steps) => Floor.In([.. new[] { "R1", "H1", "K1" }, .. steps])
        .Has(Values.Of("R1", "density", density, "/mL"), Values.Of("H1", "volume", volume, "mL"));

    private static Floor AtYield(double density, double volume) => With(density, volume, "Y1").Does(Command);
}
