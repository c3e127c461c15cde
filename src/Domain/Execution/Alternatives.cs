using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

/// <summary>The steps that a recipe offers in the place of another, for the quality unit to choose after a deviation.</summary>
public static class Alternatives
{
    /// <summary>What may be performed instead of a step now: nothing once the step is completed or not yet reached.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="step">Key of the step, or its phase while it has not been started.</param>
    public static IReadOnlyList<Phase> Offered(Batch batch, string step) =>
        batch.Status is (BatchStatus.Running or BatchStatus.Paused) && OpenKey(batch, step) is not null
            ? [.. batch.Recipe!.Phases.Where(phase => phase.AlternativeTo == StepKey.Phase(step))]
            : [];

    /// <summary>The key under which a step is open: a time limit that ran out before a step names its phase and no iteration.</summary>
    internal static string? OpenKey(Batch batch, string step)
    {
        var ready = Sequencing.Of(batch).Ready;
        if (ready.Any(open => open.Key == step)) return step;
        return ready.Where(open => open.Phase.Id == step).ToList() is [var only] ? only.Key : null;
    }

    /// <summary>True when the phase is performed only after a decision, and none asked for it in these iterations.</summary>
    internal static bool IsPassedBy(Batch batch, Phase phase, string key) =>
        phase.AlternativeTo is not null && !batch.Replaced.Values.Contains(key);
}
