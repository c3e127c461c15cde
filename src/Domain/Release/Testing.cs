using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Release;

/// <summary>How a release test stands.</summary>
public enum TestStanding
{
    /// <summary>There is no result.</summary>
    Awaited,

    /// <summary>There is a result, and no second person has reviewed it.</summary>
    AwaitsReview,

    /// <summary>A valid result within specification.</summary>
    Met,

    /// <summary>A valid result out of specification, with an exception that the quality unit approved.</summary>
    Approved,

    /// <summary>A valid result out of specification.</summary>
    Missed,
}

/// <summary>A test of the release specification with the result that it has.</summary>
/// <param name="Specification">What is asked for.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Value">The number, or null.</param>
/// <param name="Words">The words, or null.</param>
/// <param name="Result">The result that was recorded, or null where it comes from the record of the batch, or is not there.</param>
public sealed record TestState(Specification Specification, TestStanding Standing, double? Value, string? Words, TestResult? Result)
{
    /// <summary>True when it does not hinder a release.</summary>
    public bool IsGood => Standing is TestStanding.Met or TestStanding.Approved;

    /// <summary>The result with its unit in print, for people to read.</summary>
    public string Print => Value is { } number ? UnitPrint.With(Recording.Number(number), Specification.Unit ?? "1") : Outcome;

    /// <summary>The result in words, with its unit, as it is signed.</summary>
    public string Outcome => Value is { } number ? $"{Recording.Number(number)} {Specification.Unit}" : Words ?? "awaited";

    /// <summary>What is asked for, in words.</summary>
    public string Asked => Specification.Expected ?? Recording.Range(Specification.Limits, Specification.Unit ?? "1");
}

/// <summary>Reads the release specification against the batch and the results.</summary>
public static class Testing
{
    /// <summary>Every test of the recipe, in its order.</summary>
    public static IReadOnlyList<TestState> Of(Batch batch, Disposition disposition) =>
        [.. (batch.Recipe?.Release ?? []).Select(test => Of(batch, disposition, test))];

    private static TestState Of(Batch batch, Disposition disposition, Specification test)
    {
        var result = disposition.Result(test.Test);
        if (test.From is { } from && result is null)
        {
            var value = batch.ValueOf(from);
            return double.IsNaN(value) ? new(test, TestStanding.Awaited, null, null, null) : new(test, test.IsMet(value) ? TestStanding.Met : TestStanding.Missed, value, null, null);
        }

        if (result is null) return new(test, TestStanding.Awaited, null, null, null);
        var standing = !result.Reviewed ? TestStanding.AwaitsReview
            : result.Meets ? TestStanding.Met
            : result.ApprovedBecause is not null ? TestStanding.Approved
            : TestStanding.Missed;
        return new(test, standing, result.Value, result.Words, result);
    }
}
