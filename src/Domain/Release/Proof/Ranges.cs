using Cellwright.Domain.Execution;

namespace Cellwright.Domain.Release.Proof;

/// <summary>Each value was judged by the limits of the master record as it says; what lies outside stands among the exceptions (211.110).</summary>
internal sealed class Ranges : ProofRule
{
    public override string Name => "limits";

    public override string Title => "Every value judged by its limits";

    public override string Basis => "211.110(b), 211.188(b)(5)";

    public override IEnumerable<Check> At(Moment moment)
    {
        if (moment.Line.Happened is not ValueRecorded value) yield break;
        if (Standing.Parameter(moment.Batch, value.Step, value.Parameter) is not { } parameter)
        {
            yield return Of(moment, $"{value.Step}/{value.Parameter}", Measured.Of(measure => measure(Recording.Number(value.Value), value.Unit)), "the recipe has no such parameter");
            yield break;
        }

        var assessed = parameter.Assess(value.Value);
        var basis = (parameter.Basis.Count == 0 ? "" : $"; limits rest on {string.Join(", ", parameter.Basis)}")
            + (parameter.Estimate is { } estimate ? $"; process average {Recording.Number(estimate.Average)}, standard deviation {Recording.Number(estimate.Variability)}, from data {estimate.Data}" : "");
        yield return Of(moment, $"{value.Step}/{value.Parameter}",
            Measured.Of(measure => $"{measure(Recording.Number(value.Value), value.Unit)}; normal {Recording.Range(parameter.Normal, parameter.Unit)}, proven {Recording.Range(parameter.Proven, parameter.Unit)}{basis}"),
            assessed != value.Assessment ? $"recorded as {value.Assessment}, and it is {assessed}"
            : value.Unit != parameter.Unit ? $"recorded in {value.Unit}, asked for in {parameter.Unit}" : null,
            assessed.ToString().ToLowerInvariant());
    }
}
