using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.People;

namespace Cellwright.Domain.Release.Commands;

/// <summary>A second person reviews a result with its raw data, by signature: from then on it is valid (211.194(a)(8)).</summary>
[AllowedTo(Role.Operator, Role.Verifier, Role.QA), Signed("second review")]
public sealed record ReviewTestResult(string BatchId, string Test) : Command<Disposition>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Disposition state, Performer by, DateTimeOffset at) => [new StateOf<Batch>(BatchId)];

    /// <inheritdoc />
    public override Decision<Disposition> Decide(Disposition state, Act act)
    {
        if ((Tests.MustBeAsked(act, BatchId, Test, out var test) ?? Tests.MustBeOpen(state, BatchId)) is { } refusal) return refusal;
        if (state.Result(Test) is not { } result) return new Refusal("result", $"{test.Title} has no result yet; there is nothing to review. Record the result first.");
        if (result.Reviewed) return Decision<Disposition>.Nothing;
        if (Signature.RefusalFor(act, "second review", Role.Verifier, Role.QA) is { } unsigned) return unsigned;
        var signer = act.Signature!.Signer;
        if (signer.Id == result.By) return new Refusal("second-person", $"{signer.Name} recorded this result. Another person must review it.");
        if (act.Signature.Shown != SignedText.Hash(ReleaseStatements.Result(BatchId, test, result)))
            return new Refusal("shown", "What was shown is no longer what stands in the record. Read it again, then sign.");

        var reviewed = new TestResultReviewed(Test, signer.Id, signer.Name, act.Signature.Shown);
        var owed = state.Obligations.ContainsKey(Test);
        if (!result.Meets)
            return new List<Event<Disposition>> { reviewed, new SpecificationMissed(Test, $"{test.Title} was {new TestState(test, TestStanding.Missed, result.Value, result.Words, result).Outcome}; the release specification asks for {new TestState(test, TestStanding.Missed, null, null, null).Asked}", owed) };
        return owed ? new List<Event<Disposition>> { reviewed, new ObligationFulfilled(Test) } : reviewed;
    }
}

/// <summary>A result is valid.</summary>
public sealed record TestResultReviewed(string Test, string Signer, string Name, string Shown) : Event<Disposition>
{
    /// <inheritdoc />
    public override Disposition Apply(Disposition state, Happened when) =>
        state.Change(Test, (TestResult result) => result with { ReviewedBy = Name, ReviewedAt = when.At });
}

/// <summary>A valid result is out of specification: a deviation follows, and after a conditional release the physician is told.</summary>
/// <param name="Test">Which test.</param>
/// <param name="What">What happened, in one sentence without its full stop.</param>
/// <param name="AfterRelease">True when the product was released conditionally before.</param>
public sealed record SpecificationMissed(string Test, string What, bool AfterRelease) : Event<Disposition>
{
    /// <inheritdoc />
    public override Disposition Apply(Disposition state, Happened when) => state.Change(Test, (Obligation owed) => owed with { MissedAt = when.At });
}

/// <summary>A result that a conditional release owed is there and within specification.</summary>
public sealed record ObligationFulfilled(string Test) : Event<Disposition>
{
    /// <inheritdoc />
    public override Disposition Apply(Disposition state, Happened when) => state.Change(Test, (Obligation owed) => owed with { FulfilledAt = when.At });
}
