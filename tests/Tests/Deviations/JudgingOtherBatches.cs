using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Deviations;

[Requirement("P211-192")]
public sealed class JudgingOtherBatches
{
    private static readonly JudgeBatch Command = new(Case.Id, "B-2", true, " Same bag lot ");
    private static readonly InCommon SameLot = new(SharedKind.Lot, "V-1", "M1", Acting.Start);

    [Fact]
    public void Confirms_one_that_is_affected_which_then_gets_a_deviation_of_its_own()
    {
        Case.Open().Sharing("B-2", SameLot).When(Command, Case.Quirin).Then(new BatchJudged("B-2", true, "Same bag lot", "M1"));
        Assert.Equal(
            [Reaction.Give(new ReportDeviation("B-2", "M1", "Affected by deviation B-1-D1: Same bag lot", true))],
            new DeviationReactions().React(Case.Id, new BatchJudged("B-2", true, "Same bag lot", "M1")));
    }

    [Fact]
    public void Excludes_one_that_is_not()
    {
        var open = Case.Open().Sharing("B-2", SameLot);
        open.When(Command with { Affected = false }, Case.Quirin).Then(new BatchJudged("B-2", false, "Same bag lot"));
        open.When(Command with { Affected = false }, Case.Quirin).ThenNothing();
        Assert.Empty(new DeviationReactions().React(Case.Id, new BatchJudged("B-2", false, "Same bag lot")));
    }

    [Fact]
    public void Supersedes_an_exclusion_with_both_readable()
    {
        var open = Case.Open().Sharing("B-2", SameLot).Has("quirin", new BatchJudged("B-2", false, "r"));
        open.When(Command, Case.Quirin).Stands();
        Assert.Equal((true, 2), (open.State.JudgementOn("B-2")!.Affected, open.State.Judgements.Count));
    }

    [Fact]
    public void Takes_in_one_that_the_record_does_not_name()
    {
        var open = Case.Open();
        open.Others["B-3"] = Execution.Floor.In("C1").State;
        open.When(Command with { OtherBatch = "B-3" }, Case.Quirin).ThenOne<BatchJudged>();
    }

    [Fact]
    public void Is_refused_for_one_in_which_nothing_was_started()
    {
        var open = Case.Open();
        open.Others["B-3"] = new Batch { Id = "B-3", Status = BatchStatus.Ordered };
        open.When(Command with { OtherBatch = "B-3" }, Case.Quirin).ThenRefused("status");
    }

    [Fact]
    public void Is_refused_for_the_batch_itself_and_for_none()
    {
        Case.Open().When(Command with { OtherBatch = "B-1" }, Case.Quirin).ThenRefused("batch", "itself");
        Case.Open().When(Command with { OtherBatch = "B-9" }, Case.Quirin).ThenRefused("batch", "no batch");
    }

    [Fact]
    public void Is_refused_without_a_reason() => Case.Open().Sharing("B-2", SameLot).When(Command with { Reason = "" }, Case.Quirin).ThenRefused("reason");

    [Fact]
    public void Is_refused_to_take_back_what_another_deviation_rests_on() =>
        Case.Open().Sharing("B-2", SameLot).Has("quirin", new BatchJudged("B-2", true, "r", "M1"))
            .When(Command with { Affected = false }, Case.Quirin).ThenRefused("affected");
}
