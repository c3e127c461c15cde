using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Execution.Paper;
using static System.FormattableString;

namespace Cellwright.Domain.Release.Proof;

/// <summary>What came from paper was done before it was entered and after what it follows, and was compared by somebody who neither did nor typed it (211.100(b), Annex 11, section 16).</summary>
internal sealed class PaperEntries : ProofRule
{
    public override string Name => "paper";

    public override string Title => "Every late entry in its order, compared by a second person";

    public override string Basis => "211.100(b), 211.188(b)(11)";

    public override IEnumerable<Check> AtEnd(Standing end)
    {
        var late = end.Batch.Steps.Values.Sum(step => step.Late.Count());
        yield return new Check("the whole batch", $"{late} entries of {end.Batch.Steps.Count} steps came from paper", late == 0 ? "everything was recorded as it happened" : "each of them bears its mark", true, null);
    }

    public override IEnumerable<Check> At(Moment moment)
    {
        if (moment.Line.Late is not { } late) yield break;
        var earliest = moment.Line.Happened switch
        {
            StepStarted started => PaperTime.NotBefore(moment.Batch, new StartStep(moment.Batch.Id, started.Step)),
            StepCompleted completed => PaperTime.NotBefore(moment.Batch, new CompleteStep(moment.Batch.Id, completed.Step)),
            _ => null,
        };
        yield return Of(moment, $"{moment.Line.Address}", Invariant($"done {late.At:yyyy-MM-dd HH:mm:ss zzz} by {late.By} on {late.Pack}, entered {moment.Line.At:yyyy-MM-dd HH:mm:ss zzz} by {moment.Line.By}, compared by {late.Verifier}; shown SHA-256 {late.Shown}"),
            late.Verifier == late.By || late.Verifier == moment.Line.By ? "the second person did or typed it"
            : late.At > moment.Line.At ? "it was done after it was entered"
            : earliest is { } after && late.At < after.At ? $"it was done before {after.What}" : null);
    }
}
