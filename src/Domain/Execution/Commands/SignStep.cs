using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Signs a step as it stands, with the meaning that the master record asks for, once everything else that it asks for is there.</summary>
[AllowedTo(Role.Operator, Role.Verifier, Role.Supervisor, Role.QA), Signed("as the master record says")]
public sealed record SignStep(string BatchId, string Step) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (state.Status is BatchStatus.None) return Rules.MustRun(state)!;
        if (state.Step(Step) is not { } step) return Rules.MustBeActive(state, Step)!;
        if (state.Recipe!.Phase(step.Phase).Signature is not { } meaning) return Rules.NotAsked(Step, "a signature");
        if (Rules.MustBeSigned(act, meaning, Role.Operator, Role.Verifier, Role.Supervisor, Role.QA) is { } unsigned) return unsigned;
        var signer = act.Signature!.Signer;
        if (Rules.Trained(state, signer, act.At) is { } untrained) return untrained;
        if (step.Signatures.Any(signature => signature.Meaning == meaning && !signature.Lapsed)) return Decision<Batch>.Nothing;
        // What came later would not be covered by the signature (11.70).
        if (Completeness.MissingEntries(state, Step).ToList() is { Count: > 0 } missing)
            return new Refusal("incomplete", $"Before step {Step} is signed it needs: {string.Join("; ", missing)}.");
        return act.Signature.Shown == Statements.Hash(Statements.Step(state, Step))
            ? new StepSigned(Step, signer.Id, signer.Name, meaning, act.Signature.Shown)
            : new Refusal("shown", "What was shown is no longer what stands in the record. Read it again, then sign.");
    }
}

/// <summary>A step was signed: printed name, time with offset, meaning, and the hash of exactly what was shown.</summary>
public sealed record StepSigned(string Step, string Signer, string Name, string Meaning, string Shown) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) => state.Change(Step, step => step with
    {
        Signatures = step.Signatures.Add(new StepSignature(Signer, Name, Meaning, when.At, Shown, false)),
    });
}
