using Cellwright.Domain.Recipes.StepTypes;
using Cellwright.Domain.Recipes.Yaml;

namespace Cellwright.Domain.Recipes.Checks;

/// <summary>An alternative stands right behind the step whose place it may take, and records what others need of that step.</summary>
internal static class AlternativeRules
{
    private const string Rule = "alternative";

    public static void Check(Checking checking)
    {
        foreach (var operation in checking.Recipe.Procedure.SelectMany(unit => unit.Operations)) Walk(checking, operation.Flow);
    }

    private static void Walk(Checking checking, FlowNode node)
    {
        switch (node)
        {
            case Sequence sequence:
                InTurn(checking, sequence);
                foreach (var next in sequence.Nodes) Walk(checking, next);
                break;
            case Parallel parallel:
                foreach (var branch in parallel.Branches) Walk(checking, branch);
                break;
            case Choice choice:
                foreach (var one in choice.Cases) Walk(checking, one.Do);
                Walk(checking, choice.Else);
                break;
            case Repeat repeat:
                Walk(checking, repeat.Body);
                break;
        }
    }

    private static void InTurn(Checking checking, Sequence sequence)
    {
        Phase? stands = null; // the step behind which alternatives may stand
        foreach (var node in sequence.Nodes)
        {
            if (node is not PhaseNode { Phase: { AlternativeTo: { } instead } phase })
            {
                stands = (node as PhaseNode)?.Phase;
                continue;
            }

            if (!checking.Outline.ContainsKey(instead))
                Error(checking, phase, $"there is no step {instead}.{Spelling.Suggest(instead, checking.Outline.Keys)}");
            else if (stands?.Id != instead)
                Error(checking, phase, $"it must stand right behind step {instead}, in the same sequence.");
            else if (phase is CheckIn or CheckOut || stands is CheckIn or CheckOut)
                Error(checking, phase, "equipment is checked in and out by the step itself; nothing takes its place.");
            else
                Values(checking, stands, phase);
        }
    }

    private static void Values(Checking checking, Phase stands, Phase phase)
    {
        var needed = checking.References.Where(reference => reference.StartsWith(stands.Id + "/", StringComparison.Ordinal)).Select(reference => reference[(stands.Id.Length + 1)..]);
        foreach (var name in needed.Where(name => stands.Parameters.Any(parameter => parameter.Name == name)).Distinct())
        {
            var (unit, other) = (stands.Parameter(name).Unit, phase.Parameters.FirstOrDefault(parameter => parameter.Name == name));
            if (other?.Unit != unit)
                Error(checking, phase, $"a formula needs {name} of step {stands.Id}, so that it must record {name} in {unit}, too.");
            else if (other.Measurand != stands.Parameter(name).Measurand)
                Error(checking, phase, $"a formula needs {name} of step {stands.Id}, so that it must record the same measurand as {name}.");
        }
    }

    private static void Error(Checking checking, Phase phase, string what) =>
        checking.Error(phase, "alternative-to", Rule, $"Step {phase.Id} is an alternative to step {phase.AlternativeTo}: {what}");
}
