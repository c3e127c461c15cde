using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Release.Proof;

/// <summary>Each computed value is computed again from what was recorded then, to the last digit (211.68(b), PI 041 9.1.5).</summary>
internal sealed class Computations : ProofRule
{
    public override string Name => "computed";

    public override string Title => "Every computed value computed again";

    public override string Basis => "211.68(b), 211.103";

    public override IEnumerable<Check> At(Moment moment)
    {
        if (moment.Line.Happened is not ValueRecorded { Source: ValueSource.Computed } value) yield break;
        var demand = Standing.Phase(moment.Batch, value.Step)?.Demands.OfType<ComputedValueDemand>().FirstOrDefault(demand => demand.Name == value.Parameter);

        // One that was computed again after a correction rests on the steps that had been started when it was computed first.
        var then = moment.Batch.Step(value.Step)?.Values.FirstOrDefault(first => first.Parameter == value.Parameter)?.StepsStarted ?? moment.Batch.Steps.Count;
        var again = demand?.Formula.Evaluate(reference => moment.Batch.ValueOf(reference, then)) ?? double.NaN;
        yield return Of(moment, $"{value.Step}/{value.Parameter}", value.Computation ?? "no formula on record",
            again.Equals(value.Value) ? null : Measured.Of(measure => $"computed again it is {measure(Recording.Number(again), value.Unit)}"), Measured.Of(measure => $"{measure(Recording.Number(again), value.Unit)}, the same"));
    }
}
