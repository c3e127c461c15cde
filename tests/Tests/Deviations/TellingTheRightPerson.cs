using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.People;

namespace Cellwright.Tests.Deviations;

public sealed class TellingTheRightPerson
{
    private const string Secret = "Maria Musterfrau";
    private static readonly Deviation Plain = Case.Open(holds: false).State;
    private static readonly Deviation Assigned = Case.Open().Has("quirin", new DeviationAssigned("emil", "Emil", Secret)).State;

    [Fact]
    public void Tells_the_quality_unit_of_a_new_one_and_the_supervisor_when_it_holds()
    {
        Assert.Equal([Role.QA], Of(Opened(false), Plain)!.Roles);
        var held = Of(Opened(true), Case.Open().State)!;
        Assert.Equal([Role.QA, Role.Supervisor], held.Roles);
        Assert.True(held.Urgent);
    }

    [Fact]
    public void Tells_the_assignee() => Assert.Equal(("emil", true), (Of(new DeviationAssigned("emil", "Emil", ""), Plain)!.Person, Of(new DeviationAssigned("emil", "Emil", ""), Plain)!.Roles.IsEmpty));

    [Fact]
    public void Tells_of_a_critical_one_and_not_of_a_lesser_one()
    {
        Assert.Equal([Role.QA, Role.Supervisor], Of(new DeviationClassified(DeviationSeverity.Critical, DeviationClass.Person, "r"), Plain)!.Roles);
        Assert.Null(Of(new DeviationClassified(DeviationSeverity.Major, DeviationClass.Person, "r"), Plain));
    }

    [Fact]
    public void Tells_of_a_hold_once()
    {
        Assert.Equal([Role.Supervisor, Role.QA], Notice.Of("B-1", new HoldPlaced("recall", Secret), Deviation.Empty)!.Roles);
        Assert.Null(Notice.Of("B-1", new HoldPlaced(Case.Id, "r"), Case.Open().State));
        Assert.NotNull(Of(new HoldDecided("r"), Case.Open().State));
    }

    [Fact]
    public void Tells_who_waits_for_a_decision_how_it_goes_on() =>
        Assert.All(
            (object[])[new ContinuationDecided("j", "q", "Q", ""), new AlternativeDecided("R1", "R1b", "j", "q", "Q", ""), new AbortDecided("r", "q", "Q", "")],
            happened =>
            {
                Assert.Equal([Role.Supervisor], Of(happened, Assigned)!.Roles);
                Assert.Equal("emil", Of(happened, Assigned)!.Person);
            });

    [Fact]
    public void Tells_the_owner_of_an_action_and_then_whoever_planned_on_it()
    {
        Assert.Equal("olga", Of(new CorrectiveActionPlanned(1, ActionKind.Corrective, "w", "olga", "Olga", Acting.Start), Plain)!.Person);
        Assert.Equal("emil", Of(new CorrectiveActionCompleted(1, "e"), Assigned)!.Person);
        Assert.Equal([Role.QA], Of(new CorrectiveActionCompleted(1, "e"), Plain)!.Roles);
        Assert.Equal([Role.QA], Of(new DeviationReopened("r"), Plain)!.Roles);
    }

    [Fact, Requirement("P11-300")]
    public void Tells_of_each_lock_out_once_however_often_it_is_tried()
    {
        SignInRecorded[] door =
        [
            At(SignInOutcome.WrongPassword), At(SignInOutcome.LockedOut), At(SignInOutcome.LockedOut), At(SignInOutcome.LockedOut) with { Attempts = 199 },
            At(SignInOutcome.WrongCode), At(SignInOutcome.LockedOut) with { Attempts = 3 }, At(SignInOutcome.WrongSignature), At(SignInOutcome.LockedOut), At(SignInOutcome.LockedOut),
        ];
        var told = Told(door);
        Assert.Equal([1, 7], told.Select(one => one.Index));
        Assert.All(told, one => Assert.Equal((NoticeKind.LockedOut, "olga", true), (one.Notice.Kind, one.Notice.Account, one.Notice.Urgent)));
        Assert.Equal([Role.Administrator, Role.QA, Role.Supervisor], told[0].Notice.Roles);
    }

    [Fact, Requirement("P11-300")]
    public void Tells_of_the_lock_out_and_not_of_attempts_on_the_locked_account_that_are_recorded_late()
    {
        var late = At(SignInOutcome.LockedOut) with { Attempts = 1 };
        Assert.Equal([1], Told(At(SignInOutcome.WrongPassword), At(SignInOutcome.LockedOut), At(SignInOutcome.WrongPassword), late).Select(one => one.Index));
        Assert.Equal([2], Told(At(SignInOutcome.WrongPassword), late, At(SignInOutcome.LockedOut)).Select(one => one.Index));
    }

    [Theory]
    [InlineData(SignInOutcome.SignedInElsewhereToo, NoticeKind.SignedInElsewhereToo)]
    [InlineData(SignInOutcome.PasswordChosenUnvouched, NoticeKind.PasswordUnvouched)]
    public void Tells_of_another_alert_of_the_door_until_somebody_has_looked_at_it(SignInOutcome outcome, NoticeKind kind)
    {
        var told = Told(At(outcome), At(outcome) with { Terminal = "T-2" }, new AlertsReviewed("She went home"), At(outcome));
        Assert.Equal([(0, kind), (3, kind)], told.Select(one => (one.Index, one.Notice.Kind)));
        Assert.Empty(Told(At(SignInOutcome.SignedIn), At(SignInOutcome.WrongPassword)));
    }

    [Fact]
    public void Says_nothing_of_anything_else() => Assert.Null(Of(new InvestigationRecorded("f", "c"), Plain));

    [Fact]
    public void Never_carries_what_somebody_typed()
    {
        object[] events =
        [
            new DeviationOpened(Case.Id, "B-1", "F1", null, Secret, true, []), new DeviationAssigned("emil", "Emil", Secret), new HoldDecided(Secret),
            new ContinuationDecided(Secret, "q", Secret, ""), new AlternativeDecided("R1", "R1b", Secret, "q", Secret, ""), new AbortDecided(Secret, "q", Secret, ""),
            new DeviationClassified(DeviationSeverity.Critical, DeviationClass.Person, Secret), new CorrectiveActionPlanned(1, ActionKind.Corrective, Secret, "olga", Secret, Acting.Start),
            new CorrectiveActionCompleted(1, Secret), new DeviationReopened(Secret), new HoldPlaced(Secret, Secret),
            new EffectivenessCheckPlanned(1, Secret, "quirin", Secret, Acting.Start, Secret), new EffectivenessChecked(1, false, Secret, "quirin", Secret, ""),
        ];
        Assert.All(events, happened => Assert.DoesNotContain("Muster", Notice.Of(happened is HoldPlaced ? "B-1" : Case.Id, happened, happened is HoldPlaced ? Deviation.Empty : Assigned)!.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Is_seen_by_whoever_it_is_for_and_never_less_than_before()
    {
        var quirin = Acting.Person("quirin", Role.QA);
        var inbox = Given.Nothing<Inbox>();
        inbox.When(new MarkNoticesSeen("quirin", 7), Acting.By(quirin)).Then(new NoticesSeen(7));
        inbox.When(new MarkNoticesSeen("quirin", 5), Acting.By(quirin)).ThenNothing();
        inbox.When(new MarkNoticesSeen("quirin", -1), Acting.By(quirin)).ThenRefused("entry");
        inbox.When(new MarkNoticesSeen("quirin", 9), Acting.By(Acting.Person("sofia", Role.Supervisor))).ThenRefused("own");
    }

    [Fact]
    public void Is_new_again_where_whoever_it_is_for_takes_it_back()
    {
        var quirin = Acting.Person("quirin", Role.QA);
        var inbox = Given.Nothing<Inbox>().When(new MarkNoticesSeen("quirin", 7), Acting.By(quirin)).Stream;
        inbox.When(new ReopenNotices("quirin", [5, 3, 5, 9]), Acting.By(quirin)).Then(new NoticesReopened([3, 5]));
        Assert.Equal([false, true, false, true, true, false], new long[] { 3, 4, 5, 6, 7, 8 }.Select(inbox.State.HasSeen));
        inbox.When(new ReopenNotices("quirin", [3]), Acting.By(quirin)).ThenNothing();
        inbox.When(new MarkNoticesSeen("quirin", 4), Acting.By(quirin)).Then(new NoticesSeen(4));
        Assert.Equal([true, true, false, true, true, false], new long[] { 3, 4, 5, 6, 7, 8 }.Select(inbox.State.HasSeen));
        inbox.When(new MarkNoticesSeen("quirin", 4), Acting.By(quirin)).ThenNothing();
        inbox.When(new MarkNoticesSeen("quirin", 7), Acting.By(quirin)).Then(new NoticesSeen(7));
        Assert.Equal(7, inbox.State.WhollySeenUpTo);
        inbox.When(new ReopenNotices("quirin", []), Acting.By(quirin)).ThenRefused("entry");
        inbox.When(new ReopenNotices("quirin", [-1]), Acting.By(quirin)).ThenRefused("entry");
        inbox.When(new ReopenNotices("quirin", [3]), Acting.By(Acting.Person("sofia", Role.Supervisor))).ThenRefused("own");
    }

    private static SignInRecorded At(SignInOutcome outcome) => new(outcome, "T-1");

    private static List<(int Index, Notice Notice)> Told(params Event<Person>[] events)
    {
        var person = Person.Empty with { Id = "olga", Name = "Olga" };
        List<(int, Notice)> told = [];
        foreach (var (index, happened) in events.Index())
        {
            if (happened is SignInRecorded door && Notice.AtTheDoor(door, person) is { } notice) told.Add((index, notice));
            person = happened.Apply(person, new Happened("system", Acting.Start, index));
        }

        return told;
    }

    private static DeviationOpened Opened(bool holds) => new(Case.Id, "B-1", "F1", null, "What", holds, ImmutableList<EvidenceReading>.Empty);

    private static Notice? Of(object happened, Deviation deviation) => Notice.Of(Case.Id, happened, deviation);
}
