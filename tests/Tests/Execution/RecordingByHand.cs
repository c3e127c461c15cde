using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;

namespace Cellwright.Tests.Execution;

public sealed class RecordingByHand
{
    private static readonly RecordByHand Glucose = new(Floor.Id, "H1", "glucose", 4, "g/L", null);
    private static readonly RecordByHand Fallback = new(Floor.Id, "R1", "temperature", 37, "Cel", "The display still shows it");

    [Fact]
    public void Waits_for_a_second_person()
    {
        var value = Floor.In("H1").After(2).When(Glucose).ThenOne<ValueRecorded>();
        Assert.Equal((4, ValueSource.Hand, true, Floor.Start.AddMinutes(2), null), (value.Value, value.Source, value.AwaitsVerification, value.SourceAt, value.Equipment));
    }

    [Fact]
    public void Needs_no_second_person_where_the_recipe_asks_for_none() =>
        Assert.False(Floor.In("G1#1").When(new RecordByHand(Floor.Id, "G1#1", "sugar", 1, "g/L", null)).ThenOne<ValueRecorded>().AwaitsVerification);

    [Theory, Requirement("P211-100")]
    [InlineData(2, Assessment.Normal)]
    [InlineData(6, Assessment.Normal)]
    [InlineData(1.999, Assessment.Alert)]
    [InlineData(10, Assessment.Alert)]
    public void Is_judged_with_the_limits_themselves_inside(double typed, Assessment expected) =>
        Assert.Equal(expected, Floor.In("H1").When(Glucose with { Value = typed }).ThenOne<ValueRecorded>().Assessment);

    [Fact, Requirement("P211-100")]
    public void Opens_a_deviation_when_outside()
    {
        var happened = Floor.In("H1").When(Glucose with { Value = 10.01 }).Stands().Happened;
        Assert.Equal(("B-1-D1", false), (Assert.IsType<DeviationAnnounced>(happened[1]).DeviationId, ((DeviationAnnounced)happened[1]).Holds));
    }

    [Fact]
    public void Numbers_each_deviation_of_the_batch_once()
    {
        var floor = Floor.In("H1", "G1#1", "M1").Does(Glucose with { Value = 11 });
        Assert.Equal("B-1-D2", floor.When(new CorrectValue(Floor.Id, "H1", "glucose", 12, "g/L", "misread")).Happened.OfType<DeviationAnnounced>().Single().DeviationId);
    }

    [Fact, Requirement("P211-68b2")]
    public void Where_a_tag_is_bound_is_a_fallback_with_a_reason_and_a_second_person_and_seen_as_such()
    {
        var floor = Floor.In("R1").Does(Fallback);
        var value = floor.State.Step("R1")!.Current("temperature")!;
        Assert.Equal((ValueSource.Fallback, "The display still shows it", true, null), (value.Source, value.Reason, value.AwaitsVerification, value.Equipment));
        Assert.Contains("fallback, 2026-03-02T08:00", Statements.Step(floor.State, "R1"), StringComparison.Ordinal);
        Assert.Contains("reason: The display still shows it", Statements.Entry(floor.State, "R1", "temperature"), StringComparison.Ordinal);
        Assert.Contains(Completeness.Missing(floor.State, "R1"), missing => missing.ToString().StartsWith("verification of Temperature", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void Where_a_tag_is_bound_is_refused_without_a_reason(string? reason) =>
        Floor.In("R1").When(Fallback with { FallbackReason = reason }).ThenRefused("fallback", "give the reason");

    [Fact]
    public void Is_refused_with_a_fallback_where_nothing_falls_back() =>
        Floor.In("H1").When(Glucose with { FallbackReason = "the device is away" }).ThenRefused("fallback", "is entered by hand");

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Is_refused_for_what_is_no_number(double typed) => Floor.In("H1").When(Glucose with { Value = typed }).ThenRefused("value");

    [Fact]
    public void Is_refused_in_another_unit() => Floor.In("H1").When(Glucose with { Unit = "mg/dL" }).ThenRefused("unit", "g/L, not in mg/dL");

    [Fact]
    public void Is_refused_a_second_time() => Floor.In("H1").Does(Glucose).When(Glucose with { Value = 5 }).ThenRefused("recorded", "correct it");

    [Fact]
    public void Is_refused_for_what_the_step_does_not_ask() => Floor.In("H1").When(Glucose with { Parameter = "lactate" }).ThenRefused("recipe");

    [Fact]
    public void Is_refused_for_a_computed_value() =>
        Floor.In("K1").When(new RecordByHand(Floor.Id, "K1", "total", 1, "1", "quicker")).ThenRefused("recipe");

    [Fact]
    public void Is_refused_in_a_step_that_is_not_active()
    {
        Floor.In().When(Glucose).ThenRefused("sequence", "has not been started");
        Floor.In().Done("H1").When(Glucose).ThenRefused("sequence", "is completed");
    }
}
