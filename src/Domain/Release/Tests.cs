using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Release;

/// <summary>The rules that acts on results share: each gives the refusal, or null when it is kept.</summary>
internal static class Tests
{
    /// <summary>The batch is there, and its release specification asks for the test.</summary>
    public static Refusal? MustBeAsked(Act act, string batchId, string name, out Specification test)
    {
        test = new Specification { Test = name };
        var batch = act.Facts.Of(new StateOf<Batch>(batchId));
        if (batch.Recipe is not { } recipe) return new("batch", $"There is no batch {batchId}. Check its number.");
        if (recipe.Release.FirstOrDefault(one => one.Test == name) is not { } asked)
            return new("recipe", $"The release specification of {recipe.Name} does not ask for {name}. {(recipe.Release.Count == 0 ? "It asks for nothing: decide on the record alone." : $"It asks for {string.Join(", ", recipe.Release.Select(one => one.Test))}: choose one of these.")}");
        test = asked;
        return null;
    }

    /// <summary>The batch is not decided for good.</summary>
    public static Refusal? MustBeOpen(Disposition state, string batchId) => state.Status is DispositionStatus.Released or DispositionStatus.Rejected
        ? new("status", $"Batch {batchId} is {state.Status.ToString().ToLowerInvariant()}; nothing more is recorded for its release. If a result puts that in doubt, tell the quality unit.")
        : null;
}
