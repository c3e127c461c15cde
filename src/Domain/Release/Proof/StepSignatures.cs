using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Domain.Release.Proof;

/// <summary>Each signature binds exactly what stood in the step then, and each that the recipe asks for stands (11.50, 11.70).</summary>
internal sealed class StepSignatures : ProofRule
{
    public override string Name => "signatures";

    public override string Title => "Every signature there, on exactly what was recorded";

    public override string Basis => "11.50, 11.70";

    public override IEnumerable<Check> At(Moment moment)
    {
        if (moment.Line.Happened is not StepSigned signed || Standing.Phase(moment.Batch, signed.Step) is null) yield break;
        yield return Of(moment, signed.Step, $"{signed.Name}, {signed.Meaning}; shown SHA-256 {signed.Shown}",
            Statements.Hash(Statements.Step(moment.Batch, signed.Step)) == signed.Shown ? null : "what was shown is not what stood in the record");
    }

    public override IEnumerable<Check> AtEnd(Standing end) =>
        from step in end.Batch.Steps.Values.Where(step => step.ReplacedBy is null)
        let meaning = Standing.Phase(end.Batch, step.Key)?.Signature
        where meaning is not null
        let stands = step.Signatures.Any(signature => signature.Meaning == meaning && !signature.Lapsed)
        select new Check(step.Key, $"asks for a signature ({meaning})", stands ? "it stands" : "it is missing, or lapsed by a correction", stands, null);
}
