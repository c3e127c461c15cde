using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Execution;

/// <summary>Holds, pauses, hand-overs and the end before the end: acts with reasons.</summary>
public sealed class StoppingABatch
{
    [Fact]
    public void By_a_hold_stops_the_next_act_until_it_is_released()
    {
        var floor = Floor.In("F1");
        floor.When(new PlaceHold(Floor.Id, "recall", " Recall of a lot "), Floor.Quirin).Then(new HoldPlaced("recall", "Recall of a lot"));
        floor.When(new Confirm(Floor.Id, "F1", "statement-1")).ThenRefused("hold", "Recall of a lot");
        floor.When(new PlaceHold(Floor.Id, "recall", "again"), Floor.Quirin).ThenNothing();
        floor.When(new ReleaseHold(Floor.Id, "recall", "Not concerned"), Floor.Quirin).Then(new HoldReleased("recall", "Not concerned"));
        floor.When(new ReleaseHold(Floor.Id, "recall", "Not concerned"), Floor.Quirin).ThenNothing();
        floor.When(new Confirm(Floor.Id, "F1", "statement-1")).Stands();
    }

    [Fact]
    public void By_a_hold_is_refused_without_a_reason() => Floor.In().When(new PlaceHold(Floor.Id, "recall", ""), Floor.Quirin).ThenRefused("reason");

    [Fact]
    public void By_a_hold_is_refused_when_nothing_goes_on()
    {
        new Floor().When(new PlaceHold(Floor.Id, "h", "r"), Floor.Quirin).ThenRefused("batch");
        Floor.In().Has(new BatchCompleted()).When(new PlaceHold(Floor.Id, "h", "r"), Floor.Quirin).ThenRefused("status");
        Floor.In().Has(new BatchAborted("r", "q", "Q", "")).When(new PlaceHold(Floor.Id, "h", "r"), Floor.Quirin).ThenRefused("status");
        Floor.Ordered().When(new PlaceHold(Floor.Id, "h", "r"), Floor.Quirin).Stands();
    }

    [Fact]
    public void By_a_hold_lasts_until_somebody_says_why_it_may_go_on() =>
        Floor.In().Has(new HoldPlaced("h", "r")).When(new ReleaseHold(Floor.Id, "h", " "), Floor.Quirin).ThenRefused("reason");

    [Fact, Requirement("P211-100")]
    public void By_a_person_is_refused_under_the_id_of_a_deviation()
    {
        var floor = Floor.In();
        floor.When(new PlaceHold(Floor.Id, "B-1-D1", "Recall"), Floor.Quirin).ThenRefused("deviation", "another id");
        floor.When(new PlaceHold(Floor.Id, "B-1-Dock", "Recall"), Floor.Quirin).Stands();
        floor.When(new PlaceHold(Floor.Id, "B-1-D2", "Recall"), Performer.System).Stands();
    }

    [Fact, Requirement("P211-100")]
    public void By_a_deviation_is_not_undone_by_hand_but_by_its_decision()
    {
        var floor = Floor.In().Has(new DeviationAnnounced("B-1-D1", "R1", null, "What", true, []));
        floor.When(new ReleaseHold(Floor.Id, "B-1-D1", "because"), Floor.Quirin).ThenRefused("deviation", "by signature");
        floor.When(new ReleaseHold(Floor.Id, "B-1-D1", "decided"), Performer.System).Then(new HoldReleased("B-1-D1", "decided"));
    }

    [Fact]
    public void By_a_pause_lasts_until_a_supervisor_resumes_it()
    {
        var floor = Floor.In("F1");
        floor.When(new PauseBatch(Floor.Id, "Alarm in the room")).Then(new BatchPaused("Alarm in the room"));
        floor.When(new PauseBatch(Floor.Id, "again")).ThenNothing();
        floor.When(new Confirm(Floor.Id, "F1", "statement-1")).ThenRefused("status", "paused");
        floor.When(new ResumeBatch(Floor.Id, ""), Floor.Sofia).ThenRefused("reason");
        floor.When(new ResumeBatch(Floor.Id, "All clear"), Floor.Sofia).Then(new BatchResumed("All clear"));
        floor.When(new ResumeBatch(Floor.Id, "All clear"), Floor.Sofia).ThenNothing();
    }

    [Fact]
    public void By_a_pause_is_refused_without_a_reason_and_when_nothing_runs()
    {
        Floor.In().When(new PauseBatch(Floor.Id, "")).ThenRefused("reason");
        Floor.Ordered().When(new PauseBatch(Floor.Id, "r")).ThenRefused("status");
        Floor.Ordered().When(new ResumeBatch(Floor.Id, "r"), Floor.Sofia).ThenRefused("status");
        new Floor().When(new ResumeBatch(Floor.Id, "r"), Floor.Sofia).ThenRefused("batch");
    }

    [Fact]
    public void Hands_the_responsibility_to_whoever_takes_it_over()
    {
        var floor = Floor.In();
        floor.When(new HandOver(Floor.Id, "Feed at noon"), Floor.Otto).Then(new HandedOver("olga", "otto", "Feed at noon"));
        Assert.Equal("otto", floor.State.Responsible);
        floor.When(new HandOver(Floor.Id, "Feed at noon"), Floor.Otto).ThenRefused("hand-over", "already");
    }

    [Fact]
    public void Hands_nothing_over_without_a_note_to_the_untrained_or_when_nothing_runs()
    {
        Floor.In().When(new HandOver(Floor.Id, " "), Floor.Otto).ThenRefused("reason");
        Floor.In().When(new HandOver(Floor.Id, "n"), Acting.Person("nora", Role.Operator)).ThenRefused("training");
        Floor.Ordered().When(new HandOver(Floor.Id, "n"), Floor.Otto).ThenRefused("status");
    }

    [Fact, Requirement("P11-50a", "P11-70")]
    public void For_good_is_signed_and_keeps_what_was_recorded()
    {
        var floor = Floor.In("F1").Does(new Confirm(Floor.Id, "F1", "statement-1")).After(5);
        var signature = Signed(floor, "Contaminated");
        floor.When(new AbortBatch(Floor.Id, " Contaminated "), Floor.Sofia, signature).Then(new BatchAborted("Contaminated", "quirin", "Printed quirin", signature.Shown, ["CC-01", "CP-01"]));
        Assert.Equal((BatchStatus.Aborted, Floor.Start.AddMinutes(5)), (floor.State.Status, floor.State.EndedAt));
        Assert.Single(floor.State.Step("F1")!.Done);
        floor.When(new AbortBatch(Floor.Id, "again"), Floor.Sofia).ThenNothing();
        floor.When(new Confirm(Floor.Id, "F1", "statement-2")).ThenRefused("status", "aborted");
    }

    [Fact, Requirement("P11-200a", "P11-70", "P11-10g")]
    public void For_good_is_refused_unsigned_wrongly_signed_or_without_a_reason()
    {
        var floor = Floor.In();
        var abort = new AbortBatch(Floor.Id, "Contaminated");
        floor.When(abort, Floor.Sofia).ThenRefused("signature");
        floor.When(abort, Floor.Sofia, Signed(floor, "Contaminated") with { Meaning = "approval" }).ThenRefused("signature");
        floor.When(abort, Floor.Sofia, Signed(floor, "Contaminated") with { Signer = Floor.Olga }).ThenRefused("role");
        floor.When(abort, Floor.Sofia, Signed(floor, "Another reason")).ThenRefused("shown");
        floor.When(abort with { Reason = "" }, Floor.Sofia, Signed(floor, "")).ThenRefused("reason");
    }

    [Fact]
    public void For_good_is_refused_when_there_is_nothing_to_end()
    {
        new Floor().When(new AbortBatch(Floor.Id, "r"), Floor.Sofia).ThenRefused("batch");
        Floor.In().Has(new BatchCompleted()).When(new AbortBatch(Floor.Id, "r"), Floor.Sofia).ThenRefused("status");
    }

    private static SignatureGiven Signed(Floor floor, string reason) =>
        new(Floor.Quirin, "abort", Statements.Hash(Statements.Abort(floor.State, reason)));
}
