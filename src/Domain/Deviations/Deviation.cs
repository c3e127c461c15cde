using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Deviations;

/// <summary>Where a deviation stands.</summary>
public enum DeviationStatus
{
    /// <summary>There is no such deviation.</summary>
    None,

    /// <summary>Open: nobody has decided how the batch goes on.</summary>
    Open,

    /// <summary>It was decided how the batch goes on; the work on the deviation itself goes on.</summary>
    Decided,

    /// <summary>The quality unit closed it, by signature. It can be reopened.</summary>
    Closed,
}

/// <summary>A deviation: what happened, with its evidence, what was decided in the run, and the work that ends in its closure. Nothing in it is replaced: what stands now is the last of each list.</summary>
public sealed record Deviation : IStream<Deviation>
{
    /// <inheritdoc />
    public static string Category => "deviation";

    /// <inheritdoc />
    public static Deviation Empty { get; } = new();

    /// <summary>Id, e.g. <c>B-0001-D1</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public DeviationStatus Status { get; init; }

    /// <summary>The batch concerned.</summary>
    public string BatchId { get; init; } = "";

    /// <summary>The step concerned.</summary>
    public string Step { get; init; } = "";

    /// <summary>The parameter concerned, or null.</summary>
    public string? Parameter { get; init; }

    /// <summary>What happened, in one sentence, with what came to it since.</summary>
    public string What { get; init; } = "";

    /// <summary>True when it held the batch from its beginning, or since something came to it, or was decided to.</summary>
    public bool Holds { get; init; }

    /// <summary>Readings around it.</summary>
    public ImmutableList<EvidenceReading> Evidence { get; init; } = [];

    /// <summary>What came to it after it was opened, in order.</summary>
    public ImmutableList<Widening> Widenings { get; init; } = [];

    /// <summary>What kind it was opened as, or null where whatever announced it does not decide that.</summary>
    public DeviationClass? OpenedAs { get; init; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>Why the batch goes on as it does, once decided.</summary>
    public string? Justification { get; init; }

    /// <summary>Who decided, printed name.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Every decision of how the batch goes on, in order.</summary>
    public ImmutableList<RunDecision> Decisions { get; init; } = [];

    /// <summary>Every assignment, in order.</summary>
    public ImmutableList<Assignment> Assignments { get; init; } = [];

    /// <summary>Every classification, in order.</summary>
    public ImmutableList<Classification> Classifications { get; init; } = [];

    /// <summary>Every investigation, in order.</summary>
    public ImmutableList<Investigation> Investigations { get; init; } = [];

    /// <summary>Every judgement on another batch, in order.</summary>
    public ImmutableList<BatchJudgement> Judgements { get; init; } = [];

    /// <summary>Corrective and preventive actions by number, from 1.</summary>
    public ImmutableList<CorrectiveAction> Actions { get; init; } = [];

    /// <summary>Every closure, in order; those before the last were reopened.</summary>
    public ImmutableList<Closure> Closures { get; init; } = [];

    /// <summary>Every reopening, in order.</summary>
    public ImmutableList<Reopening> Reopenings { get; init; } = [];

    /// <summary>Every time that its alarm was put on the shelf or taken off it, in order.</summary>
    public ImmutableList<Shelving> Shelvings { get; init; } = [];

    /// <summary>True when the last of them put it there, and nothing that was recorded since has brought it back.</summary>
    public bool Shelved { get; init; }

    /// <summary>True while it is closed: what a release asks.</summary>
    public bool IsClosed => Status == DeviationStatus.Closed;

    /// <summary>True when it is decided how the batch goes on, closed or not.</summary>
    public bool IsDecided => Status is DeviationStatus.Decided or DeviationStatus.Closed;

    /// <summary>True while the batch waits for its decision.</summary>
    public bool HoldsNow => Holds && Status == DeviationStatus.Open;

    /// <summary>How severe it is, or null while nobody has classified it.</summary>
    public DeviationSeverity? Severity => Classifications.LastOrDefault()?.Severity;

    /// <summary>What kind it is: as the quality unit classified it last, else as it was opened; or null.</summary>
    public DeviationClass? Class => Classifications.LastOrDefault()?.Class ?? OpenedAs;

    /// <summary>When the time of its alarm on the shelf is over, as long as nothing has brought it back; or null.</summary>
    public DateTimeOffset? ShelfEnd => Shelved && Status == DeviationStatus.Open ? Shelvings[^1].Until : null;

    /// <summary>What keeps its alarm off the lists at a time, or null when it is not shelved then.</summary>
    public Shelving? ShelvedAt(DateTimeOffset now) => ShelfEnd > now ? Shelvings[^1] : null;

    /// <summary>True when somebody has to decide and its alarm is not shelved at a time.</summary>
    public bool CallsAt(DateTimeOffset now) => Status == DeviationStatus.Open && ShelvedAt(now) is null;

    /// <summary>User id of the person who works on it, or null.</summary>
    public string? Assignee => Assignments.LastOrDefault()?.Person;

    /// <summary>True while an action, or the check of its effect, was announced as overdue and has not come yet; also of a closed one.</summary>
    public bool IsOverdue => Actions.Any(action => action is { Status: ActionStatus.Planned, OverdueAt: not null } or { OpenCheck.OverdueAt: not null });

    /// <summary>The investigation that stands, or null.</summary>
    public Investigation? Investigation => Investigations.LastOrDefault();

    /// <summary>The closure that stands, or null.</summary>
    public Closure? Closure => IsClosed ? Closures.LastOrDefault() : null;

    /// <summary>The judgement on another batch that stands, or null while nobody has given one.</summary>
    public BatchJudgement? JudgementOn(string batch) => Judgements.LastOrDefault(judgement => judgement.BatchId == batch);

    /// <summary>The parameters concerned, the one that it was opened for first.</summary>
    public IEnumerable<string> Parameters => Widenings.Select(widening => widening.Parameter).Prepend(Parameter).OfType<string>().Distinct();

    /// <summary>The same without its readings, for lists.</summary>
    public Deviation WithoutReadings() => this with { Evidence = [], Widenings = [.. Widenings.Select(widening => widening with { Evidence = [] })] };

    /// <summary>What a person who decides to continue is shown, word for word.</summary>
    public string Statement(string justification) =>
        SignedText.Of(
            $"deviation {Id}, batch {BatchId}, step {Step}",
            SignedText.Free(What),
            FormattableString.Invariant($"opened {OpenedAt:O}"),
            $"continue, because: {SignedText.Free(justification)}");

    internal Refusal? RefusalUnlessExists(string id) =>
        Status == DeviationStatus.None ? new("deviation", $"There is no deviation {id}. Check its number.") : null;

    internal Refusal? RefusalUnlessWorkedOn(string id) =>
        RefusalUnlessExists(id)
            ?? (IsClosed ? new("closed", $"{Id} is closed. The quality unit reopens it, with a reason, before anything is added.") : null);

    internal Refusal? RefusalUnlessUndecided(string id) =>
        RefusalUnlessWorkedOn(id)
            ?? (IsDecided ? new("deviation", FormattableString.Invariant($"{Id} was decided by {DecidedBy} at {DecidedAt:yyyy-MM-dd HH:mm zzz}. To decide anew, hold the batch first.")) : null);

    internal Refusal? RefusalUnlessPlanned(int number) =>
        Actions.ElementAtOrDefault(number - 1) is not { } action ? new("action", $"{Id} has no action {number}. Check its number.")
        : action.Status != ActionStatus.Planned ? new("action", $"Action {number} of {Id} was {action.Status.ToString().ToLowerInvariant()} already. If something is left to do, plan another.")
        : null;

    internal Refusal? RefusalUnlessStands(int number) =>
        Actions.ElementAtOrDefault(number - 1) is not { } action ? new("action", $"{Id} has no action {number}. Check its number.")
        : action.Status == ActionStatus.Withdrawn ? new("action", $"Action {number} of {Id} was withdrawn and has no effect to check. Check the action that took its place.")
        : null;

    internal Deviation Decided(RunDecision decision) => this with
    {
        Shelved = false,
        Status = DeviationStatus.Decided,
        Justification = decision.Reason,
        DecidedBy = decision.Name,
        DecidedAt = decision.At,
        Decisions = Decisions.Add(decision),
    };

    internal Deviation Ended(int number, ActionStatus status, string outcome, Happened when) =>
        Change(number, action => action with { Status = status, Outcome = outcome, EndedBy = when.By, EndedAt = when.At });

    internal Deviation Change(int number, Func<CorrectiveAction, CorrectiveAction> change) =>
        this with { Actions = Actions.SetItem(number - 1, change(Actions[number - 1])) };

    internal Deviation ChangeCheck(int number, Func<EffectivenessCheck, EffectivenessCheck> change) =>
        Change(number, action => action with { Checks = action.Checks.SetItem(action.Checks.Count - 1, change(action.Checks[^1])) });
}
