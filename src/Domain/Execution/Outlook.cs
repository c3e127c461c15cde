using System.Collections.Immutable;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

/// <summary>What can still come: the phases ahead of where a batch stands, on every branch and in every iteration that is still open.</summary>
internal static class Outlook
{
    /// <summary>Ids of the phases that can still be started before <paramref name="again"/> is started once more: a time that counts from that phase counts anew then.</summary>
    public static ImmutableHashSet<string> Until(Batch batch, string again) =>
        Ahead(batch, batch.Recipe!.Flow, [], again).Phases;

    // Closed: whatever comes after comes only once the phase that is looked out for was started again.
    private sealed record View(ImmutableHashSet<string> Phases, bool Closed)
    {
        public static View Nothing { get; } = new([], false);
    }

    private static View Ahead(Batch batch, FlowNode node, ImmutableList<int> iterations, string again) => node switch
    {
        PhaseNode phase => WillNotStart(batch, phase.Phase, StepKey.Of(phase.Phase.Id, iterations)) ? View.Nothing : new View([phase.Phase.Id], phase.Phase.Id == again),
        Sequence sequence => InTurn(sequence.Nodes.Select(next => Ahead(batch, next, iterations, again))),
        Parallel parallel => Together(parallel.Branches.Select(branch => Ahead(batch, branch, iterations, again)), views => views.Any(view => view.Closed)),
        Choice choice => AtChoice(batch, choice, iterations, again),
        Repeat repeat => AtRepeat(batch, repeat, iterations, again),
        _ => throw new NotSupportedException($"Flow node {node.GetType().Name} is not known to sequencing."),
    };

    private static bool WillNotStart(Batch batch, Phase phase, string key) =>
        batch.Steps.ContainsKey(key) || batch.Replaced.ContainsKey(key) || Alternatives.IsPassedBy(batch, phase, key);

    private static View InTurn(IEnumerable<View> views)
    {
        var phases = View.Nothing.Phases;
        foreach (var view in views)
        {
            phases = phases.Union(view.Phases);
            if (view.Closed) return new View(phases, true);
        }

        return new View(phases, false);
    }

    private static View Together(IEnumerable<View> sides, Func<List<View>, bool> closed)
    {
        var views = sides.ToList();
        return new View(views.Aggregate(View.Nothing.Phases, (phases, view) => phases.Union(view.Phases)), closed(views));
    }

    private static View AtChoice(Batch batch, Choice choice, ImmutableList<int> iterations, string again) =>
        batch.Decisions.TryGetValue(StepKey.Of(choice.Id, iterations), out var taken)
            ? Ahead(batch, taken.Branch < choice.Cases.Count ? choice.Cases[taken.Branch].Do : choice.Else, iterations, again)
            : Together(choice.Cases.Select(one => one.Do).Append(choice.Else).Select(branch => Ahead(batch, branch, iterations, again)), views => views.All(view => view.Closed));

    private static View AtRepeat(Batch batch, Repeat repeat, ImmutableList<int> iterations, string again)
    {
        var iteration = 1;
        for (; batch.Decisions.TryGetValue(StepKey.Of(repeat.Id, iterations.Add(iteration)), out var taken); iteration++)
            if (taken.Branch == 0) return View.Nothing;
        var now = Ahead(batch, repeat.Body, iterations.Add(iteration), again);
        if (now.Closed || iteration >= repeat.AtMost) return now;

        // Whether the loop goes round again is not known yet; one whole iteration shows what all further ones could bring.
        var next = Ahead(batch, repeat.Body, iterations.Add(iteration + 1), again);
        return new View(now.Phases.Union(next.Phases), repeat.Until is null && next.Closed);
    }
}
