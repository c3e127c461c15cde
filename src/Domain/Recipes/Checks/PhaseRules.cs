using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes.Yaml;

namespace Cellwright.Domain.Recipes.Checks;

/// <summary>What a step says of equipment and time, and what its own type asks of it.</summary>
internal static class PhaseRules
{
    public static void Check(Checking checking)
    {
        foreach (var phase in checking.Recipe.Phases)
        {
            Equipment(checking, phase);
            if (phase is { MinimumDuration: { } least, MaximumDuration: { } most } && least > most)
                checking.Error(phase, "minimum-duration", "impossible-range", $"Step {phase.Id} must last longer than it may: its minimum duration is above its maximum.");
            foreach (var window in phase.Windows)
            {
                if (window is { Minimum: { } soonest, Maximum: { } latest } && soonest > latest)
                    checking.Error(window, "minimum", "impossible-range", $"The window from {window.From} to step {phase.Id} has a minimum above its maximum.");
                if (window is { Minimum: null, Maximum: null })
                    checking.Error(window, null, "missing-key", $"The window from {window.From} to step {phase.Id} has neither minimum nor maximum.");
            }

            foreach (var sentence in phase.Check(checking.Recipe))
                checking.Error(phase, null, phase.Type, $"Step {phase.Id}: {sentence}");
            foreach (var twice in Names(phase).GroupBy(name => name).Where(group => group.Count() > 1))
                checking.Error(phase, null, "duplicate-id", $"Step {phase.Id} asks for two things called {twice.Key}; give one of them another name.");
        }
    }

    private static void Equipment(Checking checking, Phase phase)
    {
        if (phase.Equipment is { } role && checking.Role(role) is null)
            checking.Error(phase, "equipment", "unknown-reference", $"There is no equipment role {role}.{Spelling.Suggest(role, checking.RoleNames)}");
        if (phase.EquipmentPhase is not { } name) return;
        if (phase.Equipment is null)
            checking.Error(phase, "equipment-phase", "unknown-phase", $"Step {phase.Id} runs equipment phase {name} on no equipment; give it an equipment role.");
        else if (checking.ClassOf(phase.Equipment) is { } known && !known.Phases.Contains(name))
            checking.Error(phase, "equipment-phase", "unknown-phase", $"Equipment of class {known.Name} has no phase {name}.{Spelling.Suggest(name, known.Phases)}{Known(known)}");
    }

    private static string Known(EquipmentClass known) => known.Phases.Count == 0 ? " It has none." : $" It has {string.Join(", ", known.Phases)}.";

    // Demands need the parameters that Check has just found missing; a step that fails there is not asked.
    private static IEnumerable<string> Names(Phase phase)
    {
        try
        {
            return [.. phase.Demands.Select(demand => demand.Name)];
        }
        catch (Exception wrong) when (wrong is KeyNotFoundException or FormatException)
        {
            return [];
        }
    }
}
