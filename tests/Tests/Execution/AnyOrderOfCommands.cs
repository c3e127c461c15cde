using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using CsCheck;
using Parallel = Cellwright.Domain.Recipes.Parallel;

namespace Cellwright.Tests.Execution;

/// <summary>Random recipes, random orders of commands: what is accepted is judged by a second, independent reading of the flow.</summary>
[Requirement("P11-10f")]
public sealed class AnyOrderOfCommands
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.FromHours(1));

    [Fact]
    public void Never_breaks_the_recipes_sequence() =>
        (from flow in Flows(3)
         from picks in Gen.Int[0, int.MaxValue].Array[0, 120]
         select (flow, picks)).Sample(
            sample =>
            {
                var (flow, picks) = sample;
                var batch = Running(flow);
                var keys = Keys(flow, []).ToList();
                var history = new List<(bool Start, string Key)>();
                foreach (var pick in picks)
                {
                    var start = (pick & 1) == 0;
                    var key = keys[(pick >> 1) % keys.Count];
                    var decision = start
                        ? new StartStep("B-1", key).Decide(batch, By(batch))
                        : new CompleteStep("B-1", key).Decide(batch, By(batch));
                    if (decision.Refusal is not null || decision.Events.Count == 0) continue;
                    history.Add((start, key));
                    foreach (var happened in decision.Events) batch = happened.Apply(batch, new Happened("op", Start, 1));
                }

                return Reference.Accepts(flow, history);
            },
            iter: 5_000,
            print: sample => $"{Show(sample.flow)} with {string.Join(' ', sample.picks)}");

    [Fact]
    public void Always_reaches_the_end_when_only_what_is_offered_is_done() =>
        (from flow in Flows(3) from picks in Gen.Int[0, int.MaxValue].Array[400] select (flow, picks)).Sample(
            sample =>
            {
                var batch = Running(sample.flow);
                foreach (var pick in sample.picks)
                {
                    if (batch.Status == BatchStatus.Completed) return true;
                    var ready = Sequencing.Of(batch).Ready;
                    var (key, _) = ready[pick % ready.Count];
                    var decision = batch.Step(key) is null
                        ? new StartStep("B-1", key).Decide(batch, By(batch))
                        : new CompleteStep("B-1", key).Decide(batch, By(batch));
                    Assert.Null(decision.Refusal);
                    foreach (var happened in decision.Events) batch = happened.Apply(batch, new Happened("op", Start, 1));
                }

                return batch.Status == BatchStatus.Completed;
            },
            iter: 1_000);

    [Fact]
    public void Is_judged_by_a_reference_that_sees_a_broken_order()
    {
        var flow = new Sequence([Step("a"), Step("b")]);
        Assert.True(Reference.Accepts(flow, [(true, "a"), (false, "a"), (true, "b")]));
        Assert.False(Reference.Accepts(flow, [(true, "b")]));
        Assert.False(Reference.Accepts(flow, [(true, "a"), (true, "b")]));
        var twice = new Repeat("r", new Sequence([Step("c")]), null, 2);
        Assert.False(Reference.Accepts(twice, [(true, "c#2")]));
    }

    private static Act By(Batch batch) => new(
        new Performer("op", "Op", [Role.Operator], ImmutableDictionary<string, DateTimeOffset>.Empty.Add(batch.Recipe!.Name, DateTimeOffset.MaxValue)),
        Start, "test", Guid.Empty, null, Facts.None);

    private static Batch Running(Sequence flow) => new()
    {
        Id = "B-1",
        Status = BatchStatus.Running,
        Recipe = new Recipe
        {
            Id = "r", Version = "1", Title = "R", Product = "P", Hash = "", Text = "",
            Procedure = [new UnitProcedure("u", "U", [new Operation("o", "O", flow)])],
        },
    };

    private static PhaseNode Step(string id) => new(new Cellwright.Domain.Recipes.StepTypes.Confirm { Id = id, Title = id, Statements = [] });

    // Ids are given after generation, so that each phase is its own.
    private static Gen<Sequence> Flows(int depth)
    {
        var count = 0;
        return Nodes(depth).Array[1, 4].Select(nodes => (Sequence)Name(new Sequence(nodes), ref count));
    }

    private static Gen<FlowNode> Nodes(int depth)
    {
        var step = Gen.Const<FlowNode>(Step("?"));
        if (depth == 0) return step;
        var inner = Nodes(depth - 1).Array[1, 3].Select(nodes => new Sequence(nodes));
        return Gen.Frequency(
            (4, step),
            (1, inner.Select(FlowNode (sequence) => sequence)),
            (2, inner.Array[2, 3].Select(FlowNode (branches) => new Parallel(branches))),
            (1, Gen.Int[1, 3].SelectMany(times => inner.Select(FlowNode (body) => new Repeat("?", body, null, times)))));
    }

    private static FlowNode Name(FlowNode node, ref int count)
    {
        switch (node)
        {
            case PhaseNode: return Step($"p{++count}");
            case Sequence sequence:
                var named = new List<FlowNode>();
                foreach (var child in sequence.Nodes) named.Add(Name(child, ref count));
                return new Sequence(named);
            case Parallel parallel:
                var branches = new List<Sequence>();
                foreach (var branch in parallel.Branches) branches.Add((Sequence)Name(branch, ref count));
                return new Parallel(branches);
            case Repeat repeat:
                return new Repeat($"r{++count}", (Sequence)Name(repeat.Body, ref count), null, repeat.AtMost);
            default: throw new NotSupportedException();
        }
    }

    private static IEnumerable<string> Keys(FlowNode node, ImmutableList<int> inside) => node switch
    {
        PhaseNode phase => [StepKey.Of(phase.Phase.Id, inside)],
        Sequence sequence => sequence.Nodes.SelectMany(child => Keys(child, inside)),
        Parallel parallel => parallel.Branches.SelectMany(branch => Keys(branch, inside)),
        Repeat repeat => Enumerable.Range(1, repeat.AtMost).SelectMany(k => Keys(repeat.Body, inside.Add(k))),
        _ => [],
    };

    private static string Show(FlowNode node) => node switch
    {
        PhaseNode phase => phase.Phase.Id,
        Sequence sequence => $"({string.Join(" > ", sequence.Nodes.Select(Show))})",
        Parallel parallel => $"[{string.Join(" | ", parallel.Branches.Select(Show))}]",
        Repeat repeat => $"{Show(repeat.Body)}x{repeat.AtMost}",
        _ => "?",
    };

    /// <summary>Unrolls the flow into a "must come before" relation, which shares nothing with the walk of the product.</summary>
    private static class Reference
    {
        public static bool Accepts(FlowNode flow, IReadOnlyList<(bool Start, string Key)> history)
        {
            var before = new Dictionary<string, HashSet<string>>();
            Unroll(flow, [], [], before);
            var started = new HashSet<string>();
            var done = new HashSet<string>();
            foreach (var (start, key) in history)
            {
                if (!before.TryGetValue(key, out var needed)) return false;
                if (start ? !started.Add(key) || !needed.IsSubsetOf(done) : !started.Contains(key) || !done.Add(key)) return false;
            }

            return true;
        }

        // Gives the steps of the node; each was told that everything in "earlier" must be done before it.
        private static List<string> Unroll(FlowNode node, ImmutableList<int> inside, IReadOnlyCollection<string> earlier, Dictionary<string, HashSet<string>> before)
        {
            switch (node)
            {
                case PhaseNode phase:
                    var key = StepKey.Of(phase.Phase.Id, inside);
                    before[key] = [.. earlier];
                    return [key];
                case Sequence sequence:
                    return Chain(sequence.Nodes.Select(child => (child, inside)), earlier, before);
                case Parallel parallel:
                    return [.. parallel.Branches.SelectMany(branch => Unroll(branch, inside, earlier, before))];
                case Repeat repeat:
                    return Chain(Enumerable.Range(1, repeat.AtMost).Select(k => ((FlowNode)repeat.Body, inside.Add(k))), earlier, before);
                default:
                    throw new NotSupportedException();
            }
        }

        private static List<string> Chain(
            IEnumerable<(FlowNode Node, ImmutableList<int> Inside)> links, IReadOnlyCollection<string> earlier, Dictionary<string, HashSet<string>> before)
        {
            var all = new List<string>();
            foreach (var (node, inside) in links)
                all.AddRange(Unroll(node, inside, [.. earlier, .. all], before));
            return all;
        }
    }
}
