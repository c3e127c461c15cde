using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.People;

namespace Cellwright.Tests.Deviations;

/// <summary>Whether an action has worked: planned with a criterion and a day, said by signature, and never by whoever did the action.</summary>
[Requirement("P211-192")]
public sealed class CheckingTheEffect
{
    private static readonly DateTimeOffset Due = Acting.Start.AddDays(7), CheckDue = Acting.Start.AddDays(60);
    private static readonly CorrectiveActionPlanned Planned = new(1, ActionKind.Corrective, "Change the glove type", "emil", "Printed emil", Due);
    private static readonly PlanEffectivenessCheck Plan = new(Case.Id, 1, " No bag dropped in ten batches ", "quirin", CheckDue);
    private static readonly EffectivenessCheckPlanned CheckPlanned = new(1, "No bag dropped in ten batches", "quirin", "Printed quirin", CheckDue);
    private static readonly RecordEffectivenessCheck Record = new(Case.Id, 1, true, "Ten batches read");

    [Fact]
    public void Is_planned_with_a_criterion_a_person_and_a_day()
    {
        var state = Done().When(Plan, Case.Quentin).Then(CheckPlanned).State;
        Assert.Equal(("No bag dropped in ten batches", CheckDue), (state.Actions[0].OpenCheck!.Criterion, state.Actions[0].OpenCheck!.Due));
    }

    [Fact]
    public void Is_planned_also_before_the_action_is_done_and_after_the_deviation_is_closed()
    {
        Case.Open().Has("quirin", Planned).When(Plan, Case.Quentin).Stands();
        Case.Open().Has("quirin", Planned).When(Plan with { Due = Due }, Case.Quentin).ThenRefused("due", "later than");
        Done().Has("quentin", new DeviationClosed("c", "quentin", "Q", "")).When(Plan, Case.Quentin).Stands();
    }

    [Fact]
    public void Is_not_planned_without_criterion_person_or_future_nor_for_what_was_withdrawn()
    {
        Done().When(Plan with { Criterion = " " }, Case.Quentin).ThenRefused("criterion");
        Done().When(Plan with { PersonId = "nobody" }, Case.Quentin).ThenRefused("person");
        Done().When(Plan with { PersonId = "olga" }, Case.Quentin).ThenRefused("role", "quality unit");
        Done().When(Plan with { Due = Acting.Start }, Case.Quentin).ThenRefused("due");
        Done().When(Plan with { Number = 2 }, Case.Quentin).ThenRefused("action", "no action 2");
        Case.Open().Has("quirin", Planned, new CorrectiveActionWithdrawn(1, "r")).When(Plan, Case.Quentin).ThenRefused("action", "withdrawn");
        new Case().When(Plan, Case.Quentin).ThenRefused("deviation");
    }

    [Fact, Requirement("P11-10g")]
    public void Is_made_by_nobody_who_did_the_action()
    {
        var own = Planned with { OwnerId = "quirin" };
        Done(own).When(Plan, Case.Quentin).ThenRefused("independence");
        var ready = Done(own).Has("quirin", CheckPlanned with { PersonId = "quentin" });
        ready.When(Record, Case.Quirin, Signed(ready, Case.Quirin)).ThenRefused("independence", "did action 1");
        ready.When(Record, Case.Quentin, Signed(ready, Case.Quentin)).Stands();
    }

    [Fact]
    public void Takes_the_place_of_another_for_a_reason_and_both_stay_readable()
    {
        var ready = Ready();
        var later = Plan with { Due = CheckDue.AddDays(30) };
        ready.When(later, Case.Quentin).ThenRefused("reason", "stays readable");
        ready.When(later with { Reason = " Few batches " }, Case.Quentin).Then(CheckPlanned with { Due = CheckDue.AddDays(30), Reason = "Few batches" });
        Assert.Equal([CheckDue, CheckDue.AddDays(30)], ready.State.Actions[0].Checks.Select(check => check.Due));
    }

    [Fact, Requirement("P11-200a")]
    public void Is_said_by_signature_over_what_was_shown()
    {
        var ready = Ready();
        ready.When(Record, Case.Quirin).ThenRefused("signature");
        ready.When(Record, Case.Quirin, Case.Signed(Case.Quirin, "closure", "x")).ThenRefused("signature");
        ready.When(Record, Case.Quirin, Case.Signed(Case.Quirin, "effectiveness", "another text")).ThenRefused("shown");
        ready.When(Record, Case.Emil, Signed(ready, Case.Emil)).ThenRefused("role");
        ready.When(Record with { Effective = false }, Case.Quirin, Signed(ready, Case.Quirin)).ThenRefused("shown"); // signed was that it has worked
        var state = ready.When(Record, Case.Quirin, Signed(ready, Case.Quirin)).Stands().State;
        Assert.Equal((true, "Ten batches read", "quirin"), (state.Actions[0].Checks[^1].Result!.Effective, state.Actions[0].Checks[^1].Result!.Findings, state.Actions[0].Checks[^1].Result!.Signer));
        ready.When(Record, Case.Quirin, Signed(ready, Case.Quirin)).ThenRefused("check", "Plan one first");
    }

    [Fact]
    public void Is_not_said_before_the_action_is_done_without_words_or_without_a_plan()
    {
        var early = Case.Open().Has("quirin", Planned, CheckPlanned);
        early.When(Record, Case.Quirin, Signed(early, Case.Quirin)).ThenRefused("action", "not done yet");
        Ready().When(Record with { Findings = "" }, Case.Quirin).ThenRefused("findings");
        Done().When(Record, Case.Quirin).ThenRefused("check");
        Ready().When(Record with { Number = 0 }, Case.Quirin).ThenRefused("action");
        new Case().When(Record, Case.Quirin).ThenRefused("deviation");
    }

    [Fact]
    public void Asks_for_another_action_where_one_has_not_worked()
    {
        var failed = Case.Done(DeviationSeverity.Major).Has("quirin", Planned, new CorrectiveActionCompleted(1, "SOP"), CheckPlanned, new EffectivenessChecked(1, false, "Two dropped", "quirin", "Q", ""));
        Assert.Contains("another action, because action 1 has not worked", Missing(failed.State, failed.Batch));
        var mended = failed.When(new PlanCorrectiveAction(Case.Id, ActionKind.Preventive, "Train", "olga", Due), Case.Quirin, at: Acting.Start.AddHours(1)).Stands().State;
        Assert.DoesNotContain(Missing(mended, failed.Batch), words => words.StartsWith("another action", StringComparison.Ordinal));
    }

    [Fact]
    public void Is_announced_once_when_its_day_or_that_of_the_action_has_passed()
    {
        var planned = Case.Open().Has("quirin", Planned);
        var expire = new ExpireCorrectiveAction(Case.Id, 1);
        planned.When(expire, Performer.System, at: Due).ThenNothing();
        planned.When(expire, Performer.System, at: Due.AddSeconds(1)).Then(new CorrectiveActionOverdue(1, Due));
        planned.When(expire, Performer.System, at: Due.AddDays(1)).ThenNothing();
        Assert.True(planned.State.IsOverdue);
        Assert.Null(planned.State.Actions[0].NextDue);
        Done().When(expire, Performer.System, at: Due.AddDays(1)).ThenNothing();

        var ready = Ready();
        var check = new ExpireEffectivenessCheck(Case.Id, 1);
        Assert.Equal(CheckDue, ready.State.Actions[0].NextDue);
        ready.When(check, Performer.System, at: CheckDue).ThenNothing();
        ready.When(check, Performer.System, at: CheckDue.AddSeconds(1)).Then(new EffectivenessCheckOverdue(1, CheckDue));
        ready.When(check, Performer.System, at: CheckDue.AddDays(1)).ThenNothing();
        Assert.True(ready.State.IsOverdue);
        ready.When(Record, Case.Quirin, Signed(ready, Case.Quirin)).Stands();
        Assert.False(ready.State.IsOverdue);
    }

    [Fact]
    public void Is_told_to_whom_it_concerns()
    {
        var late = Ready().State;
        Assert.Equal(("emil", NoticeKind.ActionOverdue), (Told(new CorrectiveActionOverdue(1, Due), late).Person, Told(new CorrectiveActionOverdue(1, Due), late).Kind));
        Assert.Equal([Role.QA], Told(new CorrectiveActionOverdue(1, Due), late).Roles);
        Assert.Equal("quirin", Told(CheckPlanned, late).Person);
        Assert.Equal("quirin", Told(new EffectivenessCheckOverdue(1, CheckDue), late).Person);
        Assert.Equal([Role.QA, Role.Supervisor], Told(new EffectivenessChecked(1, false, "f", "quirin", "Q", ""), late).Roles);
        Assert.Null(Notice.Of(Case.Id, new EffectivenessChecked(1, true, "f", "quirin", "Q", ""), late));
    }

    private static IEnumerable<string> Missing(Deviation deviation, Domain.Execution.Batch batch) => BeforeClosure.Missing(deviation, batch, []).Select(words => words.ToString());

    private static Notice Told(object happened, Deviation deviation) => Notice.Of(Case.Id, happened, deviation)!;

    private static Case Done(CorrectiveActionPlanned? planned = null)
    {
        var open = Case.Open();
        open.People["quentin"] = new Person { Id = "quentin", Name = "Printed quentin", Roles = [Role.QA] };
        return open.Has("quirin", planned ?? Planned).Has((planned ?? Planned).OwnerId, new CorrectiveActionCompleted(1, "SOP 12 rev. 4"));
    }

    private static Case Ready() => Done().Has("quentin", CheckPlanned);

    private static SignatureGiven Signed(Case of, Performer by) => Case.Signed(by, "effectiveness", DeviationStatements.Effectiveness(of.State, 1, true, "Ten batches read"));
}
