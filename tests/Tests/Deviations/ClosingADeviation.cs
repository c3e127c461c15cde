using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Deviations;

[Requirement("P211-192")]
public sealed class ClosingADeviation
{
    private static readonly CloseDeviation Command = new(Case.Id, "The product is not affected");
    private static readonly CorrectiveActionPlanned Action = new(1, ActionKind.Corrective, "Train", "olga", "Printed olga", Acting.Start.AddDays(3));

    [Fact, Requirement("P11-50a", "P11-70")]
    public void Is_an_act_of_the_quality_unit_by_signature()
    {
        var done = Case.Done();
        var signature = Signed(done, Case.Quirin);
        var state = done.When(Command, Case.Quirin, signature).Then(new DeviationClosed("The product is not affected", "quirin", "Printed quirin", signature.Shown)).State;
        Assert.Equal((true, "quirin"), (state.IsClosed, state.Closure!.Signer));
    }

    [Fact]
    public void Is_refused_with_the_list_of_what_is_missing()
    {
        var open = Case.Open().Sharing("B-2", new InCommon(SharedKind.Lot, "V-1", "M1", Acting.Start)).Sharing("B-3", new InCommon(SharedKind.Step, "F1", "F1", Acting.Start)).Has("quirin", Action);
        open.When(Command, Case.Quirin).ThenRefused("incomplete",
            "still needs: the decision how the batch goes on; severity and class; the investigation with its root cause; whether batches B-2, B-3 are affected; corrective action 1 by Printed olga, due 2026-03-05.");
    }

    [Theory]
    [InlineData(DeviationSeverity.Major)]
    [InlineData(DeviationSeverity.Critical)]
    public void Is_refused_when_nothing_was_done_about_a_severe_one(DeviationSeverity severity)
    {
        var done = Case.Done(severity);
        done.When(Command, Case.Quirin).ThenRefused("incomplete", "a corrective or preventive action");
        done.Has("quirin", Action, new CorrectiveActionWithdrawn(1, "r")).When(Command, Case.Quirin).ThenRefused("incomplete");
        done.Has("quirin", Action with { Number = 2, Kind = ActionKind.Preventive });
        done.When(Command, Case.Quirin, Signed(done, Case.Quirin)).Stands();
    }

    [Fact]
    public void Waits_for_every_other_batch_one_by_one()
    {
        var done = Case.Done().Sharing("B-2", new InCommon(SharedKind.Lot, "V-1", "M1", Acting.Start));
        done.When(Command, Case.Quirin).ThenRefused("incomplete", "whether batch B-2 is affected");
        done.Has("quirin", new BatchJudged("B-2", false, "Another bag"));
        done.When(Command, Case.Quirin, Signed(done, Case.Quirin)).Stands();
    }

    [Fact]
    public void Needs_no_decision_for_a_batch_that_was_aborted()
    {
        var done = Case.Open().Has("quirin", new DeviationClassified(DeviationSeverity.Minor, DeviationClass.Person, "r")).Has("emil", new InvestigationRecorded("f", "c"));
        done.Batch = done.Batch with { Status = BatchStatus.Aborted };
        done.When(Command, Case.Quirin, Signed(done, Case.Quirin)).Stands();
        Assert.Equal(DeviationStatus.Open, done.When(new ReopenDeviation(Case.Id, "r"), Case.Quirin).Stands().State.Status);
    }

    [Fact, Requirement("P11-10g")]
    public void Is_refused_to_the_investigator()
    {
        var done = Case.Done().Has("quirin", new InvestigationRecorded("f", "c", "r"));
        done.When(Command, Case.Quirin, Signed(done, Case.Quirin)).ThenRefused("independence", "investigated");
        done.When(Command, Case.Quirin, Signed(done, Case.Quentin)).Stands();
    }

    [Fact, Requirement("P11-10g")]
    public void Is_refused_to_whoever_worked_in_the_step()
    {
        var done = Case.Done();
        done.Batch = done.Batch.With("F1", "quirin");
        done.When(Command, Case.Quirin, Signed(done, Case.Quirin)).ThenRefused("independence", "worked in step F1");
    }

    [Fact, Requirement("P11-10g")]
    public void Is_refused_to_a_signer_outside_the_quality_unit()
    {
        var done = Case.Done();
        done.When(Command, Case.Quirin, Signed(done, Case.Sofia)).ThenRefused("role");
    }

    [Fact]
    public void Is_refused_without_a_conclusion() => Case.Done().When(Command with { Conclusion = " " }, Case.Quirin).ThenRefused("reason");

    [Fact, Requirement("P11-200a")]
    public void Is_refused_unsigned_or_with_another_meaning()
    {
        var done = Case.Done();
        done.When(Command, Case.Quirin).ThenRefused("signature");
        done.When(Command, Case.Quirin, Signed(done, Case.Quirin) with { Meaning = "approval" }).ThenRefused("signature");
    }

    [Fact, Requirement("P11-70")]
    public void Is_refused_when_something_was_added_since_it_was_shown()
    {
        var done = Case.Done();
        var signature = Signed(done, Case.Quirin);
        done.Has("quirin", new DeviationClassified(DeviationSeverity.Minor, DeviationClass.Procedure, "Rather so"));
        done.When(Command, Case.Quirin, signature).ThenRefused("shown");
    }

    [Fact]
    public void Is_refused_twice_and_for_none()
    {
        Case.Done().Has("quentin", new DeviationClosed("c", "quentin", "Printed quentin", "")).When(Command, Case.Quirin).ThenRefused("closed", "Printed quentin");
        new Case().When(Command, Case.Quirin).ThenRefused("deviation");
    }

    [Fact]
    public void Ends_with_a_reopening_for_a_reason_and_stays_readable()
    {
        var closed = Case.Done().Has("quentin", new DeviationClosed("c", "quentin", "Printed quentin", ""));
        closed.When(new ReopenDeviation(Case.Id, ""), Case.Quirin).ThenRefused("reason");
        var state = closed.When(new ReopenDeviation(Case.Id, " New result "), Case.Quirin).Then(new DeviationReopened("New result")).State;
        Assert.Equal((DeviationStatus.Decided, false, 1, 1), (state.Status, state.IsClosed, state.Closures.Count, state.Reopenings.Count));
        Assert.Null(state.Closure);
    }

    [Fact]
    public void Cannot_be_undone_where_it_was_not_done()
    {
        Case.Done().When(new ReopenDeviation(Case.Id, "r"), Case.Quirin).ThenRefused("closed", "not closed");
        new Case().When(new ReopenDeviation(Case.Id, "r"), Case.Quirin).ThenRefused("deviation");
    }

    [Fact]
    public void Shows_every_word_that_it_closes()
    {
        var text = DeviationStatements.Closure(Case.Done().Has("quirin", Action, new BatchJudged("B-2", false, "Another\nbag")).State, "No effect");
        Assert.All(["continue, No effect", "minor, person", "root cause: Slippery glove", @"batch B-2 is not affected: Another\u000Abag", "corrective action 1 of olga", "close, because: No effect"],
            words => Assert.Contains(words, text, StringComparison.Ordinal));
    }

    private static SignatureGiven Signed(Case done, Performer by) =>
        Case.Signed(by, "closure", DeviationStatements.Closure(done.State, Command.Conclusion));
}

file static class Steps
{
    public static Batch With(this Batch batch, string step, string startedBy) =>
        batch with { Steps = batch.Steps.SetItem(step, batch.Steps[step] with { StartedBy = startedBy }) };
}
