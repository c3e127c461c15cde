using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Server.Desk;
using Cellwright.Server.Pages.Parts;
using Microsoft.Extensions.Localization;
using static Cellwright.Server.Pages.Parts.FormDialog;

namespace Cellwright.Server.Pages;

/// <summary>What a person can do about a deviation on its page: each act with its fields, its consequence and, where it is signed, its text.</summary>
/// <param name="Deviation">The deviation as it was read.</param>
/// <param name="Batch">Its batch.</param>
/// <param name="Context">What the whole record says about it.</param>
/// <param name="Person">Who is in front of the page, or null.</param>
/// <param name="Workers">User ids and names of the people who can be given work.</param>
/// <param name="Quality">Those of them who are of the quality unit.</param>
/// <param name="Ask">Opens the dialog of fields.</param>
/// <param name="Sign">Opens the dialog of signatures: title, text, meaning, command.</param>
/// <param name="Send">Sends a command and says what was saved; gives the refusal or null.</param>
/// <param name="Now">The site's time.</param>
/// <param name="T">The words of the acts.</param>
/// <param name="Terms">The words of severities, classes and kinds.</param>
public sealed record DeviationWork(
    Deviation Deviation, Batch Batch, Server.Deviations.DeviationContext Context, Performer? Person, IReadOnlyList<(string, string)> Workers,
    IReadOnlyList<(string, string)> Quality,
    Action<Asked> Ask, Action<string, string, string, Command<Deviation>> Sign, Func<Command<Deviation>, string, Task<string?>> Send, DateTimeOffset Now, IStringLocalizer<DeviationWork> T, Terms Terms)
{
    private string Id => Deviation.Id;

    /// <summary>True when one of the person's roles allows the command.</summary>
    public bool May<TCommand>() => Person is { } person && Authority.RolesFor(typeof(TCommand)).Any(role => person.Holds(role));

    /// <summary>Lets the batch go on.</summary>
    public void Continue() => Ask(new(
        T["continue-title", Deviation.BatchId], T["continue-means"], T["go-on-to-sign"], $"{Id} continue",
        [new("reason", T["continue-label"])],
        given => Signed(given["reason"], T["continue-missing"], words =>
            Sign(T["decide", Id], Deviation.Statement(words), "approval", new DecideToContinue(Id, words)))));

    /// <summary>Lets the batch wait.</summary>
    public void Hold() => Ask(new(
        T["hold-title", Deviation.BatchId], T["hold-means"], T["hold-act"], $"{Id} hold",
        [new("reason", T["hold-label"])], given => Send(new DecideToHold(Id, given["reason"]), T["held"])));

    /// <summary>Lets the alarm wait until a time.</summary>
    public void Shelve() => Ask(new(
        T["shelve-title", Id], T["shelve-means", ShelveAlarm.Most.TotalHours], T["shelve-act"], $"{Id} shelve",
        [new("reason", T["shelve-label"]), new("until", T["shelve-until"], Moment: true, Value: Say.Moment(Now.AddHours(1)))],
        given => Say.TryMoment(given["until"], out var until) && new DateTimeOffset(until, Now.Offset) is var end && end > Now
            ? Send(new ShelveAlarm(Id, end, given["reason"]), T["shelved", Say.Time(end, Now)])
            : Task.FromResult<string?>(T["shelve-no-time"])));

    /// <summary>Takes the alarm off the shelf.</summary>
    public void Unshelve() => Ask(new(
        T["unshelve-title", Id], T["unshelve-means"], T["unshelve-act"], $"{Id} unshelve",
        [new("reason", T["unshelve-label"])], given => Send(new ShelveAlarm(Id, Now, given["reason"]), T["unshelved"])));

    /// <summary>Lets the batch go on with an alternative.</summary>
    public void Alternative() => Ask(new(
        T["alternative-title"], T["alternative-means", Deviation.Step], T["go-on-to-sign"], $"{Id} alternative",
        [new("phase", T["alternative-label"], [.. Context.Alternatives.Select(offered => (offered.Phase, $"{offered.Phase} {offered.Title}"))]), new("reason", T["why"])],
        given => Signed(given["reason"], T["alternative-missing"], words =>
        {
            if (Alternatives.Offered(Batch, Deviation.Step).FirstOrDefault(phase => phase.Id == given["phase"]) is { } phase)
                Sign(T["decide", Id], DeviationStatements.Alternative(Deviation, phase, words), "approval", new DecideOnAlternative(Id, phase.Id, words));
        })));

    /// <summary>Ends the batch.</summary>
    public void Abort() => Ask(new(
        T["abort-title", Deviation.BatchId], T["abort-means"], T["go-on-to-sign"], $"{Id} abort",
        [new("reason", T["abort-label"])],
        given => Signed(given["reason"], T["abort-missing"], words =>
            Sign(T["abort-title", Deviation.BatchId], DeviationStatements.Abort(Deviation, Batch, words), "abort", new DecideToAbort(Id, words)))));

    /// <summary>Gives the work to somebody.</summary>
    public void Assign() => Ask(new(
        T["assign-title", Id], T["told-at-once"], T["assign-act"], $"{Id} assign",
        [new("person", T["assign-label"], Workers, Value: Deviation.Assignee ?? ""), new("note", T["assign-note"])],
        given => Send(new AssignDeviation(Id, given["person"], given["note"]), T["assigned"])));

    /// <summary>Says how severe it is.</summary>
    public void Classify() => Ask(new(
        T["classify-title", Id], T["classify-means"], T["classify-act"], $"{Id} classify",
        [
            new("severity", T["severity"], [.. Enum.GetValues<DeviationSeverity>().Select(one => ($"{one}", Terms.Of(one)))], Value: Deviation.Severity?.ToString() ?? ""),
            new("class", T["class"], [.. Enum.GetValues<DeviationClass>().Select(one => ($"{one}", Terms.Of(one)))], Value: Deviation.Class?.ToString() ?? ""),
            new("reason", T["why"]),
        ],
        given => Send(new ClassifyDeviation(Id, Enum.Parse<DeviationSeverity>(given["severity"]), Enum.Parse<DeviationClass>(given["class"]), given["reason"]), T["classified"])));

    /// <summary>Records what was found out.</summary>
    public void Investigate() => Ask(new(
        T["investigate-title", Id], T["investigate-means"], T["investigate-act"], $"{Id} investigate",
        [
            new("findings", T["findings"]), new("cause", T["root-cause"]),
            .. Deviation.Investigation is null ? (Field[])[] : [new("reason", T["no-longer-stands"])],
        ],
        given => Send(new RecordInvestigation(Id, given["findings"], given["cause"], given.GetValueOrDefault("reason")), T["investigated"])));

    /// <summary>Judges another batch.</summary>
    public void Judge(string batch, bool affected) => Ask(new(
        affected ? T["affected-title", batch] : T["unaffected-title", batch],
        affected ? T["affected-means", batch] : T["unaffected-means"],
        affected ? T["affected-act"] : T["unaffected-act"], $"{Id} judge {batch}",
        [new("reason", affected ? T["affected-label"] : T["unaffected-label"])],
        given => Send(new JudgeBatch(Id, batch, affected, given["reason"]), T["judged", batch])));

    /// <summary>Plans an action.</summary>
    public void Plan() => Ask(new(
        T["plan-title"], T["plan-means"], T["plan-act"], $"{Id} plan",
        [
            new("kind", T["kind"], [.. Enum.GetValues<ActionKind>().Select(one => ($"{one}", Terms.Of(one)))], Value: nameof(ActionKind.Corrective)), new("what", T["what"]),
            new("owner", T["who"], Workers), new("due", T["until"], Day: true, Value: Say.Day(Now.AddDays(7))),
        ],
        given => Say.TryEndOfDay(given["due"], Now.Offset, out var due)
            ? Send(new PlanCorrectiveAction(Id, Enum.Parse<ActionKind>(given["kind"]), given["what"], given["owner"], due), T["planned"])
            : Task.FromResult<string?>(T["no-day"])));

    /// <summary>What this person can do about an action, the main act first.</summary>
    public ImmutableList<ActionAct> Acts(CorrectiveAction action)
    {
        var acts = ImmutableList<ActionAct>.Empty;
        if (action.Status == ActionStatus.Planned && action.Owner == Person?.Id) acts = acts.Add(new(T["it-is-done"], true, () => Complete(action.Number)));
        if (action is { Status: ActionStatus.Completed, OpenCheck: not null } && May<RecordEffectivenessCheck>() && action.Owner != Person?.Id)
            acts = acts.Add(new(T["record-check"], true, () => RecordCheck(action.Number)));
        if (May<PlanEffectivenessCheck>()) acts = acts.Add(new(T["plan-check"], false, () => PlanCheck(action)));
        if (action.Status == ActionStatus.Planned && May<WithdrawCorrectiveAction>()) acts = acts.Add(new(T["withdraw-open"], false, () => Withdraw(action.Number)));
        return acts;
    }

    /// <summary>Plans how it is seen whether an action has worked.</summary>
    public void PlanCheck(CorrectiveAction action) => Ask(new(
        T["plan-check-title", action.Number], T["plan-check-means"], T["plan-act"], $"{Id} plan-check {action.Number}",
        [
            new("criterion", T["criterion"]), new("person", T["who-checks"], Quality),
            new("due", T["until"], Day: true, Value: Say.Day((action.Status == ActionStatus.Planned && action.Due > Now ? action.Due : Now).AddDays(30))),
            .. action.OpenCheck is null ? (Field[])[] : [new("reason", T["check-instead"])],
        ],
        given => Say.TryEndOfDay(given["due"], Now.Offset, out var due)
            ? Send(new PlanEffectivenessCheck(Id, action.Number, given["criterion"], given["person"], due, given.GetValueOrDefault("reason")), T["check-planned", action.Number])
            : Task.FromResult<string?>(T["no-day"])));

    /// <summary>Says whether an action has worked.</summary>
    public void RecordCheck(int number) => Ask(new(
        T["check-title", number], T["check-means"], T["go-on-to-sign"], $"{Id} check {number}",
        [new("effective", T["has-it-worked"], [("yes", T["worked-yes"]), ("no", T["worked-no"])]), new("findings", T["findings"])],
        given => given["effective"].Length == 0 ? Task.FromResult<string?>(T["effective-missing"]) : Signed(given["findings"], T["findings-missing"], words =>
            Sign(T["check-title", number], DeviationStatements.Effectiveness(Deviation, number, given["effective"] == "yes", words), "effectiveness", new RecordEffectivenessCheck(Id, number, given["effective"] == "yes", words)))));

    /// <summary>Says that an action was done.</summary>
    public void Complete(int number) => Ask(new(
        T["complete-title", number], T["complete-means"], T["complete-act"], $"{Id} complete {number}",
        [new("evidence", T["evidence"])], given => Send(new CompleteCorrectiveAction(Id, number, given["evidence"]), T["completed", number])));

    /// <summary>Takes an action back.</summary>
    public void Withdraw(int number) => Ask(new(
        T["withdraw-title", number], T["withdraw-means"], T["withdraw-act"], $"{Id} withdraw {number}",
        [new("reason", T["withdraw-label"])], given => Send(new WithdrawCorrectiveAction(Id, number, given["reason"]), T["withdrawn", number])));

    /// <summary>Closes it.</summary>
    public void Close() => Ask(new(
        T["close-title", Id], T["close-means"], T["go-on-to-sign"], $"{Id} close",
        [new("conclusion", T["close-label"])],
        given => Signed(given["conclusion"], T["close-missing"], words =>
            Sign(T["close-title", Id], DeviationStatements.Closure(Deviation, words), "closure", new CloseDeviation(Id, words)))));

    /// <summary>Opens it again.</summary>
    public void Reopen() => Ask(new(
        T["reopen-title", Id], T["reopen-means"], T["reopen-act"], $"{Id} reopen",
        [new("reason", T["reopen-label"])], given => Send(new ReopenDeviation(Id, given["reason"]), T["reopened"])));

    private static Task<string?> Signed(string words, string otherwise, Action<string> then)
    {
        if (string.IsNullOrWhiteSpace(words)) return Task.FromResult<string?>(otherwise);
        then(words.Trim());
        return Task.FromResult<string?>(null);
    }
}

/// <summary>An act about one action.</summary>
/// <param name="Words">What stands on its button.</param>
/// <param name="Main">True for the one that is expected next.</param>
/// <param name="Do">Opens it.</param>
public sealed record ActionAct(string Words, bool Main, Action Do);
