using System.Globalization;
using System.Text.RegularExpressions;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.StepTypes;
using CsCheck;
using Parallel = Cellwright.Domain.Recipes.Parallel;

namespace Cellwright.Tests.Execution;

/// <summary>Random recipes: sequences, parallels, loops and choices within each other, whose conditions hang on recorded values. Each step records one value, <c>v</c>.</summary>
internal static partial class RandomFlows
{
    public static Gen<Sequence> OfDepth(int depth) =>
        Nodes(depth).Array[1, 4].Select(nodes =>
        {
            // A choice needs something recorded before it, so the first thing is a step.
            FlowNode whole = new Sequence([Step("?"), .. nodes]);
            var (phases, inner, total) = (0, 0, whole.Phases.Count());
            return (Sequence)Named(whole, ref phases, ref inner, total);
        });

    public static Recipe Recipe(Sequence flow) => new()
    {
        Id = "r", Version = "1", Title = "R", Product = "P", Hash = "", Text = "",
        Procedure = [new UnitProcedure("u", "U", [new Operation("o", "O", flow)])],
    };

    public static PhaseNode Step(string id) => new(new RecordByHand
    {
        Id = id, Title = id, SecondPerson = false,
        Parameters = [new Parameter { Name = "v", Unit = "1", Class = Criticality.KPP, Observation = ObservationClass.Biology }],
    });

    /// <summary>Holds when the latest value of that step is below the limit.</summary>
    public static Formula Below(string step, int limit) => Formula.Parse(FormattableString.Invariant($"[{step}/v] < {limit}"));

    public static (string Step, int Limit) Parts(Formula condition)
    {
        var match = Condition().Match(condition.Text);
        return (match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    public static string Show(FlowNode node) => node switch
    {
        PhaseNode phase => phase.Phase.Id,
        Sequence sequence => $"({string.Join(" > ", sequence.Nodes.Select(Show))})",
        Parallel parallel => $"[{string.Join(" | ", parallel.Branches.Select(Show))}]",
        Choice choice => $"{{{string.Join("; ", choice.Cases.Select(one => $"{one.When.Text} ? {Show(one.Do)}"))} : {Show(choice.Else)}}}",
        Repeat repeat => $"{Show(repeat.Body)}x{repeat.AtMost}{(repeat.Until is { } until ? $" until {until.Text}" : "")}",
        _ => "?",
    };

    private static Gen<FlowNode> Nodes(int depth)
    {
        var step = Gen.Const<FlowNode>(Step("?"));
        if (depth == 0) return step;
        var inner = Nodes(depth - 1).Array[1, 3].Select(nodes => new Sequence(nodes));
        var maybe = Nodes(depth - 1).Array[0, 2].Select(nodes => new Sequence(nodes));
        var condition = from step_ in Gen.Int[0, 99] from limit in Gen.Int[0, 3] select Below($"p{step_}", limit);
        return Gen.Frequency(
            (4, step),
            (1, inner.Select(FlowNode (sequence) => sequence)),
            (2, inner.Array[2, 3].Select(FlowNode (branches) => new Parallel(branches))),
            (2, from cases in Gen.Select(condition, maybe).Array[1, 2]
                from otherwise in maybe
                select (FlowNode)new Choice("?", [.. cases.Select(one => new Case(one.Item1, one.Item2))], otherwise)),
            (1, from times in Gen.Int[1, 3]
                from body in inner
                from until in condition.Select(Formula? (known) => known)
                from endless in Gen.Bool
                select (FlowNode)new Repeat("?", body, endless ? null : until, times)));
    }

    // Ids are given after generation, so that each phase is its own and each condition names a phase that exists.
    private static FlowNode Named(FlowNode node, ref int phases, ref int inner, int total)
    {
        switch (node)
        {
            case PhaseNode:
                return Step($"p{++phases}");
            case Sequence sequence:
                var nodes = new List<FlowNode>();
                foreach (var child in sequence.Nodes) nodes.Add(Named(child, ref phases, ref inner, total));
                return new Sequence(nodes);
            case Parallel parallel:
                var branches = new List<Sequence>();
                foreach (var branch in parallel.Branches) branches.Add((Sequence)Named(branch, ref phases, ref inner, total));
                return new Parallel(branches);
            case Choice choice:
                var id = $"c{++inner}";
                var cases = new List<Case>();
                foreach (var one in choice.Cases) cases.Add(new Case(Existing(one.When, total), (Sequence)Named(one.Do, ref phases, ref inner, total)));
                return new Choice(id, cases, (Sequence)Named(choice.Else, ref phases, ref inner, total));
            case Repeat repeat:
                return new Repeat($"l{++inner}", (Sequence)Named(repeat.Body, ref phases, ref inner, total), repeat.Until is { } until ? Existing(until, total) : null, repeat.AtMost);
            default:
                throw new NotSupportedException();
        }
    }

    private static Formula Existing(Formula condition, int total)
    {
        var (step, limit) = Parts(condition);
        return Below($"p{(int.Parse(step[1..], CultureInfo.InvariantCulture) % total) + 1}", limit);
    }

    [GeneratedRegex(@"\[(p\d+)/v\] < (\d+)")]
    private static partial Regex Condition();
}
