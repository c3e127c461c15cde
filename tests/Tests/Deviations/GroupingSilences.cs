using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.People;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Deviations;

/// <summary>A device with several watched tags is lost: one cause, one deviation, however many tags it leaves unsaid (ISA-18.2).</summary>
[Requirement("P211-100", "DI-6")]
public sealed class GroupingSilences
{
    private const string Chamber = "chamber-temperature";
    private static readonly string[] Tags = [Chamber, "co2", "agitation", "weight"];

    // Beside the chamber, which holds: gas and agitation of the same item hold nothing, the weight holds, and so does the counter's pressure.
    private static readonly string Text = Regex.Replace(TestRecipe.Text, "(?m)^ *- (?={name: chamber, )", at => string.Concat(new[]
    {
        "name: gas, title: CO2, unit: \"%\", normal: [4.5, 5.5], tag: co2",
        "name: stirring, title: Agitation, unit: /min, normal: [40, 60], tag: agitation",
        "name: mass, title: Weight, unit: g, normal: [400, 600], tag: weight, hold: true",
        "name: pressure, title: Pressure, unit: kPa, normal: [90, 110], tag: pressure, from: counter, hold: true",
    }.Select(parameter => $"{at.Value}{{{parameter}, watch: true, class: KPP, observation: equipment, taking: average, window: 30 min, basis: [engineering-judgement]}}\n")) + at.Value);

    [Fact]
    public void A_second_tag_of_the_item_joins_what_the_first_one_opened()
    {
        var floor = Quiet().Does(Silent("gas"), Performer.System).After(1);
        var happened = floor.When(Silent("stirring"), Performer.System).Stands().Happened;
        Assert.Equal("B-1-D1", Assert.IsType<TagFellSilent>(happened[0]).DeviationId);
        var more = Assert.IsType<DeviationExtended>(happened[1]);
        Assert.Equal(("B-1-D1", "I1", "stirring", false), (more.DeviationId, more.Step, more.Parameter, more.Holds));
        Assert.Equal("CP-01 fell silent in step I1: nothing usable came of Agitation and CO2, of the first since 09:00:00 +01:00", more.What);
        Assert.Equal(2, happened.Count);
    }

    [Fact]
    public void A_tag_that_holds_makes_it_hold_and_is_named_first()
    {
        var floor = Quiet().Does(Silent("gas"), Performer.System).After(1);
        Assert.Empty(floor.State.Holds);
        var more = floor.When(Silent("mass"), Performer.System).Stands().Happened.OfType<DeviationExtended>().Single();
        Assert.True(more.Holds);
        Assert.Contains("nothing usable came of Weight and CO2", more.What, StringComparison.Ordinal);
        Assert.Equal([("B-1-D1", more.What)], floor.State.Holds.Values.Select(hold => (hold.Id, hold.Reason)));
        Assert.False(floor.When(Silent("chamber"), Performer.System).Stands().Happened.OfType<DeviationExtended>().Single().Holds); // it holds already
    }

    [Fact]
    public void Names_the_same_in_the_batch_and_in_the_deviation()
    {
        var floor = Quiet();
        var announced = new[] { "gas", "mass", "stirring" }.SelectMany(parameter => floor.When(Silent(parameter), Performer.System).Stands().Happened).ToList();
        var stream = Given.Nothing<Deviation>();
        foreach (var reaction in announced.SelectMany(happened => new DeviationReactions().React(Floor.Id, happened)))
            stream.When(((Cellwright.Domain.Basics.Given<Deviation>)reaction).Command, Acting.By(Performer.System)).Stands();
        var deviation = stream.State;
        Assert.Equal(floor.State.Deviations.Single().What, deviation.What);
        Assert.Equal(["gas", "mass", "stirring"], deviation.Parameters);
        Assert.True(deviation.HoldsNow);
    }

    [Fact]
    public void Two_items_are_two_deviations()
    {
        var floor = Quiet().Does(Silent("gas"), Performer.System).Does(Silent("pressure", "CC-01"), Performer.System).Does(Silent("mass"), Performer.System);
        Assert.Equal([("B-1-D1", "gas"), ("B-1-D2", "pressure")], floor.State.Deviations.Select(notice => (notice.Id, notice.Parameter!)));
        Assert.Equal(["B-1-D1", "B-1-D1", "B-1-D2"], floor.State.Silences.Values.Select(silence => silence.Deviation).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_a_lost_edge_node_took_along_is_one_deviation_for_all_its_items()
    {
        var floor = Quiet().Does(Silent("gas", node: "EDGE-1"), Performer.System);
        Assert.Contains("CP-01 fell silent in step I1, with edge node EDGE-1:", floor.State.Deviations.Single().What, StringComparison.Ordinal);
        floor.Does(Silent("pressure", "CC-01", "EDGE-1"), Performer.System);
        Assert.StartsWith("CC-01 and CP-01 fell silent in step I1, with edge node EDGE-1: nothing usable came of Pressure of CC-01 and CO2 of CP-01, of the first since", floor.State.Deviations.Single().What, StringComparison.Ordinal);
        Assert.True(floor.State.Holds.ContainsKey("B-1-D1"));
    }

    [Theory]
    [InlineData(DeviationStatus.Open, "B-1-D1")]
    [InlineData(DeviationStatus.Decided, "B-1-D2")]
    [InlineData(DeviationStatus.Closed, "B-1-D2")]
    public void A_later_tag_opens_another_once_the_first_was_decided(DeviationStatus status, string expected)
    {
        var floor = Quiet().Does(Silent("gas"), Performer.System);
        floor.Deviations["B-1-D1"] = new() { Id = "B-1-D1", Status = status };
        Assert.Equal(expected, floor.When(Silent("mass"), Performer.System).Stands().Happened.OfType<TagFellSilent>().Single().DeviationId);
    }

    [Fact]
    public void A_tag_that_comes_and_goes_is_named_once()
    {
        var floor = Quiet().Does(Silent("gas"), Performer.System).Does(Silent("stirring"), Performer.System).After(1)
            .Has(new TagReturned("I1", "stirring", "CP-01", "agitation", 50, "/min", Floor.Start.AddMinutes(64), "a@64")).After(9);
        Assert.Equal("B-1-D1", floor.When(Silent("stirring", since: 64), Performer.System).ThenOne<TagFellSilent>().DeviationId);
    }

    [Fact]
    public void However_many_tags_fall_silent_in_whatever_order_no_item_of_a_step_has_two_open_deviations()
    {
        var together = 0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var floor = Quiet();
            for (var turn = 0; turn < 30; turn++)
            {
                var (parameter, tag, item) = ((string, string, string))(random.Next(5) switch
                {
                    0 => ("gas", "co2", "CP-01"), 1 => ("stirring", "agitation", "CP-01"), 2 => ("mass", "weight", "CP-01"), 3 => ("chamber", Chamber, "CP-01"), _ => ("pressure", "pressure", "CC-01"),
                });
                floor.After(5);
                switch (random.Next(4))
                {
                    case 0 when floor.State.Silences.Values.FirstOrDefault(silence => silence.Tag == tag && silence.Lasts) is { } silence:
                        floor.Has(new TagReturned("I1", parameter, item, tag, 1, "1", floor.Now, "a"));
                        break;
                    case 1 when floor.State.Deviations is { IsEmpty: false } announced && random.Next(3) == 0:
                        var decided = announced[random.Next(announced.Count)].Id;
                        floor.Deviations[decided] = new() { Id = decided, Status = DeviationStatus.Decided };
                        if (floor.State.Holds.ContainsKey(decided)) floor.Has(new HoldReleased(decided, "decided"));
                        break;
                    default:
                        floor.When(new ReportSilence(Floor.Id, "I1", parameter, item, floor.Now.AddMinutes(-4), random.Next(3) == 0 ? "EDGE-1" : null), Performer.System);
                        break;
                }

                foreach (var named in floor.State.Silences.Values.Where(silence => floor.Deviations.GetValueOrDefault(silence.Deviation) is null).GroupBy(silence => silence.Equipment))
                {
                    together += named.Count() > 1 ? 1 : 0;
                    Assert.True(named.Select(silence => silence.Deviation).Distinct().Count() == 1, $"{named.Key} has two open deviations (seed {seed}, turn {turn}).");
                }

                foreach (var holding in floor.State.Silences.Values.Where(silence => silence.Holds(floor.State) && floor.Deviations.GetValueOrDefault(silence.Deviation) is null))
                    Assert.True(floor.State.Holds.ContainsKey(holding.Deviation), $"{holding.Tag} holds nothing (seed {seed}, turn {turn}).");
            }
        }

        Assert.True(together > 1000, $"Only {together} times were several silent."); // else it showed nothing
    }

    [Fact]
    public void A_decision_that_did_not_know_of_the_hold_no_longer_stands()
    {
        var decided = Given.Nothing<Deviation>().And("quirin", Floor.Start, new DeviationOpened("B-1-D1", "B-1", "I1", "gas", "What", false, []), new ContinuationDecided("No effect", "quirin", "Quirin", ""));
        var after = decided.When(new WidenDeviation("B-1-D1", "mass", "More", true, []), Acting.By(Performer.System)).Then(new DeviationWidened("mass", "More", true, [])).State;
        Assert.True(after.HoldsNow);
        Assert.Null(after.DecidedBy);
        decided.When(new WidenDeviation("B-1-D1", "stirring", "More", false, []), Acting.By(Performer.System)).Stands();
        Given.Nothing<Deviation>().When(new WidenDeviation("B-1-D9", "mass", "More", true, []), Acting.By(Performer.System)).ThenRefused("deviation");
    }

    [Fact]
    public void Is_told_once_and_once_more_when_the_batch_waits_for_it()
    {
        var deviation = new Deviation { Id = "B-1-D1", BatchId = "B-1", Status = DeviationStatus.Open };
        Assert.Null(Notice.Of("B-1-D1", new DeviationWidened("gas", "More", false, []), deviation));
        var held = Notice.Of("B-1-D1", new DeviationWidened("mass", "More", true, []), deviation with { Holds = true })!;
        Assert.Equal((NoticeKind.Held, true), (held.Kind, held.Urgent));
    }

    // Read each minute for an hour, then nothing for five minutes; two are allowed.
    private static Floor Quiet()
    {
        var floor = Floor.Running(Floor.Ordered(Text), "I1");
        foreach (var tag in Tags) floor.ReadsEachMinute(tag, 0, 60, 37);
        return floor.After(65);
    }

    private static ReportSilence Silent(string parameter, string item = "CP-01", string? node = null, double since = 60) =>
        new(Floor.Id, "I1", parameter, item, Floor.Start.AddMinutes(since), node);
}
