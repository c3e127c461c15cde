using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Tests.Deviations;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Equipment;

/// <summary>A calibration finds that an item was wrong: what it served since it was last right is judged, batch by batch.</summary>
[Requirement("P211-192", "P211-105")]
public class FindingOutOfTolerance
{
    private static readonly DateTimeOffset Now = Acting.Start;
    private static readonly EquipmentRegistered Processor = new("CP-01", "cell-processor", "Processor 1", "B-12", Shared: false);
    private static readonly CalibrationRecorded Good = new(Now.AddDays(-100), Now.AddDays(80), Passed: true, "CAL-7");
    private static readonly RecordCalibration Adjusted = new("CP-01", Now, Now.AddDays(180), Passed: true, "CAL-8", "0.8 K above at 37 Cel.");

    // Used twice before the good calibration, and by three batches since; the last one still has it.
    private static Given<EquipmentItem> Used() => Given.Nothing<EquipmentItem>()
        .And("emil", Now.AddDays(-200), Processor, new CalibrationRecorded(Now.AddDays(-200), Now, Passed: true, "CAL-6"))
        .And("system", Now.AddDays(-150), new UseStarted("B-0")).And("system", Now.AddDays(-140), new UseEnded("B-0"))
        .And("system", Now.AddDays(-101), new UseStarted("B-1")).And("emil", Now.AddDays(-100), Good).And("system", Now.AddDays(-99), new UseEnded("B-1"))
        .And("system", Now.AddDays(-50), new UseStarted("B-2")).And("system", Now.AddDays(-40), new UseEnded("B-2"))
        .And("system", Now.AddDays(-3), new UseStarted("B-3"));

    [Fact]
    public void Names_every_batch_that_it_served_since_it_was_last_in_tolerance()
    {
        var found = Assert.Single(Used().When(Adjusted, Acting.As(Role.Engineer)).Stands().State.OutOfTolerances);
        Assert.Equal((1, (DateTimeOffset?)Now.AddDays(-100), Now, "0.8 K above at 37 Cel"), (found.Number, found.Since, found.Until, found.Found));
        Assert.Equal(["B-1", "B-2", "B-3"], found.Batches.Select(served => served.Batch));
        Assert.Equal([Now.AddDays(-99), Now.AddDays(-40), (DateTimeOffset?)null], found.Batches.Select(served => served.To));
    }

    [Fact]
    public void Is_what_a_failed_calibration_means_and_not_what_one_in_tolerance_does()
    {
        var failed = Used().When(Adjusted with { Passed = false, FoundOutOfTolerance = null }, Acting.As(Role.Engineer)).Stands().State;
        Assert.Null(failed.CalibrationDue);
        Assert.Equal(["B-1", "B-2", "B-3"], Assert.Single(failed.OutOfTolerances).ToJudge.Select(served => served.Batch));
        Assert.Empty(Used().When(Adjusted with { FoundOutOfTolerance = " " }, Acting.As(Role.Engineer)).Stands().State.OutOfTolerances);
    }

    [Fact]
    public void Counts_from_the_calibration_before_when_one_is_recorded_again_with_another_result()
    {
        var item = Used().And("emil", Now, new CalibrationRecorded(Now, Now.AddDays(180), Passed: true, "CAL-8"));
        Assert.Equal(Now.AddDays(-100), Assert.Single(item.When(Adjusted, Acting.As(Role.Engineer)).Stands().State.OutOfTolerances).Since);
    }

    [Fact]
    public void Names_all_that_it_ever_served_when_it_was_never_in_tolerance()
    {
        var item = Given.Events<EquipmentItem>(Processor, new UseStarted("B-1"), new UseEnded("B-1"), new UseStarted("B-1"), new CalibrationRecorded(Now, Now.AddDays(1), Passed: false, "CAL-1"));
        var found = Assert.Single(item.State.OutOfTolerances);
        Assert.Equal((null, "B-1"), (found.Since, Assert.Single(found.Batches).Batch));
    }

    [Fact]
    public void Opens_a_deviation_in_a_batch_that_is_affected_and_holds_it()
    {
        var item = Found();
        var judged = Judge(item, new JudgeUse("CP-01", 1, "B-1", true, "CPP out of range"), Case.Quirin).ThenOne<UseJudged>();
        Assert.Equal(new UseJudged(1, "B-1", true, "CPP out of range", "calibration failed", "E1"), judged);
        Assert.Equal(
            [Reaction.Give(new ReportDeviation("B-1", "E1", "CP-01 was found out of tolerance after it had served this batch (calibration failed): CPP out of range", Hold: true))],
            new DeviationReactions().React("CP-01", judged));
        Assert.Empty(Assert.Single(item.State.OutOfTolerances).ToJudge);
        Judge(item, new JudgeUse("CP-01", 1, "B-1", true, "CPP out of range"), Case.Quirin).ThenNothing();
        Judge(item, new JudgeUse("CP-01", 1, "B-1", false, "After all"), Case.Quirin).ThenRefused("affected");
    }

    [Fact]
    public void Is_excluded_for_a_batch_by_the_quality_unit_only_and_with_a_reason()
    {
        var item = Found();
        var exclude = new JudgeUse("CP-01", 1, "B-1", false, "Temperature was recorded by CP-01's second probe");
        Judge(item, exclude, Case.Emil).ThenRefused("role", "quality unit");
        Judge(item, exclude with { Reason = "" }, Case.Quirin).ThenRefused("reason");
        var judged = Judge(item, exclude, Case.Quirin).ThenOne<UseJudged>();
        Assert.Null(judged.Step);
        Assert.Empty(new DeviationReactions().React("CP-01", judged));
        Judge(item, exclude with { Affected = true, Reason = "The second probe was wrong too" }, Case.Emil).Stands();
        Assert.Equal((true, 2), (item.State.OutOfTolerances[0].JudgementOn("B-1")!.Affected, item.State.OutOfTolerances[0].Judgements.Count));
    }

    [Fact]
    public void Is_judged_only_for_what_is_listed()
    {
        Judge(Found(), new JudgeUse("CP-01", 2, "B-1", true, "r"), Case.Quirin).ThenRefused("calibration");
        Judge(Found(), new JudgeUse("CP-01", 1, "B-9", true, "r"), Case.Quirin).ThenRefused("batch");
        Judge(Found(), new JudgeUse("CP-01", 1, "B-1", true, "r"), Case.Quirin, Batch.Empty).ThenRefused("status");
    }

    [Fact]
    public void Stays_open_to_judgement_after_the_item_was_retired() =>
        Judge(Found().And("emil", Now, new UseEnded("B-1"), new EquipmentRetired("worn out")), new JudgeUse("CP-01", 1, "B-1", true, "r"), Case.Quirin).Stands();

    // As the batch of the floor checked it in.
    private static Given<EquipmentItem> Found() =>
        Given.Events<EquipmentItem>(Processor, Good, new UseStarted("B-1"), new CalibrationRecorded(Now.AddDays(1), Now.AddDays(9), Passed: false, "CAL-8"));

    private static Outcome<EquipmentItem> Judge(Given<EquipmentItem> item, JudgeUse command, Performer by, Batch? batch = null) =>
        item.When(command, Acting.By(by, facts: Acting.Knowing((new StateOf<Batch>(command.Batch), batch ?? Floor.In("F1").State))));
}
