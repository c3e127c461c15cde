using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Domain.Release.Proof;

/// <summary>Whatever needed a second person was verified by another than who made the entry, on exactly what stands (211.101(d), 211.188(b)(11)).</summary>
internal sealed class SecondPerson : ProofRule
{
    public override string Name => "second-person";

    public override string Title => "Every second person another one, on exactly what stands";

    public override string Basis => "211.101(d), 211.188(b)(11)";

    public override IEnumerable<Check> At(Moment moment)
    {
        if (moment.Line.Happened is not EntryVerified verified || moment.Batch.Step(verified.Step) is not { } step || Standing.Phase(moment.Batch, verified.Step) is null) yield break;
        var by = verified.IsValue ? step.Current(verified.Entry)?.By : step.For(verified.Entry)?.By;
        yield return Of(moment, $"{verified.Step}/{verified.Entry}", $"entered by {by}, verified by {verified.Verifier}; shown SHA-256 {verified.Shown}",
            by == verified.Verifier ? "the same person"
            : Statements.Hash(Statements.Entry(moment.Batch, verified.Step, verified.Entry)) != verified.Shown ? "what was shown is not what stood in the record" : null);
    }

    public override IEnumerable<Check> AtEnd(Standing end) =>
        from step in end.Batch.Steps.Values.Where(step => step.ReplacedBy is null)
        from name in step.Values.Where(value => value == step.Current(value.Parameter) && value.AwaitsVerification).Select(value => value.Parameter)
            .Concat(step.Done.Where(done => done.AwaitsVerification).Select(done => done.Demand))
        select new Check($"{step.Key}/{name}", "asks for a second person", "nobody has verified it", false, null);
}
