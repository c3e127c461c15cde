using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Deviations;

/// <summary>Immediate action: hold and abort, each carried out by the batch's own command.</summary>
[Requirement("P211-100")]
public sealed class StoppingForADeviation
{
    private static readonly DecideToHold Hold = new(Case.Id, " Wait for the result ");
    private static readonly DecideToAbort Abort = new(Case.Id, "Contaminated");

    [Fact]
    public void Holds_a_batch_that_went_on()
    {
        var state = Case.Open(holds: false).When(Hold, Case.Sofia).Then(new HoldDecided("Wait for the result")).State;
        Assert.Equal((true, RunAction.Hold), (state.HoldsNow, state.Decisions[^1].Action));
        Assert.Equal(
            [Reaction.Give(new PlaceHold("B-1", Case.Id, "deviation B-1-D1: Wait for the result"))],
            new DeviationReactions().React(Case.Id, new HoldDecided("Wait for the result")));
    }

    [Fact]
    public void Takes_back_a_decision_that_no_longer_stands_and_keeps_it_readable()
    {
        var state = Case.Done().When(Hold, Case.Quirin).Stands().State;
        Assert.Equal((DeviationStatus.Open, null), (state.Status, state.DecidedBy));
        Assert.Equal([RunAction.Continue, RunAction.Hold], state.Decisions.Select(decision => decision.Action));
    }

    [Fact]
    public void Holds_nothing_twice() => Case.Open().When(Hold, Case.Quirin).ThenNothing();

    [Fact]
    public void Is_refused_to_hold_without_a_reason() => Case.Open(holds: false).When(Hold with { Reason = "" }, Case.Quirin).ThenRefused("reason");

    [Fact]
    public void Is_refused_to_hold_what_has_ended()
    {
        var ended = Case.Open(holds: false);
        ended.Batch = ended.Batch with { Status = BatchStatus.Completed };
        ended.When(Hold, Case.Quirin).ThenRefused("status", "completed");
    }

    [Fact]
    public void Is_refused_to_hold_for_no_deviation() => new Case().When(Hold, Case.Quirin).ThenRefused("deviation");

    [Fact, Requirement("P11-50a", "P11-70")]
    public void Aborts_the_batch_by_signature()
    {
        var open = Case.Open();
        var signature = Case.Signed(Case.Sofia, "abort", DeviationStatements.Abort(open.State, open.Batch, "Contaminated"));
        open.When(Abort, Case.Sofia, signature).Then(new AbortDecided("Contaminated", "sofia", "Printed sofia", signature.Shown));
        Assert.Equal(RunAction.Abort, open.State.Decisions[^1].Action);
        Assert.Equal(
            [Reaction.Give(new AbortAsDecided("B-1", "deviation B-1-D1: Contaminated", "sofia", "Printed sofia", "s"))],
            new DeviationReactions().React(Case.Id, new AbortDecided("Contaminated", "sofia", "Printed sofia", "s")));
    }

    [Fact]
    public void Ends_the_batch_and_gives_its_equipment_back()
    {
        var command = new AbortAsDecided("B-1", "r", "sofia", "Printed sofia", "s");
        var floor = Floor.In("F1");
        floor.When(command, Performer.System).Then(new BatchAborted("r", "sofia", "Printed sofia", "s", ["CC-01", "CP-01"]));
        floor.When(command, Performer.System).ThenNothing();
        new Floor().When(command, Performer.System).ThenRefused("batch");
        Floor.In().Has(new BatchCompleted()).When(command, Performer.System).ThenRefused("status");
    }

    [Fact]
    public void Is_refused_to_abort_unsigned_or_without_a_reason()
    {
        Case.Open().When(Abort, Case.Sofia).ThenRefused("signature");
        Case.Open().When(Abort with { Reason = " " }, Case.Sofia).ThenRefused("reason");
    }

    [Fact]
    public void Is_refused_to_abort_what_has_ended()
    {
        var ended = Case.Open();
        ended.Batch = ended.Batch with { Status = BatchStatus.Aborted };
        ended.When(Abort, Case.Sofia).ThenRefused("status", "aborted");
    }

    [Fact]
    public void Is_refused_to_abort_for_no_deviation() => new Case().When(Abort, Case.Sofia).ThenRefused("deviation");
}
