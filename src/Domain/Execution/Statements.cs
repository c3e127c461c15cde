using System.Security.Cryptography;
using System.Text;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

/// <summary>What is put before a person who signs, word for word; the signature binds its hash.</summary>
public static class Statements
{
    /// <summary>SHA-256 of the UTF-8 text, lower-case hex.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>One entry of a step: what the second person verifies.</summary>
    public static string Entry(Batch batch, string key, string entry)
    {
        var step = batch.Step(key);
        var text = Head(batch, key);
        if (step?.Current(entry) is { } value) text.AppendLine(Line(value));
        else if (step?.For(entry) is { } done) text.AppendLine(Line(step, done));
        return text.ToString();
    }

    /// <summary>A step with everything recorded in it, in order, superseded values too.</summary>
    public static string Step(Batch batch, string key)
    {
        var text = Head(batch, key);
        if (batch.Step(key) is not { } step) return text.ToString();
        text.AppendLine($"started {step.StartedAt:O} by {step.StartedBy}");
        foreach (var done in step.Done) text.AppendLine(Line(step, done));
        foreach (var value in step.Values) text.AppendLine(Line(value));
        return text.ToString();
    }

    /// <summary>The end of a batch before its end.</summary>
    public static string Abort(Batch batch, string reason) =>
        $"batch {batch.Id}, order {batch.OrderNumber}, chain of identity {batch.ChainOfIdentity ?? "none"}\n"
        + $"master record {batch.Recipe!.Name}, {batch.Recipe.Hash}\nabort with {batch.Steps.Count} steps recorded, reason: {reason}\n";

    private static StringBuilder Head(Batch batch, string key) => new StringBuilder()
        .AppendLine($"batch {batch.Id}, order {batch.OrderNumber}, chain of identity {batch.ChainOfIdentity ?? "none"}")
        .AppendLine($"master record {batch.Recipe!.Name}, {batch.Recipe.Hash}")
        .AppendLine($"step {key}: {batch.Recipe.Phase(StepKey.Phase(key)).Title}");

    private static string Line(RecordedValue value) =>
        $"{value.Parameter} ({value.Ordinal}): {Recording.Number(value.Value)} {value.Unit}, {value.Assessment.ToString().ToLowerInvariant()}, "
        + $"{value.Source.ToString().ToLowerInvariant()}{(value.Equipment is null ? "" : " " + value.Equipment)}, {value.At:O} by {value.By}"
        + (value.Reason is null ? "" : $", reason: {value.Reason}")
        + (value.Computation is null ? "" : $", {value.Computation}");

    private static string Line(Step step, Done done) =>
        $"{done.Kind} {done.Demand}: {done.What}{Amount(step, done)}, {done.At:O} by {done.By}";

    private static string Amount(Step step, Done done) =>
        done.Kind == "material" && step.Values.FirstOrDefault(value => value.At == done.At) is { } amount
            ? $", {Recording.Number(amount.Value)} {amount.Unit}"
            : "";
}
