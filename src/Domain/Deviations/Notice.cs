using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.People;

namespace Cellwright.Domain.Deviations;

/// <summary>What a notice is about.</summary>
public enum NoticeKind
{
    /// <summary>A deviation was opened.</summary>
    Opened,

    /// <summary>A batch is on hold.</summary>
    Held,

    /// <summary>Somebody was given the work on a deviation.</summary>
    Assigned,

    /// <summary>A deviation was found to be critical.</summary>
    Critical,

    /// <summary>It was decided how the batch goes on.</summary>
    Decided,

    /// <summary>Somebody is to do something about a deviation.</summary>
    ActionPlanned,

    /// <summary>An action was done: the quality unit looks at its evidence.</summary>
    ActionCompleted,

    /// <summary>A closed deviation was opened again.</summary>
    Reopened,

    /// <summary>An action was not done in time.</summary>
    ActionOverdue,

    /// <summary>Somebody is to look whether an action has worked.</summary>
    CheckPlanned,

    /// <summary>Nobody looked in time whether an action has worked.</summary>
    CheckOverdue,

    /// <summary>An action has not worked.</summary>
    NotEffective,

    /// <summary>An account was locked out.</summary>
    LockedOut,

    /// <summary>An account was signed in at two terminals.</summary>
    SignedInElsewhereToo,

    /// <summary>A password was chosen while nobody could vouch for its person.</summary>
    PasswordUnvouched,

    /// <summary>A reviewer returned an exception.</summary>
    ExceptionReturned,

    /// <summary>A room or utility left the course that its monitoring model knows.</summary>
    EquipmentAlarmed,

    /// <summary>The time of a shelved alarm is over.</summary>
    AlarmReturned,
}

/// <summary>
/// A message to the right people in the run. It leaves the site by e-mail and webhook, and so its sentence is made of numbers and
/// states only: nothing that somebody typed, and no number of a patient.
/// </summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Batch">Batch, or null for something at the door.</param>
/// <param name="Deviation">Deviation, or null for a hold that none placed and for what no deviation is about.</param>
/// <param name="Sentence">What happened and what to do.</param>
/// <param name="Roles">Everybody with one of these roles gets it.</param>
/// <param name="Person">This person gets it, or nobody in particular.</param>
/// <param name="Urgent">True when a batch waits, a patient may be concerned, or somebody may be trying an account that is not theirs (11.300(d)).</param>
/// <param name="Account">User id of the account that it is about, whose own person is not told; or null.</param>
/// <param name="Equipment">The item that it is about, or null.</param>
public sealed record Notice(
    NoticeKind Kind, string? Batch, string? Deviation, string Sentence, ImmutableList<Role> Roles, string? Person = null, bool Urgent = false, string? Account = null, string? Equipment = null)
{
    /// <summary>
    /// Who is told of something at the door: those who review alerts. A lock-out is told once, not each attempt while it lasts; of the others the next
    /// one is told when somebody has looked at the one before.
    /// </summary>
    /// <param name="happened">What came of an attempt.</param>
    /// <param name="before">Its person before it.</param>
    public static Notice? AtTheDoor(SignInRecorded happened, Person before)
    {
        var first = before.Alerts.All(alert => alert.What != happened.Outcome);
        return happened.Outcome switch
        {
            SignInOutcome.LockedOut when before.Failing && happened.Attempts is null => Of(NoticeKind.LockedOut,
                $"The account {before.Id} was locked out after too many wrong passwords or codes. Find out who tried, then say on the page of its person what it was."),
            SignInOutcome.SignedInElsewhereToo when first => Of(NoticeKind.SignedInElsewhereToo,
                $"The account {before.Id} was signed in at a terminal while a session of it was open at another. Find out whether it is shared, then say on the page of its person what it was."),
            SignInOutcome.PasswordChosenUnvouched when first => Of(NoticeKind.PasswordUnvouched,
                $"The account {before.Id} got its password while nobody could vouch for its person. Check who it is, then say on the page of its person what it was."),
            _ => null,
        };

        Notice Of(NoticeKind kind, string sentence) => new(kind, null, null, sentence, [Role.Administrator, Role.QA, Role.Supervisor], Urgent: true, Account: before.Id);
    }

    /// <summary>Who is told what of an event. Whoever did it is not told.</summary>
    /// <param name="stream">Id of its stream within the category.</param>
    /// <param name="happened">The event.</param>
    /// <param name="deviation">The deviation after it, when it is one's or its hold's; else the empty one.</param>
    public static Notice? Of(string stream, object happened, Deviation deviation) => happened switch
    {
        DeviationOpened { Holds: true } opened => new(NoticeKind.Opened, opened.BatchId, stream,
            $"Deviation {stream} opened in step {opened.Step} of batch {opened.BatchId} and holds it. The quality unit decides how it goes on.", [Role.QA, Role.Supervisor], Urgent: true),
        DeviationOpened opened => new(NoticeKind.Opened, opened.BatchId, stream,
            $"Deviation {stream} opened in step {opened.Step} of batch {opened.BatchId}. The quality unit classifies it and decides.", [Role.QA]),
        // What comes to a deviation is one matter with it and told once; that the batch waits now is another.
        DeviationWidened { Holds: true } => new(NoticeKind.Held, deviation.BatchId, stream,
            $"Deviation {stream} holds batch {deviation.BatchId} from now on. The quality unit decides how it goes on.", [Role.QA, Role.Supervisor], deviation.Assignee, Urgent: true),
        // A deviation's own hold was told when it was opened or decided.
        HoldPlaced when !deviation.HoldsNow => new(NoticeKind.Held, stream, deviation.Id is { Length: > 0 } id ? id : null,
            $"Batch {stream} is on hold. Nothing goes on in it until the hold is released.", [Role.Supervisor, Role.QA], Urgent: true),
        HoldDecided => new(NoticeKind.Held, deviation.BatchId, stream,
            $"Batch {deviation.BatchId} is on hold because of deviation {stream}.", [Role.Supervisor, Role.QA], deviation.Assignee, Urgent: true),
        AlarmReturned => new(NoticeKind.AlarmReturned, deviation.BatchId, stream,
            $"The alarm of deviation {stream} of batch {deviation.BatchId} is back: its time on the shelf is over and nobody has decided how the batch goes on. The quality unit decides, or shelves it anew.", [Role.QA, Role.Supervisor], deviation.Assignee),
        DeviationAssigned assigned => new(NoticeKind.Assigned, deviation.BatchId, stream,
            $"Deviation {stream} of batch {deviation.BatchId} was assigned to you.", [], assigned.PersonId, deviation.HoldsNow),
        DeviationClassified { Severity: DeviationSeverity.Critical } => new(NoticeKind.Critical, deviation.BatchId, stream,
            $"Deviation {stream} of batch {deviation.BatchId} is critical.", [Role.QA, Role.Supervisor], deviation.Assignee, Urgent: true),
        ContinuationDecided => Decided(deviation, "goes on"),
        AlternativeDecided decided => Decided(deviation, $"goes on with step {decided.Alternative} instead of {decided.Step}"),
        AbortDecided => Decided(deviation, "is aborted"),
        CorrectiveActionPlanned planned => new(NoticeKind.ActionPlanned, deviation.BatchId, stream,
            FormattableString.Invariant($"Action {planned.Number} of deviation {stream} is yours, due {planned.Due:yyyy-MM-dd HH:mm zzz}."), [], planned.OwnerId),
        CorrectiveActionCompleted completed => new(NoticeKind.ActionCompleted, deviation.BatchId, stream,
            $"Action {completed.Number} of deviation {stream} was completed. Look at its evidence.", deviation.Assignee is null ? [Role.QA] : [], deviation.Assignee),
        CorrectiveActionOverdue overdue when deviation.Actions.ElementAtOrDefault(overdue.Number - 1) is { } action => new(NoticeKind.ActionOverdue, deviation.BatchId, stream,
            FormattableString.Invariant($"Action {overdue.Number} of deviation {stream} was due {overdue.Due:yyyy-MM-dd HH:mm zzz} and is not done. Its owner completes it, or the quality unit withdraws it and plans another."), [Role.QA], action.Owner),
        EffectivenessCheckPlanned check => new(NoticeKind.CheckPlanned, deviation.BatchId, stream,
            FormattableString.Invariant($"The check whether action {check.Number} of deviation {stream} has worked is yours, due {check.Due:yyyy-MM-dd HH:mm zzz}."), [], check.PersonId),
        EffectivenessCheckOverdue overdue => new(NoticeKind.CheckOverdue, deviation.BatchId, stream,
            FormattableString.Invariant($"Whether action {overdue.Number} of deviation {stream} has worked was to be checked by {overdue.Due:yyyy-MM-dd HH:mm zzz}. Record what is seen, or plan another check."), [Role.QA],
            deviation.Actions.ElementAtOrDefault(overdue.Number - 1)?.OpenCheck?.Person),
        EffectivenessChecked { Effective: false } check => new(NoticeKind.NotEffective, deviation.BatchId, stream,
            $"Action {check.Number} of deviation {stream} has not worked. Plan another{(deviation.IsClosed ? "; the deviation is reopened for that" : "")}.", [Role.QA, Role.Supervisor], deviation.Assignee),
        DeviationReopened => new(NoticeKind.Reopened, deviation.BatchId, stream,
            $"Deviation {stream} of batch {deviation.BatchId} was opened again.", [Role.QA], deviation.Assignee),
        _ => null,
    };

    private static Notice Decided(Deviation deviation, string how) => new(NoticeKind.Decided, deviation.BatchId, deviation.Id,
        $"Deviation {deviation.Id} was decided: batch {deviation.BatchId} {how}.", [Role.Supervisor], deviation.Assignee);
}
