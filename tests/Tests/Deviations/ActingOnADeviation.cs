using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;

namespace Cellwright.Tests.Deviations;

/// <summary>Corrective and preventive actions: an owner, a due date, evidence.</summary>
[Requirement("P211-192")]
public sealed class ActingOnADeviation
{
    private static readonly DateTimeOffset Due = Acting.Start.AddDays(7);
    private static readonly Performer Olga = Acting.Person("olga", Role.Operator);
    private static readonly PlanCorrectiveAction Plan = new(Case.Id, ActionKind.Corrective, " Change the glove type ", "olga", Due);
    private static readonly CorrectiveActionPlanned Planned = new(1, ActionKind.Corrective, "Change the glove type", "olga", "Printed olga", Due);
    private static readonly CompleteCorrectiveAction Complete = new(Case.Id, 1, "SOP 12 rev. 4");

    [Fact]
    public void Plans_an_action_with_an_owner_and_a_due_date()
    {
        var open = Case.Open();
        open.When(Plan, Case.Quirin).Then(Planned);
        open.When(Plan with { Kind = ActionKind.Preventive }, Case.Quirin).Stands();
        Assert.Equal([1, 2], open.State.Actions.Select(action => action.Number));
    }

    [Fact]
    public void Refuses_a_plan_without_words_kind_owner_or_future()
    {
        Case.Open().When(Plan with { What = "" }, Case.Quirin).ThenRefused("action");
        Case.Open().When(Plan with { Kind = (ActionKind)7 }, Case.Quirin).ThenRefused("kind");
        Case.Open().When(Plan with { OwnerId = "nobody" }, Case.Quirin).ThenRefused("person");
        Case.Open().When(Plan with { Due = Acting.Start }, Case.Quirin).ThenRefused("due");
    }

    [Fact]
    public void Is_completed_by_its_owner_with_evidence()
    {
        var state = Case.Open().Has("quirin", Planned).When(Complete, Olga).Then(new CorrectiveActionCompleted(1, "SOP 12 rev. 4")).State;
        Assert.Equal((ActionStatus.Completed, "SOP 12 rev. 4", "olga"), (state.Actions[0].Status, state.Actions[0].Outcome, state.Actions[0].EndedBy));
    }

    [Fact, Requirement("P11-10g")]
    public void Is_not_completed_by_anybody_else() => Case.Open().Has("quirin", Planned).When(Complete, Case.Quirin).ThenRefused("owner", "Printed olga");

    [Fact]
    public void Is_not_completed_without_evidence_or_twice_or_when_there_is_none()
    {
        Case.Open().Has("quirin", Planned).When(Complete with { Evidence = " " }, Olga).ThenRefused("evidence");
        Case.Open().Has("quirin", Planned).Has("olga", new CorrectiveActionCompleted(1, "e")).When(Complete, Olga).ThenRefused("action", "completed already");
        Case.Open().When(Complete, Olga).ThenRefused("action", "no action 1");
        Case.Open().When(Complete with { Number = 0 }, Olga).ThenRefused("action");
        new Case().When(Complete, Olga).ThenRefused("deviation");
    }

    [Fact]
    public void Is_completed_after_the_closure_when_it_prevents() =>
        Case.Done().Has("quirin", Planned with { Kind = ActionKind.Preventive }).Has("quentin", new DeviationClosed("c", "quentin", "Q", "")).When(Complete, Olga).Stands();

    [Fact]
    public void Is_withdrawn_for_a_reason_and_stays_readable()
    {
        var withdraw = new WithdrawCorrectiveAction(Case.Id, 1, "Another takes its place");
        var planned = Case.Open().Has("quirin", Planned);
        planned.When(withdraw with { Reason = "" }, Case.Quirin).ThenRefused("reason");
        planned.When(withdraw, Case.Quirin).Then(new CorrectiveActionWithdrawn(1, "Another takes its place"));
        planned.When(withdraw, Case.Quirin).ThenRefused("action", "withdrawn already");
        Assert.Equal("Change the glove type", planned.State.Actions[0].What);
        Case.Open().When(withdraw, Case.Quirin).ThenRefused("action");
        new Case().When(withdraw, Case.Quirin).ThenRefused("deviation");
    }

    [Fact]
    public void Is_overdue_once_its_day_has_passed()
    {
        var action = Case.Open().Has("quirin", Planned).State.Actions[0];
        Assert.Equal((false, true), (action.IsOverdue(Due), action.IsOverdue(Due.AddSeconds(1))));
        Assert.False((action with { Status = ActionStatus.Completed }).IsOverdue(Due.AddDays(1)));
    }
}
