using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Domain.Release.Proof;

/// <summary>Each step was one that the recipe had next, and each branch followed from recorded values (11.10(f)).</summary>
internal sealed class Sequence : ProofRule
{
    public override string Name => "sequence";

    public override string Title => "Every step in the order of the recipe";

    public override string Basis => "11.10(f)";

    public override IEnumerable<Check> At(Moment moment)
    {
        switch (moment.Line.Happened)
        {
            case StepStarted started:
                var open = Sequencing.Startable(moment.Batch).Select(step => step.Key).ToList();
                yield return Of(moment, started.Step, $"open then: {string.Join(", ", open)}", open.Contains(started.Step) ? null : "it was not open");
                break;
            case AlternativeTaken taken:
                var offered = Alternatives.Offered(moment.Batch, taken.Step).Select(phase => phase.Id).ToList();
                yield return Of(moment, taken.Alternative, $"instead of {taken.Step}; offered: {string.Join(", ", offered)}", offered.Contains(StepKey.Phase(taken.Alternative)) ? null : "the recipe does not offer it");
                break;
            case FlowDecided decided:
                var due = Sequencing.Of(moment.Batch).Due.FirstOrDefault(due => due.Node == decided.Node);
                yield return Of(moment, decided.Node, decided.Because, due?.Branch == decided.Branch ? null : "the recorded values do not lead there");
                break;
        }
    }

    public override IEnumerable<Check> AtEnd(Standing end)
    {
        var done = Sequencing.Of(end.Batch).Done;
        yield return new Check("the whole flow", $"{end.Batch.Steps.Count} steps performed", done ? "the recipe's flow is finished" : "the recipe's flow is not finished", done, null);
    }
}
