using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.People;
using CsCheck;

namespace Cellwright.Tests.Execution;

/// <summary>Random recipes, and papers that say anything: what is entered afterwards is judged by the same independent reading of the flow as what is done at the screen.</summary>
[Requirement("P11-10f"), Requirement("A11-16")]
public sealed class AnyOrderFromPaper
{
    private static readonly DateTimeOffset Now = AnyOrderOfCommands.Start.AddDays(1);
    private static readonly Performer Typist = Person("tim", Role.Operator), Second = Person("viktor", Role.Verifier);
    private static readonly Person Doer = Given.Nothing<Person>().And("ada", DateTimeOffset.MinValue, new PersonRegistered("op", "Op", [Role.Operator]), new TrainingRecorded("r@1", DateTimeOffset.MaxValue)).State;

    [Fact]
    public void Never_breaks_the_recipes_sequence_and_never_refuses_what_it_allows() =>
        AnyOrderOfCommands.Judge((batch, act, key, value, minute) => Decide(batch, act, key, value, minute), 1_500);

    [Fact]
    public void Never_puts_a_step_before_what_it_follows_whatever_times_the_paper_says() =>
        (from flow in RandomFlows.OfDepth(3) from picks in Gen.Int[0, int.MaxValue].Array[0, 120] select (flow, picks)).Sample(
            sample =>
            {
                var (batch, reference) = (AnyOrderOfCommands.Running(sample.flow), new ResidualFlow(sample.flow));
                var keys = AnyOrderOfCommands.Keys(sample.flow, []).ToList();
                foreach (var pick in sample.picks)
                {
                    var open = Sequencing.Of(batch).Ready;
                    var key = (pick & 1) == 0 && open.Count > 0 ? open[(pick >> 5) % open.Count].Key : keys[(pick >> 5) % keys.Count];
                    var (act, value, minute) = ("src"[(pick >> 1) % 3], (pick >> 3) & 3, (pick >> 9) % 40);
                    var decision = Decide(batch, act, key, value, minute);
                    if (decision.Refusal is not null) continue;
                    if (!reference.Accepts(act, key, value)) return false;
                    batch = decision.Events.Aggregate(batch, (state, happened) => happened.After(state, new Happened("tim", Now, state.Version + 1)));
                }

                return batch.Steps.Values.All(step => step.CompletedAt is not { } end || end >= step.StartedAt)
                    && batch.Steps.Values.All(step => Sequencing.Before(batch, step.Key).All(earlier => earlier.CompletedAt <= step.StartedAt));
            },
            iter: 1_500,
            print: sample => $"{RandomFlows.Show(sample.flow)} with {string.Join(' ', sample.picks)}");

    [Fact]
    public void Knows_the_steps_that_stand_before_another()
    {
        var flow = new Domain.Recipes.Sequence([RandomFlows.Step("p1"), new Domain.Recipes.Parallel([new([RandomFlows.Step("p2"), RandomFlows.Step("p3")]), new([RandomFlows.Step("p4")])])]);
        var batch = AnyOrderOfCommands.Running(flow);
        foreach (var (act, key) in new[] { ('s', "p1"), ('r', "p1"), ('c', "p1"), ('s', "p2"), ('s', "p4"), ('r', "p2"), ('c', "p2"), ('r', "p4"), ('c', "p4") })
            batch = Decide(batch, act, key, 1, 5).Events.Aggregate(batch, (state, happened) => happened.After(state, new Happened("tim", Now, 1)));
        Assert.Equal(["p1", "p2"], Sequencing.Before(batch, "p3").Select(step => step.Key).Order());
    }

    private static Decision<Batch> Decide(Batch batch, char act, string key, double value, int minute)
    {
        batch = batch with { Version = 7 };
        var command = new EnterFromPaper("B-1", "B-1-P7", "Down", [new PaperAct("op", AnyOrderOfCommands.Start.AddMinutes(minute), AnyOrderOfCommands.Command(act, key, value))]);
        var shown = Statements.Hash(Transcription.Statement(batch, command.Pack, command.Reason, command.Acts));
        return command.Decide(batch, new Act(Typist, Now, "test", Guid.Empty, new SignatureGiven(Second, Transcription.Meaning, shown),
            Acting.Knowing((new StateOf<Person>("op"), Doer), (new StateOf<Downtime>(Downtime.Server), Downtime.Empty))));
    }

    private static Performer Person(string id, Role role) => new(id, id, [role], ImmutableDictionary<string, DateTimeOffset>.Empty.Add("r@1", DateTimeOffset.MaxValue));
}
