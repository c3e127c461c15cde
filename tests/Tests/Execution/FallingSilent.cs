using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Execution;

/// <summary>A watched tag that stops in the middle of its step: silence is a fact too.</summary>
[Requirement("P211-100", "P11-10h")]
public sealed class FallingSilent
{
    [Fact]
    public void Opens_a_deviation_and_holds_at_once_with_what_was_read_before()
    {
        var floor = Quiet();
        var outcome = floor.When(Report(), Performer.System).Stands();
        var silent = Assert.IsType<TagFellSilent>(outcome.Happened[0]);
        Assert.Equal(("I1", "CP-01", "chamber-temperature", Floor.Start.AddMinutes(60), "B-1-D1"), (silent.Step, silent.Equipment, silent.Tag, silent.Since, silent.DeviationId));
        var announced = Assert.IsType<DeviationAnnounced>(outcome.Happened[1]);
        Assert.True(announced.Holds);
        Assert.Contains("fell silent", announced.What, StringComparison.Ordinal);
        Assert.Equal((Floor.Start.AddMinutes(30), Floor.Start.AddMinutes(60)), (announced.Evidence[0].At, announced.Evidence[^1].At));
        Assert.True(outcome.State.Silences.Values.Single().Lasts);
        Assert.True(outcome.State.Holds.ContainsKey("B-1-D1"));
    }

    [Fact]
    public void Is_said_once() => Quiet().Does(Report(), Performer.System).After(5).When(Report(), Performer.System).ThenNothing();

    [Fact]
    public void Counts_from_the_start_of_the_step_for_a_tag_that_never_spoke()
    {
        Floor.In("I1").After(2).When(Report(-10), Performer.System).ThenNothing();
        Assert.Equal(Floor.Start, Assert.IsType<TagFellSilent>(Floor.In("I1").After(3).When(Report(-10), Performer.System).Happened[0]).Since);
    }

    [Fact]
    public void Is_not_there_while_a_usable_value_is_no_older_than_the_tag_allows()
    {
        Floor.In("I1").ReadsEachMinute("chamber-temperature", 0, 60, 37).After(62).When(Report(), Performer.System).ThenNothing();
        Quiet().Reads("chamber-temperature", 62, 37).When(Report(), Performer.System).ThenNothing(); // came while the report was under way
    }

    [Theory]
    [InlineData(Quality.Bad, false)]
    [InlineData(Quality.Good, true)]
    public void Is_not_broken_by_what_tells_nothing_of_the_present(Quality quality, bool historical) =>
        Assert.Equal(2, Quiet().Reads("chamber-temperature", 62.5, 37, quality: quality, historical: historical).When(Report(), Performer.System).Stands().Happened.Count);

    [Fact]
    public void Ends_when_the_tag_speaks_again_and_the_deviation_stays()
    {
        var floor = Quiet().Does(Report(), Performer.System).After(9);
        floor.When(Return(70), Performer.System).Then(new TagReturned("I1", "chamber", "CP-01", "chamber-temperature", 36.9, "Cel", Floor.Start.AddMinutes(70), "a@70"));
        Assert.False(floor.State.Silences.Values.Single().Lasts);
        Assert.True(floor.State.Holds.ContainsKey("B-1-D1"));
        floor.When(Return(71), Performer.System).ThenNothing();
    }

    [Fact]
    public void Does_not_end_by_what_came_before_it() => Quiet().Does(Report(), Performer.System).When(Return(60), Performer.System).ThenNothing();

    [Fact]
    public void Again_belongs_to_the_same_deviation_until_that_is_decided()
    {
        var floor = Quiet().Does(Report(), Performer.System).After(9).Does(Return(70), Performer.System).Reads("chamber-temperature", 70, 37).After(9);
        Assert.Equal("B-1-D1", floor.When(Report(70), Performer.System).ThenOne<TagFellSilent>().DeviationId);

        floor.Has(new TagReturned("I1", "chamber", "CP-01", "chamber-temperature", 37, "Cel", floor.Now, "a@80"), new HoldReleased("B-1-D1", "decided")).After(9);
        floor.Deviations["B-1-D1"] = new() { Id = "B-1-D1", Status = DeviationStatus.Decided };
        var again = floor.When(Report(80), Performer.System).Stands();
        Assert.Equal(["B-1-D2", "B-1-D2"], [((TagFellSilent)again.Happened[0]).DeviationId, ((DeviationAnnounced)again.Happened[1]).DeviationId]);
    }

    [Theory]
    [InlineData("I1", "volume", "CP-01")]
    [InlineData("R1", "temperature", "CP-01")]
    [InlineData("Z9", "chamber", "CP-01")]
    [InlineData("I1", "chamber", "CP-02")]
    public void Concerns_only_what_the_recipe_watches_on_the_item_that_is_checked_in(string step, string parameter, string equipment) =>
        Floor.In("I1", "R1").After(99).When(Report() with { Step = step, Parameter = parameter, Equipment = equipment }, Performer.System).ThenNothing();

    [Fact]
    public void Ends_with_the_step()
    {
        Assert.Empty(Quiet().Does(Report(), Performer.System).Has(new StepCompleted("I1")).State.Silences);
        Floor.In().Done("I1").After(99).When(Report(), Performer.System).ThenNothing();
    }

    // Read each minute for an hour, then nothing for three minutes; two are allowed.
    private static Floor Quiet() => Floor.In("I1").ReadsEachMinute("chamber-temperature", 0, 60, 37).After(63);

    private static ReportSilence Report(double minute = 60) => new(Floor.Id, "I1", "chamber", "CP-01", Floor.Start.AddMinutes(minute));

    private static ReportReturn Return(double minute) =>
        new(Floor.Id, "I1", "CP-01", "chamber-temperature", 36.9, "Cel", Floor.Start.AddMinutes(minute), $"a@{minute}");
}
