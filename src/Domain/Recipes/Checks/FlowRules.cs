using System.Collections.Immutable;
using Cellwright.Domain.Recipes.StepTypes;
using Cellwright.Domain.Recipes.Yaml;

namespace Cellwright.Domain.Recipes.Checks;

/// <summary>Walks every path: what has certainly happened before a point, what may have, and which equipment is checked in.</summary>
internal sealed class FlowRules
{
    private readonly Checking checking;
    private readonly HashSet<string> nodes = new(StringComparer.Ordinal);

    private FlowRules(Checking checking) => this.checking = checking;

    public static void Check(Checking checking)
    {
        var rules = new FlowRules(checking);
        var before = Before.Nothing;
        foreach (var operation in checking.Recipe.Procedure.SelectMany(unit => unit.Operations))
            before = rules.Walk(operation.Flow, before);
    }

    private Before Walk(FlowNode node, Before before) => node switch
    {
        PhaseNode phase => AtPhase(phase.Phase, before),
        Sequence sequence => sequence.Nodes.Aggregate(before, (reached, next) => Walk(next, reached)),
        Parallel parallel => AtParallel(parallel, before),
        Choice choice => AtChoice(choice, before),
        Repeat repeat => AtRepeat(repeat, before),
        _ => before,
    };

    private Before AtPhase(Phase phase, Before before)
    {
        foreach (var formula in Checking.FormulasOf(phase)) Known(formula, before.Certain.Add(phase.Id), $"Step {phase.Id}");
        foreach (var window in phase.Windows.Where(window => !before.Possible.Contains(window.From)))
        {
            checking.Error(window, "from", checking.Outline.ContainsKey(window.From) ? "unreachable" : "unknown-reference", checking.Outline.ContainsKey(window.From)
                ? $"The window of step {phase.Id} counts from step {window.From}, which cannot have happened by then."
                : $"The window of step {phase.Id} counts from step {window.From}, which does not exist.{Spelling.Suggest(window.From, checking.Outline.Keys)}");
        }

        var needed = phase.Parameters.Where(parameter => parameter.Tag is not null).Select(parameter => parameter.From ?? phase.Equipment).Append(phase.Equipment);
        foreach (var role in needed.OfType<string>().Distinct().Where(role => checking.Role(role) is not null && !before.CheckedIn.Contains(role)))
            checking.Error(phase, "equipment", "not-checked-in", $"Step {phase.Id} uses {role}, which is not checked in by then on every path.");
        if (phase.AlternativeTo is not null) return before with { Possible = before.Possible.Add(phase.Id) };
        return before.With(phase.Id) with
        {
            CheckedIn = phase switch
            {
                CheckIn arrival => before.CheckedIn.Union(arrival.Roles.Select(role => role.Name)),
                CheckOut departure => before.CheckedIn.Except(departure.Roles.Select(role => role.Name)),
                _ => before.CheckedIn,
            },
        };
    }

    private Before AtParallel(Parallel parallel, Before before)
    {
        var ends = parallel.Branches.Select(branch => Walk(branch, before with
        {
            Possible = before.Possible.Union(parallel.Branches.Where(other => !ReferenceEquals(other, branch)).SelectMany(other => other.Phases).Select(phase => phase.Id)),
        })).ToList();
        var left = before.CheckedIn.Where(role => ends.Any(end => !end.CheckedIn.Contains(role)));
        return ends.Aggregate(before, (all, end) => new(all.Certain.Union(end.Certain), all.Possible.Union(end.Possible), all.CheckedIn.Union(end.CheckedIn)))
            with { CheckedIn = ends.Aggregate(before.CheckedIn, (all, end) => all.Union(end.CheckedIn)).Except(left) };
    }

    private Before AtChoice(Choice choice, Before before)
    {
        Named(choice, choice.Id, "choice");
        foreach (var one in choice.Cases)
        {
            Known(one.When, before.Certain, $"Choice {choice.Id}");
            Condition(one, "when", one.When, $"A case of choice {choice.Id}");
        }

        var reach = Reachability.Of([.. choice.Cases.Select(one => one.When)]);
        for (var index = 0; index < choice.Cases.Count; index++)
        {
            if (!reach.Cases[index])
                checking.Error(choice.Cases[index], "when", "unreachable", $"Case {index + 1} of choice {choice.Id} can never be taken: {choice.Cases[index].When.Text} never holds where no case before it does.");
        }

        if (!reach.Else && choice.Else.Phases.Any())
            checking.Error(choice.Else, null, "unreachable", $"The else of choice {choice.Id} can never be taken: one of its cases always holds.");
        var ends = choice.Cases.Select(one => Walk(one.Do, before)).Append(Walk(choice.Else, before)).ToList();
        return ends.Skip(1).Aggregate(ends[0], (all, end) => new(all.Certain.Intersect(end.Certain), all.Possible.Union(end.Possible), all.CheckedIn.Intersect(end.CheckedIn)));
    }

    private Before AtRepeat(Repeat repeat, Before before)
    {
        Named(repeat, repeat.Id, "repeat");
        if (repeat.AtMost < 1)
            checking.Error(repeat, "at-most", "unreachable", $"Repeat {repeat.Id} is done at most {repeat.AtMost} times, so that its steps can never be reached.");
        var end = Walk(repeat.Body, before with { Possible = before.Possible.Union(repeat.Body.Phases.Select(phase => phase.Id)) });
        if (repeat.Until is { } until)
        {
            Known(until, end.Certain, $"Repeat {repeat.Id}");
            Condition(repeat, "until", until, $"The until of repeat {repeat.Id}");
            if (!Reachability.Of([until]).Cases[0])
                checking.Error(repeat, "until", "unreachable", $"The until of repeat {repeat.Id} can never hold: {until.Text}. It would always be done {repeat.AtMost} times.");
        }

        return end;
    }

    private void Known(Formula formula, ImmutableHashSet<string> certain, string where)
    {
        foreach (var id in formula.References.Select(reference => reference[..reference.IndexOf('/')]).Distinct()
            .Where(id => checking.Outline.ContainsKey(id) && !certain.Contains(id) && checking.Recipe.Phases.Any(phase => phase.Id == id)))
            checking.Error(formula, null, "unreachable", $"{where} uses a value of step {id}, which is not before it on every path.");
    }

    private void Condition(object at, string key, Formula formula, string what)
    {
        if (!formula.IsCondition) checking.Error(at, key, "formula", $"{what} is a number; write a comparison, such as [A20/viability] < 80'%'.");
    }

    private void Named(object at, string id, string kind)
    {
        if (!nodes.Add(id) || checking.Outline.ContainsKey(id))
            checking.Error(at, "id", "duplicate-id", $"The id of {kind} {id} is used before; give it another.");
    }

    /// <summary>What lies before a point.</summary>
    private sealed record Before(ImmutableHashSet<string> Certain, ImmutableHashSet<string> Possible, ImmutableHashSet<string> CheckedIn)
    {
        public static Before Nothing { get; } = new([], [], []);

        public Before With(string phase) => this with { Certain = Certain.Add(phase), Possible = Possible.Add(phase) };
    }
}
