using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Execution;

/// <summary>What no limit and no clock can see, somebody on the floor says.</summary>
[Requirement("P211-100")]
public sealed class ReportingADeviation
{
    private static readonly ReportDeviation Command = new(Floor.Id, "F1", " The bag was dropped. ", true);

    [Fact]
    public void Announces_it_and_holds_the_batch_when_asked_to()
    {
        var state = Floor.In("F1").When(Command).Then(new DeviationAnnounced("B-1-D1", "F1", null, "The bag was dropped", true, [])).State;
        Assert.Equal(["B-1-D1"], state.Holds.Keys);
    }

    [Fact]
    public void Leaves_the_batch_running_otherwise() =>
        Assert.Empty(Floor.In("F1").When(Command with { Hold = false }).Stands().State.Holds);

    [Fact]
    public void Is_possible_after_the_end_and_holds_nothing_then()
    {
        Assert.Empty(Floor.In("F1").Has(new BatchCompleted()).When(Command, Floor.Quirin).Stands().State.Holds);
        Assert.Single(Floor.In("F1").Has(new BatchAborted("r", "q", "Q", "")).When(Command, Floor.Quirin).Stands().State.Deviations);
    }

    [Fact]
    public void Is_announced_for_what_a_later_module_found_and_holds_nothing()
    {
        var found = new AnnounceDeviation(Floor.Id, "release", "sterility", "Growth was found");
        Assert.Empty(Floor.In("F1").When(found, Performer.System).Then(new DeviationAnnounced("B-1-D1", "release", "sterility", "Growth was found", false, [])).State.Holds);
        var drift = found with { Step = "F1", Parameter = null, Drift = true, Evidence = [new EvidenceReading(Floor.Start, 37.9, "CP-01/chamber-temperature@0")] };
        Assert.Equal((true, 1), Floor.In("F1").When(drift, Performer.System).ThenOne<DeviationAnnounced>() is var announced ? (announced.Drift, announced.Evidence.Count) : default);
    }

    [Fact]
    public void Is_announced_also_when_the_batch_is_over_and_takes_the_next_number()
    {
        var found = new AnnounceDeviation(Floor.Id, "release", null, "A result came late");
        var first = Floor.In("F1").Has(new BatchCompleted()).When(found, Performer.System).Stands();
        Assert.Equal("B-1-D2", first.Stream.When(found, Acting.By(Performer.System)).ThenOne<DeviationAnnounced>().DeviationId);
        Floor.Ordered().When(found, Performer.System).Stands();
        new Floor().When(found, Performer.System).ThenRefused("batch", "no such batch");
    }

    [Fact]
    public void Is_refused_before_the_start() => Floor.Ordered().When(Command).ThenRefused("status", "not been started");

    [Fact]
    public void Is_refused_where_there_is_no_batch() => new Floor().When(Command).ThenRefused("batch");

    [Fact]
    public void Is_refused_for_a_step_that_was_not_started() => Floor.In().When(Command).ThenRefused("step", "F1");

    [Fact]
    public void Is_refused_without_words() => Floor.In("F1").When(Command with { What = " . " }).ThenRefused("reason");

    [Fact]
    public void Is_refused_when_it_is_a_novel() => Floor.In("F1").When(Command with { What = new string('x', 1001) }).ThenRefused("length");

    [Fact]
    public void Is_never_refused_for_its_length_to_the_server_itself() =>
        Floor.In("F1").When(Command with { What = new string('x', 1001) }, Performer.System).Stands();
}
