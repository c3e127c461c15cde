using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Release.Commands;

/// <summary>Records the result of a release test, bound to the batch, with where its raw data lie (211.165, 211.194). A second person reviews it.</summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Test">Name of the test in the release specification.</param>
/// <param name="Reference">Where the raw data lie: report, method and its version.</param>
/// <param name="PerformedAt">When the test ended.</param>
/// <param name="Value">The number, where limits are given.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Words">The words, where words are expected.</param>
/// <param name="Reason">Why it stands in place of an earlier result, or null for the first.</param>
[AllowedTo(Role.Operator, Role.Verifier)]
public sealed record RecordTestResult(
    string BatchId, string Test, string Reference, DateTimeOffset PerformedAt, double? Value = null, string? Unit = null, string? Words = null, string? Reason = null) : Command<Disposition>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Disposition state, Performer by, DateTimeOffset at) => [new StateOf<Batch>(BatchId)];

    /// <inheritdoc />
    public override Decision<Disposition> Decide(Disposition state, Act act)
    {
        if (Tests.MustBeAsked(act, BatchId, Test, out var test) is { } unknown) return unknown;
        if (Tests.MustBeOpen(state, BatchId) is { } decided) return decided;
        if (test.From is not null)
            return new Refusal("recorded", $"{test.Title} is taken from {test.From} of the batch record. To change it, correct the value there.");
        if (test.Expected is null ? Value is not { } number || !double.IsFinite(number) || Unit != test.Unit || Words is not null : string.IsNullOrWhiteSpace(Words) || Value is not null || Unit is not null)
            return new Refusal("value", test.Expected is null ? $"Give the result of {test.Title} as a number in {test.Unit}." : $"Give the result of {test.Title} in words; \"{test.Expected}\" is what is expected.");
        if (string.IsNullOrWhiteSpace(Reference))
            return new Refusal("reference", "Name the report and the method with its version: a result without its raw data is none.");
        if (PerformedAt > act.At)
            return new Refusal("time", "The test cannot have ended in the future. Check the date.");
        if (state.Result(Test) is { } before)
        {
            if (before is { Reviewed: true, Meets: false })
                return new Refusal("out-of-specification", $"{test.Title} is out of specification, and another result does not take that away. Investigate and close its deviation first.");
            if (string.IsNullOrWhiteSpace(Reason))
                return new Refusal("reason", $"{test.Title} has a result already. Say why this one stands in its place.");
        }

        var meets = Value is { } value ? test.IsMet(value) : test.IsMet(Words!);
        return new TestResultRecorded(Test, Value, Words?.Trim(), meets, Reference.Trim(), PerformedAt, string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim());
    }
}

/// <summary>A result of a release test.</summary>
public sealed record TestResultRecorded(string Test, double? Value, string? Words, bool Meets, string Reference, DateTimeOffset PerformedAt, string? Reason) : Event<Disposition>
{
    /// <inheritdoc />
    public override Disposition Apply(Disposition state, Happened when) => state with
    {
        Results = state.Results.Add(new TestResult(
            Test, state.Results.Count(result => result.Test == Test) + 1, Value, Words, Meets, Reference, PerformedAt, when.By, when.At, Reason)),
    };
}
