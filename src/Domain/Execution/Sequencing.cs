using System.Collections.Immutable;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

/// <summary>What may come next: walks the recipe's flow against what was done. The one place where sequence is decided.</summary>
public static class Sequencing
{
    /// <summary>Where the walk stands.</summary>
    /// <param name="Done">True when the flow is finished.</param>
    /// <param name="Ready">Keys of the steps that may be started or are active, with their phases.</param>
    /// <param name="Due">Flow decisions that can be taken now.</param>
    public sealed record Position(bool Done, ImmutableList<(string Key, Phase Phase)> Ready, ImmutableList<FlowDecision> Due);

    /// <summary>The position of a batch in its recipe.</summary>
    public static Position Of(Batch batch)
    {
        if (batch.Recipe is null) return new Position(false, [], []);
        return Walk(batch, batch.Recipe.Flow, []);
    }

    /// <summary>Steps that may be started now.</summary>
    public static IEnumerable<(string Key, Phase Phase)> Startable(Batch batch) =>
        Of(batch).Ready.Where(ready => !batch.Steps.ContainsKey(ready.Key));

    /// <summary>Steps under way.</summary>
    public static IEnumerable<(Step Step, Phase Phase)> Active(Batch batch) =>
        batch.Active.Select(key => batch.Steps[key])
            .OrderBy(step => step.StartedAt)
            .Select(step => (step, batch.Recipe!.Phase(step.Phase)));

    /// <summary>The steps without whose end a step could not have been started: those that stand before it in the flow.</summary>
    public static IEnumerable<Step> Before(Batch batch, string key) =>
        batch.Steps.Values.Where(step => !step.Active && step.Key != key
            && Of(batch with { Steps = batch.Steps.Remove(key).SetItem(step.Key, step with { CompletedAt = null }), Replaced = batch.Replaced.Remove(step.Key) }).Ready.All(ready => ready.Key != key));

    /// <summary>Phases that will not be performed as things stand: on branches that a choice outside any loop did not take, and alternatives that nobody decided on.</summary>
    public static IReadOnlySet<string> PassedBy(Batch batch)
    {
        var choices = batch.Recipe!.Procedure.SelectMany(unit => unit.Operations).SelectMany(o => Choices(o.Flow));
        return choices
            .Where(choice => batch.Decisions.ContainsKey(choice.Id))
            .SelectMany(choice =>
            {
                var taken = batch.Decisions[choice.Id].Branch;
                return choice.Cases.Where((_, index) => index != taken).SelectMany(c => c.Do.Phases)
                    .Concat(taken < choice.Cases.Count ? choice.Else.Phases : []);
            })
            .Concat(batch.Recipe.Phases.Where(phase => phase.AlternativeTo is not null && batch.Replaced.Values.All(taken => StepKey.Phase(taken) != phase.Id)))
            .Select(phase => phase.Id)
            .ToHashSet();
    }

    private static IEnumerable<Choice> Choices(FlowNode node) => node switch
    {
        Sequence sequence => sequence.Nodes.SelectMany(Choices),
        Parallel parallel => parallel.Branches.SelectMany(Choices),
        Choice choice => choice.Cases.SelectMany(c => Choices(c.Do)).Concat(Choices(choice.Else)).Prepend(choice),
        _ => [],
    };

    private static readonly Position Finished = new(true, [], []);

    private static Position Walk(Batch batch, FlowNode node, ImmutableList<int> iterations) => node switch
    {
        PhaseNode phase => AtPhase(batch, phase.Phase, iterations),
        Sequence sequence => AtSequence(batch, sequence, iterations),
        Parallel parallel => AtParallel(batch, parallel, iterations),
        Choice choice => AtChoice(batch, choice, iterations),
        Repeat repeat => AtRepeat(batch, repeat, iterations),
        _ => throw new NotSupportedException($"Flow node {node.GetType().Name} is not known to sequencing."),
    };

    private static Position AtPhase(Batch batch, Phase phase, ImmutableList<int> iterations)
    {
        var key = StepKey.Of(phase.Id, iterations);
        return batch.Step(key) is { Active: false } || batch.Replaced.ContainsKey(key) || Alternatives.IsPassedBy(batch, phase, key)
            ? Finished
            : new Position(false, [(key, phase)], []);
    }

    private static Position AtSequence(Batch batch, Sequence sequence, ImmutableList<int> iterations)
    {
        for (var index = 0; index < sequence.Nodes.Count; index++)
        {
            var position = Walk(batch, sequence.Nodes[index], iterations);
            if (!position.Done) return position;
        }

        return Finished;
    }

    private static Position AtParallel(Batch batch, Parallel parallel, ImmutableList<int> iterations)
    {
        var branches = parallel.Branches.Select(branch => Walk(batch, branch, iterations)).ToList();
        return new Position(
            branches.All(branch => branch.Done),
            [.. branches.SelectMany(branch => branch.Ready)],
            [.. branches.SelectMany(branch => branch.Due)]);
    }

    private static Position AtChoice(Batch batch, Choice choice, ImmutableList<int> iterations)
    {
        var node = StepKey.Of(choice.Id, iterations);
        if (batch.Decisions.TryGetValue(node, out var taken))
            return Walk(batch, taken.Branch < choice.Cases.Count ? choice.Cases[taken.Branch].Do : choice.Else, iterations);

        return new Position(false, [], [Decide(choice, node, batch.ValueOf)]);
    }

    private static Position AtRepeat(Batch batch, Repeat repeat, ImmutableList<int> iterations)
    {
        for (var iteration = 1; ; iteration++)
        {
            var inside = iterations.Add(iteration);
            var position = Walk(batch, repeat.Body, inside);
            if (!position.Done) return position;

            var node = StepKey.Of(repeat.Id, inside);
            if (batch.Decisions.TryGetValue(node, out var taken))
            {
                if (taken.Branch == 0) return Finished;
                continue;
            }

            return new Position(false, [], [Decide(repeat, node, iteration, batch.ValueOf)]);
        }
    }

    /// <summary>Which branch a choice takes on these values.</summary>
    internal static FlowDecision Decide(Choice choice, string node, Func<string, double> valueOf)
    {
        var branch = 0;
        while (branch < choice.Cases.Count && !choice.Cases[branch].When.Holds(valueOf)) branch++;
        return new FlowDecision(node, branch, branch < choice.Cases.Count
            ? $"{choice.Cases[branch].When.Text} holds ({Computing.Inputs(valueOf, choice.Cases[branch].When)})"
            : $"no case holds ({string.Join("; ", choice.Cases.Select(c => $"{c.When.Text}: {Computing.Inputs(valueOf, c.When)}"))})");
    }

    /// <summary>Whether a loop goes round again after an iteration, on these values.</summary>
    internal static FlowDecision Decide(Repeat repeat, string node, int iteration, Func<string, double> valueOf)
    {
        var enough = iteration >= repeat.AtMost;
        var met = repeat.Until?.Holds(valueOf) ?? false;
        return new FlowDecision(node, met || enough ? 0 : 1, met ? $"{repeat.Until!.Text} holds ({Computing.Inputs(valueOf, repeat.Until)})"
            : enough ? $"iteration {iteration} of at most {repeat.AtMost} is done"
            : repeat.Until is null ? $"iteration {iteration} of {repeat.AtMost} is done"
            : $"{repeat.Until.Text} does not hold yet ({Computing.Inputs(valueOf, repeat.Until)})");
    }
}
