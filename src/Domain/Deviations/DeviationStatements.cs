using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using static System.FormattableString;

namespace Cellwright.Domain.Deviations;

/// <summary>What is put before a person who signs in the work on a deviation, word for word; the signature binds its hash.</summary>
public static class DeviationStatements
{
    /// <summary>The alternative step that the recipe offers.</summary>
    public static string Alternative(Deviation deviation, Phase alternative, string justification) => SignedText.Of([
        .. Head(deviation),
        $"perform {alternative.Id} ({SignedText.Free(alternative.Title)}) instead of step {deviation.Step}, because: {SignedText.Free(justification)}",
    ]);

    /// <summary>The end of the batch before its end.</summary>
    public static string Abort(Deviation deviation, Batch batch, string reason) => SignedText.Of([
        .. Head(deviation),
        Statements.Abort(batch, reason).TrimEnd('\n'),
    ]);

    /// <summary>The closure, with everything that it closes.</summary>
    public static string Closure(Deviation deviation, string conclusion) => SignedText.Of([
        .. Head(deviation),
        .. deviation.Decisions.Select(decision =>
            Invariant($"decision: {Word(decision.Action)}{(decision.Alternative is { } alternative ? $" {alternative}" : "")}, {SignedText.Free(decision.Reason)}, {decision.By}, {decision.At:O}")),
        .. deviation.Classifications.TakeLast(1).Select(one => Invariant($"{Word(one.Severity)}, {Word(one.Class)}: {SignedText.Free(one.Reason)}, {one.By}, {one.At:O}")),
        .. deviation.Investigations.TakeLast(1).SelectMany(one => (string[])[
            Invariant($"investigated by {one.By}, {one.At:O}: {SignedText.Free(one.Findings)}"),
            $"root cause: {SignedText.Free(one.RootCause)}",
        ]),
        .. deviation.Judgements.GroupBy(judgement => judgement.BatchId).Select(group => group.Last()).OrderBy(one => one.BatchId, StringComparer.Ordinal)
            .Select(one => Invariant($"batch {one.BatchId} is {(one.Affected ? "affected" : "not affected")}: {SignedText.Free(one.Reason)}, {one.By}, {one.At:O}")),
        .. deviation.Actions.SelectMany(action => action.Checks.Select(Line).Prepend(Line(action))),
        $"close, because: {SignedText.Free(conclusion)}",
    ]);

    /// <summary>Whether an action has worked.</summary>
    /// <param name="deviation">The deviation.</param>
    /// <param name="number">Number of an action whose check waits for its result.</param>
    /// <param name="effective">True when it has worked.</param>
    /// <param name="findings">What was looked at and seen.</param>
    public static string Effectiveness(Deviation deviation, int number, bool effective, string findings) => SignedText.Of([
        .. Head(deviation),
        Line(deviation.Actions[number - 1]),
        .. deviation.Actions[number - 1].Checks.TakeLast(1).Select(Line),
        $"the action {(effective ? "has worked" : "has not worked")}: {SignedText.Free(findings)}",
    ]);

    private static string Line(CorrectiveAction action) =>
        Invariant($"{Word(action.Kind)} action {action.Number} of {action.Owner}, due {action.Due:O}, {Word(action.Status)}: {SignedText.Free(action.What)}{(action.Outcome is { } outcome ? "; " + SignedText.Free(outcome) : "")}");

    private static string Line(EffectivenessCheck check) =>
        Invariant($"check of its effect by {check.Person}, due {check.Due:O}: {SignedText.Free(check.Criterion)}{(check.Result is { } result ? Invariant($"; {(result.Effective ? "effective" : "not effective")}, {result.Signer}, {result.At:O}: {SignedText.Free(result.Findings)}") : "")}");

    /// <summary>The refusal of an act whose signature is missing, means something else, is somebody's without the role, or was given to another text; or null.</summary>
    internal static Refusal? RefusalFor(Act act, string meaning, string statement, params ReadOnlySpan<Role> roles) =>
        act.Signature is not { } signature || signature.Meaning != meaning ? new("signature", $"This needs a signature ({meaning}): give user name and password again.")
        : !signature.Signer.Holds(roles) ? new("role", $"{signature.Signer.Name} may not sign this: it takes the role {string.Join(" or ", roles.ToArray())}. Ask somebody who holds it.")
        : signature.Shown != Statements.Hash(statement) ? new("shown", "What was shown is no longer what stands in the record. Read it again, then sign.")
        : null;

    private static IEnumerable<string> Head(Deviation deviation) =>
    [
        $"deviation {deviation.Id}, batch {deviation.BatchId}, step {deviation.Step}",
        SignedText.Free(deviation.What),
        Invariant($"opened {deviation.OpenedAt:O}"),
    ];

    private static string Word(Enum member) => member.ToString().ToLowerInvariant();
}
