using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Server.Desk;
using Cellwright.Server.Pages.Parts;
using static Cellwright.Server.Pages.Parts.FormDialog;

namespace Cellwright.Server.Pages;

/// <summary>What a person can do about a deviation on its page: each act with its fields, its consequence and, where it is signed, its text.</summary>
/// <param name="Deviation">The deviation as it was read.</param>
/// <param name="Batch">Its batch.</param>
/// <param name="Context">What the whole record says about it.</param>
/// <param name="Person">Who is in front of the page, or null.</param>
/// <param name="Workers">User ids and names of the people who can be given work.</param>
/// <param name="Ask">Opens the dialog of fields.</param>
/// <param name="Sign">Opens the dialog of signatures: title, text, meaning, command.</param>
/// <param name="Send">Sends a command and says what was saved; gives the refusal or null.</param>
/// <param name="Now">The site's time.</param>
public sealed record DeviationWork(
    Deviation Deviation, Batch Batch, Server.Deviations.DeviationContext Context, Performer? Person, IReadOnlyList<(string, string)> Workers,
    Action<Asked> Ask, Action<string, string, string, Command<Deviation>> Sign, Func<Command<Deviation>, string, Task<string?>> Send, DateTimeOffset Now)
{
    private string Id => Deviation.Id;

    /// <summary>True when one of the person's roles allows the command.</summary>
    public bool May<TCommand>() => Person is { } person && Authority.RolesFor(typeof(TCommand)).Any(role => person.Holds(role));

    /// <summary>Lets the batch go on.</summary>
    public void Continue() => Ask(new(
        $"Let batch {Deviation.BatchId} go on", "The batch goes on as the recipe says, and its hold ends. The quality unit signs this.", "Go on to sign", $"{Id} continue",
        [new("reason", "Why may the batch go on in spite of it?")],
        given => Signed(given["reason"], "Say why the batch may go on in spite of this deviation.", words =>
            Sign($"Decide {Id}", Deviation.Statement(words), "approval", new DecideToContinue(Id, words)))));

    /// <summary>Lets the batch wait.</summary>
    public void Hold() => Ask(new(
        $"Hold batch {Deviation.BatchId}", "No step goes on until something else is decided. Its time limits go on: cells do not wait.", "Hold the batch", $"{Id} hold",
        [new("reason", "Why must it wait?")], given => Send(new DecideToHold(Id, given["reason"]), "The batch waits")));

    /// <summary>Lets the batch go on with an alternative.</summary>
    public void Alternative() => Ask(new(
        "Perform an alternative step", $"Step {Deviation.Step} ends, what it recorded stays, and the alternative is performed in its place. The quality unit signs this.", "Go on to sign", $"{Id} alternative",
        [new("phase", "Which step instead", [.. Context.Alternatives.Select(offered => (offered.Phase, $"{offered.Phase} {offered.Title}"))]), new("reason", "Why")],
        given => Signed(given["reason"], "Say why the alternative step is performed.", words =>
        {
            if (Alternatives.Offered(Batch, Deviation.Step).FirstOrDefault(phase => phase.Id == given["phase"]) is { } phase)
                Sign($"Decide {Id}", DeviationStatements.Alternative(Deviation, phase, words), "approval", new DecideOnAlternative(Id, phase.Id, words));
        })));

    /// <summary>Ends the batch.</summary>
    public void Abort() => Ask(new(
        $"Abort batch {Deviation.BatchId}", "The batch ends here for good. What was recorded stays; its equipment is given back. This is signed.", "Go on to sign", $"{Id} abort",
        [new("reason", "Why is it aborted?")],
        given => Signed(given["reason"], "Say why the batch is aborted.", words =>
            Sign($"Abort batch {Deviation.BatchId}", DeviationStatements.Abort(Deviation, Batch, words), "abort", new DecideToAbort(Id, words)))));

    /// <summary>Gives the work to somebody.</summary>
    public void Assign() => Ask(new(
        $"Assign {Id}", "The person is told at once.", "Assign", $"{Id} assign",
        [new("person", "To whom", Workers, Value: Deviation.Assignee ?? ""), new("note", "What is asked of them (may be left empty)")],
        given => Send(new AssignDeviation(Id, given["person"], given["note"]), "Assigned")));

    /// <summary>Says how severe it is.</summary>
    public void Classify() => Ask(new(
        $"Classify {Id}", "Severity decides the order of the list and what a closure needs. An earlier classification stays readable.", "Classify", $"{Id} classify",
        [
            new("severity", "Severity", [.. Enum.GetNames<DeviationSeverity>().Select(name => (name, name))], Value: Deviation.Severity?.ToString() ?? ""),
            new("class", "What it is about", [.. Enum.GetNames<DeviationClass>().Select(name => (name, name))], Value: Deviation.Class?.ToString() ?? ""),
            new("reason", "Why"),
        ],
        given => Send(new ClassifyDeviation(Id, Enum.Parse<DeviationSeverity>(given["severity"]), Enum.Parse<DeviationClass>(given["class"]), given["reason"]), "Classified")));

    /// <summary>Records what was found out.</summary>
    public void Investigate() => Ask(new(
        $"Investigate {Id}", "Whoever investigates cannot close it. An earlier investigation stays readable.", "Record", $"{Id} investigate",
        [
            new("findings", "What was looked at, and what was seen"), new("cause", "Root cause"),
            .. Deviation.Investigation is null ? (Field[])[] : [new("reason", "Why the investigation before no longer stands")],
        ],
        given => Send(new RecordInvestigation(Id, given["findings"], given["cause"], given.GetValueOrDefault("reason")), "Investigation recorded")));

    /// <summary>Judges another batch.</summary>
    public void Judge(string batch, bool affected) => Ask(new(
        affected ? $"Batch {batch} is affected" : $"Batch {batch} is not affected",
        affected ? $"A deviation opens in {batch}; while it is under way it is held until that is decided." : "It is not asked for again; another judgement can follow and both stay readable.",
        affected ? "It is affected" : "It is not affected", $"{Id} judge {batch}",
        [new("reason", affected ? "Why is it affected?" : "Why is it not affected?")],
        given => Send(new JudgeBatch(Id, batch, affected, given["reason"]), $"{batch} judged")));

    /// <summary>Plans an action.</summary>
    public void Plan() => Ask(new(
        "Plan an action", "Corrective actions are completed before the closure; preventive ones may be due later. The owner is told at once.", "Plan it", $"{Id} plan",
        [
            new("kind", "Kind", [.. Enum.GetNames<ActionKind>().Select(name => (name, name))], Value: nameof(ActionKind.Corrective)), new("what", "What is to be done"),
            new("owner", "Who does it", Workers), new("due", "Until when (end of that day)", Day: true, Value: Say.Day(Now.AddDays(7))),
        ],
        given => Say.TryEndOfDay(given["due"], Now.Offset, out var due)
            ? Send(new PlanCorrectiveAction(Id, Enum.Parse<ActionKind>(given["kind"]), given["what"], given["owner"], due), "Action planned")
            : Task.FromResult<string?>("Give a day by which it can be done.")));

    /// <summary>Says that an action was done.</summary>
    public void Complete(int number) => Ask(new(
        $"Action {number} is done", "You say so as its owner; the quality unit looks at the evidence.", "It is done", $"{Id} complete {number}",
        [new("evidence", "Evidence: where can it be seen?")], given => Send(new CompleteCorrectiveAction(Id, number, given["evidence"]), $"Action {number} completed")));

    /// <summary>Takes an action back.</summary>
    public void Withdraw(int number) => Ask(new(
        $"Withdraw action {number}", "It stays readable with the reason.", "Withdraw it", $"{Id} withdraw {number}",
        [new("reason", "Why is it no longer needed?")], given => Send(new WithdrawCorrectiveAction(Id, number, given["reason"]), $"Action {number} withdrawn")));

    /// <summary>Closes it.</summary>
    public void Close() => Ask(new(
        $"Close {Id}", "Nothing can be added to it then, unless it is reopened. Somebody of the quality unit signs who neither worked in the step nor investigated.", "Go on to sign", $"{Id} close",
        [new("conclusion", "What does it mean for the batch?")],
        given => Signed(given["conclusion"], "Say what it means for the batch.", words =>
            Sign($"Close {Id}", DeviationStatements.Closure(Deviation, words), "closure", new CloseDeviation(Id, words)))));

    /// <summary>Opens it again.</summary>
    public void Reopen() => Ask(new(
        $"Reopen {Id}", "It counts as not closed at once; the closure stays readable.", "Reopen it", $"{Id} reopen",
        [new("reason", "What has become known since?")], given => Send(new ReopenDeviation(Id, given["reason"]), "Reopened")));

    private static Task<string?> Signed(string words, string otherwise, Action<string> then)
    {
        if (string.IsNullOrWhiteSpace(words)) return Task.FromResult<string?>(otherwise);
        then(words.Trim());
        return Task.FromResult<string?>(null);
    }
}
