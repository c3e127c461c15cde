using System.Collections.Immutable;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution.Paper;

/// <summary>Something that is still to come in a batch, in the order of the paper.</summary>
public abstract record Coming;

/// <summary>A step that was not completed yet.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Phase">Its phase.</param>
public sealed record ComingStep(string Key, Phase Phase) : Coming;

/// <summary>Steps that run side by side, one of so many.</summary>
public sealed record ComingSide(int Ordinal, int Of) : Coming;

/// <summary>A branch of a decision that was not taken yet.</summary>
/// <param name="Node">Decision, with its iterations.</param>
/// <param name="When">When it is taken; null when no other is.</param>
public sealed record ComingBranch(string Node, Formula? When) : Coming;

/// <summary>Sides or branches end here, and work goes on with one.</summary>
public sealed record ComingTogether(string What) : Coming;

/// <summary>After an iteration: the steps before are done again unless a condition holds.</summary>
/// <param name="Node">Loop, with the iteration that ended.</param>
/// <param name="Repeat">The loop.</param>
/// <param name="Iteration">The iteration that ended.</param>
/// <param name="Printed">True when the next iteration stands on the paper.</param>
public sealed record ComingRound(string Node, Repeat Repeat, int Iteration, bool Printed) : Coming;

/// <summary>Everything that can still have to be done in a batch, on every branch that is open.</summary>
public static class StillToCome
{
    /// <summary>Rounds of a loop whose end is not known that are put on paper (ours: an outage is shorter).</summary>
    private const int Rounds = 2;

    /// <summary>In the order of the recipe.</summary>
    public static IReadOnlyList<Coming> Of(Batch batch) => [.. Ahead(batch, batch.Recipe!.Flow, [])];

    private static IEnumerable<Coming> Ahead(Batch batch, FlowNode node, ImmutableList<int> iterations) => node switch
    {
        PhaseNode phase => AtPhase(batch, phase.Phase, StepKey.Of(phase.Phase.Id, iterations)),
        Sequence sequence => sequence.Nodes.SelectMany(next => Ahead(batch, next, iterations)),
        Recipes.Parallel parallel => AtParallel(batch, parallel, iterations),
        Choice choice => AtChoice(batch, choice, iterations),
        Repeat repeat => AtRepeat(batch, repeat, iterations),
        _ => throw new NotSupportedException($"Flow node {node.GetType().Name} is not known to the paper."),
    };

    private static IEnumerable<Coming> AtPhase(Batch batch, Phase phase, string key) =>
        batch.Step(key) is { Active: false } || batch.Replaced.ContainsKey(key) || Alternatives.IsPassedBy(batch, phase, key) ? [] : [new ComingStep(key, phase)];

    private static IEnumerable<Coming> AtParallel(Batch batch, Recipes.Parallel parallel, ImmutableList<int> iterations)
    {
        var sides = parallel.Branches.Select(branch => Ahead(batch, branch, iterations).ToList()).Where(side => side.Count > 0).ToList();
        if (sides.Count < 2) return sides.SelectMany(side => side);
        return sides.SelectMany((side, index) => side.Prepend(new ComingSide(index + 1, sides.Count))).Append(new ComingTogether("Both sides done"));
    }

    private static IEnumerable<Coming> AtChoice(Batch batch, Choice choice, ImmutableList<int> iterations)
    {
        var node = StepKey.Of(choice.Id, iterations);
        if (batch.Decisions.TryGetValue(node, out var taken))
            return Ahead(batch, taken.Branch < choice.Cases.Count ? choice.Cases[taken.Branch].Do : choice.Else, iterations);
        return choice.Cases.SelectMany(one => Ahead(batch, one.Do, iterations).Prepend(new ComingBranch(node, one.When)))
            .Append(new ComingBranch(node, null)).Concat(Ahead(batch, choice.Else, iterations)).Append(new ComingTogether($"Decision {choice.Id} ends"));
    }

    private static IEnumerable<Coming> AtRepeat(Batch batch, Repeat repeat, ImmutableList<int> iterations)
    {
        var coming = new List<Coming>();
        var ahead = 0;
        for (var iteration = 1; iteration <= repeat.AtMost; iteration++)
        {
            var inside = iterations.Add(iteration);
            coming.AddRange(Ahead(batch, repeat.Body, inside));
            var node = StepKey.Of(repeat.Id, inside);
            if (batch.Decisions.TryGetValue(node, out var taken))
            {
                if (taken.Branch == 0) return coming;
                continue;
            }

            if (iteration == repeat.AtMost) return coming;
            if (repeat.Until is null) continue;
            var printed = ++ahead < Rounds;
            coming.Add(new ComingRound(node, repeat, iteration, printed));
            if (!printed) return coming;
        }

        return coming;
    }
}
