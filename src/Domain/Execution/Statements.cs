using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;
using static System.FormattableString;

namespace Cellwright.Domain.Execution;

/// <summary>What is put before a person who signs, word for word; the signature binds its hash.</summary>
public static class Statements
{
    /// <summary>SHA-256 of the UTF-8 text, lower-case hex.</summary>
    public static string Hash(string text) => SignedText.Hash(text);

    /// <summary>One entry of a step: what the second person verifies.</summary>
    public static string Entry(Batch batch, string key, string entry)
    {
        var step = batch.Step(key);
        string[] what = step?.Current(entry) is { } value ? [Line(value)]
            : step?.For(entry) is { } done ? [Line(batch, step, done)]
            : [];
        return SignedText.Of([.. Head(batch, key), .. what]);
    }

    /// <summary>A step with everything recorded in it, in order, superseded values too.</summary>
    public static string Step(Batch batch, string key) => batch.Step(key) is not { } step
        ? SignedText.Of(Head(batch, key))
        : SignedText.Of([
            .. Head(batch, key),
            Invariant($"started {step.StartedAt:O} by {step.StartedBy}") + Paper(step.StartedLate),
            .. step.Done.Select(done => Line(batch, step, done)),
            .. step.Values.Select(Line),
        ]);

    /// <summary>The end of a batch before its end.</summary>
    public static string Abort(Batch batch, string reason) => SignedText.Of([
        .. Heading(batch),
        Invariant($"abort with {batch.Steps.Count} steps recorded, reason: {SignedText.Free(reason)}"),
    ]);

    internal static IEnumerable<string> Heading(Batch batch) =>
    [
        $"batch {batch.Id}, order {SignedText.Free(batch.OrderNumber)}, chain of identity {SignedText.Free(batch.ChainOfIdentity ?? "none")}",
        $"master record {SignedText.Free(batch.Recipe!.Name)}, {batch.Recipe.Hash}",
    ];

    private static IEnumerable<string> Head(Batch batch, string key) =>
        Heading(batch).Append($"step {key}: {SignedText.Free(batch.Recipe!.Phase(StepKey.Phase(key)).Title)}");

    private static string Line(RecordedValue value) =>
        Invariant($"{value.Parameter} ({value.Ordinal}): {Amount(value)}, {value.Assessment.ToString().ToLowerInvariant()}, ")
        + Invariant($"{value.Source.ToString().ToLowerInvariant()}{(value.Equipment is null ? "" : " " + value.Equipment)}, {value.At:O} by {value.By}")
        + (value.Reason is null ? "" : $", reason: {SignedText.Free(value.Reason)}")
        + (value.Computation is null ? "" : $", {SignedText.Free(value.Computation)}") + Paper(value.Late);

    private static string Line(Batch batch, Step step, Done done) =>
        Invariant($"{done.Kind} {done.Demand}: {SignedText.Free(done.What)}{Added(batch, step, done)}, {done.At:O} by {done.By}") + Paper(done.Late);

    // A signer reads what was not recorded as it happened.
    private static string Paper(LateMark? late) => late is null ? ""
        : Invariant($", on paper {SignedText.Free(late.Claim.Pack)}, entered {late.EnteredAt:O} by {late.EnteredBy}, compared by {late.Claim.Verifier}");

    // What was added is the amount that stands now, corrected or not.
    private static string Added(Batch batch, Step step, Done done) =>
        batch.Recipe!.Demands(step.Phase).OfType<MaterialDemand>().FirstOrDefault(demand => demand.Name == done.Demand) is { } demand
        && step.Current(demand.Amount.Name) is { } amount
            ? ", " + Amount(amount)
            : "";

    private static string Amount(RecordedValue value) => value.Supersedes is { } before
        ? $"{Recording.Number(value.Value)} {value.Unit}, supersedes {Recording.Number(before)} {value.Unit}"
        : $"{Recording.Number(value.Value)} {value.Unit}";
}
