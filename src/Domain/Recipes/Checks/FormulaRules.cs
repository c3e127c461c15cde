using Cellwright.Domain.Recipes.Yaml;

namespace Cellwright.Domain.Recipes.Checks;

/// <summary>References of formulas lead to a recorded value, and conditions are conditions.</summary>
internal static class FormulaRules
{
    public static void Check(Checking checking)
    {
        var settings = checking.Recipe.Phases
            .SelectMany(phase => phase.Parameters.Where(parameter => parameter.SettingOnly).Select(parameter => $"{phase.Id}/{parameter.Name}"))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var formula in checking.Formulas)
        {
            foreach (var reference in formula.References)
            {
                var (id, name) = (reference[..reference.IndexOf('/')], reference[(reference.IndexOf('/') + 1)..]);
                if (!checking.Outline.TryGetValue(id, out var phase))
                    checking.Error(formula, null, "unknown-reference", $"[{reference}] refers to step {id}, which does not exist.{Spelling.Suggest(id, checking.Outline.Keys)}");
                else if (!phase.Units.ContainsKey(name))
                    checking.Error(formula, null, "unknown-reference", $"Step {id} has no parameter {name}.{Spelling.Suggest(name, phase.Units.Keys)}");
                else if (settings.Contains(reference))
                    checking.Error(formula, null, "unknown-reference", $"[{reference}] is a setting for the equipment; no value of it is recorded.");
            }
        }
    }
}
