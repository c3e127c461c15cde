using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Release.Commands;

/// <summary>Approves an exception for a result out of specification, once its deviation is closed (211.165(d)): a path of its own, with its own signature.</summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Test">The test whose result is out of specification.</param>
/// <param name="Justification">Why the batch may be released in spite of it.</param>
[AllowedTo(Role.QA), Signed("approved exception")]
public sealed record ApproveOutOfSpecification(string BatchId, string Test, string Justification) : Command<Disposition>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Disposition state, Performer by, DateTimeOffset at) => [new StateOf<Batch>(BatchId), new RecordOf(BatchId)];

    /// <inheritdoc />
    public override Decision<Disposition> Decide(Disposition state, Act act)
    {
        if ((Tests.MustBeAsked(act, BatchId, Test, out var test) ?? Tests.MustBeOpen(state, BatchId)) is { } refusal) return refusal;
        if (state.Result(Test) is not { Reviewed: true, Meets: false } result)
            return new Refusal("result", $"{test.Title} has no reviewed result out of specification; there is nothing to approve. Open the release again.");
        if (result.ApprovedBecause is not null) return Decision<Disposition>.Nothing;
        if (string.IsNullOrWhiteSpace(Justification)) return new Refusal("reason", "Say why the batch may be released in spite of this result.");
        var examination = Examination.Of(act.Facts.Of(new RecordOf(BatchId)));
        var deviation = examination.Exceptions.LastOrDefault(exception => exception.Step == ReleaseReactions.Step && exception.Parameter == Test);
        if (deviation is null or { Awaits: not null })
            return new Refusal("deviation", $"{(deviation is null ? $"The deviation of {test.Title} is not open yet." : deviation.Awaits)} Close the deviation first, then approve the exception.");
        if (Deciding.MustBeSigned(act, examination, "approved exception", ReleaseStatements.Approval(BatchId, test, result, Justification.Trim())) is { } unsigned) return unsigned;
        var signed = act.Signature!;
        return new OutOfSpecificationApproved(Test, Justification.Trim(), signed.Signer.Id, signed.Signer.Name, signed.Shown);
    }
}

/// <summary>An exception was approved for a result out of specification.</summary>
public sealed record OutOfSpecificationApproved(string Test, string Justification, string Signer, string Name, string Shown) : Event<Disposition>
{
    /// <inheritdoc />
    public override Disposition Apply(Disposition state, Happened when) =>
        state.Change(Test, (TestResult result) => result with { ApprovedBecause = Justification });
}
