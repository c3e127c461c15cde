using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using static System.FormattableString;

namespace Cellwright.Domain.Release.Proof;

/// <summary>Minimum times had passed and maximum times had not, at every start and end; what ran out was announced (211.111).</summary>
internal sealed class TimeLimits : ProofRule
{
    public override string Name => "time";

    public override string Title => "Every time limit kept";

    public override string Basis => "211.111";

    public override IEnumerable<Check> At(Moment moment)
    {
        var (key, edge) = moment.Line.Happened switch
        {
            StepStarted started => (started.Step, Edge.Start),
            StepCompleted completed => (completed.Step, Edge.End),
            _ => ("", Edge.Start),
        };
        if (key.Length == 0 || Standing.Phase(moment.Batch, key) is not { } phase) yield break; // what the recipe does not have, the sequence finds
        var what = edge == Edge.Start ? "start" : "end";
        if (Clocks.NotBefore(moment.Batch, key, phase, edge) is { } earliest)
            yield return Of(moment, $"{key} {what}", Invariant($"{earliest.What}: not before {earliest.At:yyyy-MM-dd HH:mm:ss zzz}"), moment.Line.DoneAt >= earliest.At ? null : "it was earlier");
        foreach (var clock in Clocks.Running(moment.Batch).Where(clock => clock.Edge == edge && (clock.Step == key || clock.Step == phase.Id)))
            yield return Of(moment, $"{key} {what}", Invariant($"{clock.What}: until {clock.Until:yyyy-MM-dd HH:mm:ss zzz}"), moment.Line.DoneAt <= clock.Until ? null : "it was later, and nothing announced it");
    }
}
