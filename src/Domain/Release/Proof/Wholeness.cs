using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Release.Proof;

/// <summary>Each performed step has everything that the recipe asks for (211.188).</summary>
internal sealed class Wholeness : ProofRule
{
    public override string Name => "complete";

    public override string Title => "Every step complete";

    public override string Basis => "211.188";

    public override IEnumerable<Check> AtEnd(Standing end) =>
        from step in end.Batch.Steps.Values.Where(step => step.ReplacedBy is null && Standing.Phase(end.Batch, step.Key) is not null).OrderBy(step => step.StartedAt).ThenBy(step => step.Key, StringComparer.Ordinal)
        let missing = Completeness.Missing(end.Batch, step.Key).ToList()
        let fault = missing.Count > 0 ? $"lacks {string.Join("; ", missing)}" : step.Active ? "was never completed" : null
        select new Check(step.Key, $"{end.Batch.Recipe!.Phase(step.Phase).Demands.Count()} things asked for", fault ?? "all are there", fault is null, null);
}
