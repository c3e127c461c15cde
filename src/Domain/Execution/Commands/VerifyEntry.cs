using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>A second, independent person verifies an entry by signature (211.101(d), 211.188(b)(11)).</summary>
/// <param name="Entry">Name of the parameter or demand.</param>
[AllowedTo(Role.Operator, Role.Verifier), Signed("verification")]
public sealed record VerifyEntry(string BatchId, string Step, string Entry) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (state.Status is BatchStatus.None) return Rules.MustRun(state)!;
        if (state.Step(Step) is not { } step) return Rules.MustBeActive(state, Step)!;
        var value = step.Current(Entry);
        var done = step.For(Entry);
        var by = value is { AwaitsVerification: true } ? value.By : done is { AwaitsVerification: true } ? done.By : null;
        if (by is null)
            return value?.VerifiedBy is not null || done?.VerifiedBy is not null
                ? Decision<Batch>.Nothing
                : new Refusal("verification", $"{Entry} in step {Step} does not wait for a verification. Go on with what is marked to verify.");
        if (Rules.MustBeSigned(act, "verification", Role.Verifier) is { } unsigned) return unsigned;
        var signer = act.Signature!.Signer;
        if (signer.Id == by)
            return new Refusal("second-person", $"{signer.Name} made this entry. Another person must verify it.");
        if (Rules.Trained(state, signer, act.At) is { } untrained) return untrained;
        if (act.Signature.Shown != Statements.Hash(Statements.Entry(state, Step, Entry)))
            return new Refusal("shown", "What was shown is no longer what stands in the record. Read it again, then sign.");
        return new EntryVerified(Step, Entry, value is { AwaitsVerification: true }, signer.Id, signer.Name, act.Signature.Shown);
    }
}

/// <summary>An entry was verified by a second person.</summary>
public sealed record EntryVerified(string Step, string Entry, bool IsValue, string Verifier, string VerifierName, string Shown) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state.Change(Step, step => (IsValue
        ? step with
        {
            Values = step.Values.Replace(
                step.Current(Entry)!, step.Current(Entry)! with { AwaitsVerification = false, VerifiedBy = Verifier }),
        }
        : step with
        {
            Done = step.Done.Replace(step.For(Entry)!, step.For(Entry)! with { AwaitsVerification = false, VerifiedBy = Verifier }),
        }) with
        {
            Signatures = step.Signatures.Add(new StepSignature(Verifier, VerifierName, $"verification of {Entry}", when.At, Shown, false, Entry)),
        });
}
