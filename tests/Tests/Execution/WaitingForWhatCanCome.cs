using System.Collections.Immutable;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;

namespace Cellwright.Tests.Execution;

/// <summary>A time between two steps runs only while the later one can still come: in loops, beside it, on a branch.</summary>
[Requirement("P211-111")]
public sealed class WaitingForWhatCanCome
{
    private const string Looped = """
        - repeat:
            id: feed
            until: "[A/v] > 2"
            at-most: 3
            body:
              - {type: record-by-hand, id: A, title: Sample, second-person: false, windows: [{from: B, from-edge: end, to: start, maximum: 2 h}, {from: A, from-edge: end, to: start, maximum: 4 h}], parameters: [{name: v, unit: "1", class: KPP, observation: biology}]}
              - {type: confirm, id: B, title: Feed, statements: [Fed.]}
        - {type: confirm, id: Z, title: End, statements: [Ended.]}
        """;

    private const string Beside = """
        - parallel:
            - - {type: confirm, id: A, title: Left, statements: [Left.]}
            - - {type: confirm, id: B, title: Right, statements: [Right.], windows: [{from: A, from-edge: end, to: start, maximum: 1 h}, {from: A, from-edge: end, to: end, maximum: 2 h}]}
        - {type: confirm, id: Z, title: End, statements: [Ended.]}
        """;

    private const string Branched = """
        - repeat:
            id: round
            at-most: 2
            body:
              - {type: record-by-hand, id: A, title: Sample, second-person: false, parameters: [{name: v, unit: "1", class: KPP, observation: biology}]}
              - choice:
                  id: low
                  cases:
                    - when: "[A/v] < 1"
                      do:
                        - {type: confirm, id: B, title: Feed, statements: [Fed.], windows: [{from: A, from-edge: end, to: start, maximum: 2 h}]}
                  else:
                    - {type: confirm, id: C, title: Wait, statements: [Waited.]}
        - {type: confirm, id: Z, title: End, statements: [Ended.]}
        """;

    [Fact]
    public void Runs_between_the_iterations_of_a_loop()
    {
        var after = In(Looped, "A#1", "B#1");
        Assert.Equal(["A:0", "A:1"], Running(after));
        Assert.Equal(["A:0", "A:1"], Running(after with { Decisions = Decided("feed#1", 1) }));
        Assert.Empty(Running(Started(after with { Decisions = Decided("feed#1", 1) }, "A#2")));
    }

    [Fact]
    public void Does_not_run_after_the_loop_is_left() =>
        Assert.Empty(Running(In(Looped, "A#1", "B#1") with { Decisions = Decided("feed#1", 0) }));

    [Fact]
    public void Does_not_run_in_the_last_iteration_that_is_allowed() =>
        Assert.Empty(Running(In(Looped, "A#1", "B#1", "A#2", "B#2", "A#3", "B#3") with { Decisions = Decided("feed#1", 1).Add("feed#2", new FlowDecision("feed#2", 1, "")) }));

    [Fact]
    public void Runs_for_a_step_beside_it_that_is_still_to_be_started_or_completed()
    {
        Assert.Equal(["B:0", "B:1"], Running(In(Beside, "A")));
        Assert.Equal(["B:1"], Running(Started(In(Beside, "A"), "B")));
    }

    [Fact]
    public void Does_not_run_for_a_step_beside_it_that_was_done_before() => Assert.Empty(Running(In(Beside, "B", "A")));

    [Fact]
    public void Runs_until_the_end_of_a_step_beside_it_that_was_started_before()
    {
        var batch = Completed(Started(Started(In(Beside), "B", 1), "A", 2), "A", 3);
        Assert.Equal(["B:1"], Running(batch));
        Assert.Empty(Running(Completed(batch, "B", 4)));
    }

    [Fact]
    public void Runs_while_the_branch_is_not_decided_or_is_taken()
    {
        Assert.Equal(["B:0"], Running(In(Branched, "A#1")));
        Assert.Equal(["B:0"], Running(In(Branched, "A#1") with { Decisions = Decided("low#1", 0) }));
    }

    [Fact]
    public void Does_not_run_for_a_branch_in_a_loop_that_was_not_taken()
    {
        var passed = In(Branched, "A#1") with { Decisions = Decided("low#1", 1) };
        Assert.Empty(Running(passed));
        Assert.Empty(Running(Started(passed, "C#1")));
        var again = passed with { Decisions = passed.Decisions.Add("round#1", new FlowDecision("round#1", 1, "")) };
        Assert.Empty(Running(again));
        Assert.Equal(["B:0"], Running(Completed(Started(again, "A#2", 5), "A#2", 6)));
    }

    private static IEnumerable<string> Running(Batch batch) => Clocks.Running(batch).Select(clock => clock.Id[..3]).Order(StringComparer.Ordinal);

    private static ImmutableDictionary<string, FlowDecision> Decided(string node, int branch) =>
        ImmutableDictionary<string, FlowDecision>.Empty.Add(node, new FlowDecision(node, branch, ""));

    private static Batch In(string flow, params string[] done)
    {
        var text = $"""
            id: r
            version: "1"
            title: R
            product: P
            example: true
            planned-duration: 1 d
            procedure:
              - id: u
                title: U
                operations:
                  - id: o
                    title: O
                    flow:
            {string.Join('\n', flow.Split('\n').Select(line => "              " + line))}
            """;
        var batch = new Batch { Id = "B-1", Status = BatchStatus.Running, Recipe = RecipeReader.Read(text) };
        var minute = 0;
        foreach (var key in done) batch = Completed(Started(batch, key, ++minute), key, ++minute);
        return batch;
    }

    private static Batch Started(Batch batch, string key, int minute = 50) => new StepStarted(key).Apply(batch, new("olga", Floor.Start.AddMinutes(minute), 1));

    private static Batch Completed(Batch batch, string key, int minute) => new StepCompleted(key).Apply(batch, new("olga", Floor.Start.AddMinutes(minute), 1));
}
