using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using CsCheck;
using Parallel = Cellwright.Domain.Recipes.Parallel;

namespace Cellwright.Tests.Execution;

/// <summary>Random recipes with choices and loops on recorded values, random orders of commands: what is accepted, and what is refused, is judged by a second, independent reading of the flow.</summary>
[Requirement("P11-10f")]
public sealed class AnyOrderOfCommands
{
    internal static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.FromHours(1));

    [Fact]
    public void Never_breaks_the_recipes_sequence_and_never_refuses_what_it_allows() => Judge(Decide, 3_000);

    [Fact]
    public void Always_reaches_the_end_when_only_what_is_offered_is_done() =>
        (from flow in RandomFlows.OfDepth(3) from seed in Gen.Int select (flow, seed)).Sample(
            sample =>
            {
                var (batch, reference) = (Running(sample.flow), new ResidualFlow(sample.flow));
                var pick = new Random(sample.seed);
                for (var minute = 1; batch.Status != BatchStatus.Completed; minute++)
                {
                    var ready = Sequencing.Of(batch).Ready;
                    var key = ready[pick.Next(ready.Count)].Key;
                    var act = batch.Step(key) is not { } step ? 's' : step.Values.IsEmpty ? 'r' : 'c';
                    var decision = Decide(batch, act, key, pick.Next(4), minute);
                    Assert.Null(decision.Refusal);
                    Assert.True(reference.Accepts(act, key, batch.Step(key)?.Values.LastOrDefault()?.Value ?? ((decision.Events[0] as ValueRecorded)?.Value ?? 0)));
                    batch = Apply(batch, decision, minute);
                }

                return reference.IsDone;
            },
            iter: 500,
            print: sample => $"{RandomFlows.Show(sample.flow)} with seed {sample.seed}");

    [Fact]
    public void Is_judged_so_that_a_door_that_lets_any_step_start_is_found_with_its_seed() =>
        AssertFound((batch, act, key, value, minute) => act == 's' && batch.Step(key) is null && batch.Status == BatchStatus.Running ? new StepStarted(key) : Decide(batch, act, key, value, minute));

    [Fact]
    public void Is_judged_so_that_a_door_that_completes_what_is_not_recorded_is_found_with_its_seed() =>
        AssertFound((batch, act, key, value, minute) => act == 'c' && batch.Step(key) is { Active: true } ? new StepCompleted(key) : Decide(batch, act, key, value, minute));

    [Fact]
    public void Is_judged_so_that_a_door_that_refuses_too_much_is_found_with_its_seed() =>
        AssertFound((batch, act, key, value, minute) => act == 's' && Sequencing.Active(batch).Any() ? new Refusal("sequence", "One at a time.") : Decide(batch, act, key, value, minute));

    [Fact]
    public void Is_judged_by_a_reading_that_sees_each_broken_order()
    {
        var flow = new Sequence([RandomFlows.Step("p1"), new Choice("c", [new Case(RandomFlows.Below("p1", 2), new Sequence([RandomFlows.Step("p2")]))], new Sequence([RandomFlows.Step("p3")]))]);
        Assert.True(Follows(flow, "s p1", "r p1 1", "c p1", "s p2"));
        Assert.True(Follows(flow, "s p1", "r p1 2", "c p1", "s p3"));
        Assert.False(Follows(flow, "s p1", "r p1 2", "c p1", "s p2"));
        Assert.False(Follows(flow, "s p2"));
        Assert.False(Follows(flow, "s p1", "c p1"));
        Assert.False(Follows(flow, "s p1", "r p1 1", "s p2"));
        Assert.False(Follows(flow, "s p1", "s p1"));
        var loop = new Sequence([new Repeat("l", new Sequence([RandomFlows.Step("p1")]), RandomFlows.Below("p1", 1), 2)]);
        Assert.True(Follows(loop, "s p1#1", "r p1#1 1", "c p1#1", "s p1#2"));
        Assert.False(Follows(loop, "s p1#1", "r p1#1 0", "c p1#1", "s p1#2"));
        Assert.False(Follows(loop, "s p1#2"));
    }

    internal delegate Decision<Batch> Door(Batch batch, char act, string key, double value, int minute);

    private static void AssertFound(Door broken)
    {
        var found = Assert.Throws<CsCheckException>(() => Judge(broken, 2_000));
        Assert.Contains("seed", found.Message, StringComparison.OrdinalIgnoreCase);
    }

    internal static void Judge(Door door, int iterations) =>
        (from flow in RandomFlows.OfDepth(3) from picks in Gen.Int[0, int.MaxValue].Array[0, 150] select (flow, picks)).Sample(
            sample =>
            {
                var (batch, reference) = (Running(sample.flow), new ResidualFlow(sample.flow));
                var keys = Keys(sample.flow, []).ToList();
                var minute = 0;
                foreach (var pick in sample.picks)
                {
                    // Half of the time an act on what is open, else on anything at all.
                    var open = Sequencing.Of(batch).Ready;
                    var key = (pick & 1) == 0 && open.Count > 0 ? open[(pick >> 5) % open.Count].Key : keys[(pick >> 5) % keys.Count];
                    var (act, value) = ("src"[(pick >> 1) % 3], (pick >> 3) & 3);
                    var decision = door(batch, act, key, value, ++minute);
                    var accepted = decision.Refusal is null && decision.Events.Count > 0;
                    if (accepted != reference.Accepts(act, key, value)) return false;
                    batch = Apply(batch, decision, minute);
                }

                return reference.IsDone == (batch.Status == BatchStatus.Completed);
            },
            iter: iterations,
            print: sample => $"{RandomFlows.Show(sample.flow)} with {string.Join(' ', sample.picks)}");

    private static bool Follows(Sequence flow, params string[] acts)
    {
        var reference = new ResidualFlow(flow);
        return acts.Select(act => act.Split(' ')).All(act => reference.Accepts(act[0][0], act[1], act.Length > 2 ? act[2][0] - '0' : 0));
    }

    internal static Command<Batch> Command(char act, string key, double value) => act switch
    {
        's' => new StartStep("B-1", key),
        'r' => new RecordByHand("B-1", key, "v", value, "1", null),
        _ => new CompleteStep("B-1", key),
    };

    private static Decision<Batch> Decide(Batch batch, char act, string key, double value, int minute) => Command(act, key, value).Decide(batch, new Act(Operator, Start.AddMinutes(minute), "test", Guid.Empty, null, Facts.None));

    private static Batch Apply(Batch batch, Decision<Batch> decision, int minute) =>
        decision.Events.Aggregate(batch, (state, happened) => happened.After(state, new Happened("op", Start.AddMinutes(minute), 1)));

    private static readonly Performer Operator =
        new("op", "Op", [Role.Operator], ImmutableDictionary<string, DateTimeOffset>.Empty.Add("r@1", DateTimeOffset.MaxValue));

    internal static Batch Running(Sequence flow) => new() { Id = "B-1", Status = BatchStatus.Running, Recipe = RandomFlows.Recipe(flow) };

    internal static IEnumerable<string> Keys(FlowNode node, ImmutableList<int> inside) => node switch
    {
        PhaseNode phase => [StepKey.Of(phase.Phase.Id, inside)],
        Sequence sequence => sequence.Nodes.SelectMany(child => Keys(child, inside)),
        Parallel parallel => parallel.Branches.SelectMany(branch => Keys(branch, inside)),
        Choice choice => choice.Cases.SelectMany(one => Keys(one.Do, inside)).Concat(Keys(choice.Else, inside)),
        Repeat repeat => Enumerable.Range(1, repeat.AtMost).SelectMany(k => Keys(repeat.Body, inside.Add(k))),
        _ => [],
    };
}
