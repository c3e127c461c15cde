using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Execution;

public sealed class ConfirmingAndSampling
{
    private static readonly Confirm First = new(Floor.Id, "F1", "statement-1");

    [Fact]
    public void Confirms_the_sentence_of_the_master() => Floor.In("F1").When(First).Then(new Confirmed("F1", "statement-1", "The bag is welded.", false));

    [Fact, Requirement("P211-188")]
    public void Clears_the_line_with_a_second_person() =>
        Floor.In("C1").When(new Confirm(Floor.Id, "C1", "point-1")).Then(new Confirmed("C1", "point-1", "Nothing of another patient is left.", true));

    [Fact, Requirement("DI-3")]
    public void Gives_each_sentence_an_act_and_a_time_of_its_own()
    {
        var floor = Floor.In("F1").After(1).Does(First).After(2).Does(First with { Demand = "statement-2" });
        Assert.Equal([("statement-1", Floor.Start.AddMinutes(1)), ("statement-2", Floor.Start.AddMinutes(3))], floor.State.Step("F1")!.Done.Select(done => (done.Demand, done.At)));
    }

    [Fact]
    public void Confirms_nothing_a_second_time() => Floor.In("F1").Does(First).When(First).ThenNothing();

    [Theory]
    [InlineData("statement-3")]
    [InlineData("")]
    public void Confirms_only_what_the_step_asks(string demand) => Floor.In("F1").When(First with { Demand = demand }).ThenRefused("recipe");

    [Fact]
    public void Confirms_only_in_an_active_step()
    {
        Floor.In().When(First).ThenRefused("sequence");
        Floor.In().Done("F1").When(First).ThenRefused("sequence");
    }

    [Fact]
    public void Labels_each_sample_once_in_the_whole_batch()
    {
        var floor = Floor.In("S1");
        floor.When(new TakeSample(Floor.Id, "S1", "count")).Then(new SampleTaken("S1", "count", "B-1-S1"));
        floor.When(new TakeSample(Floor.Id, "S1", "sterility")).Then(new SampleTaken("S1", "sterility", "B-1-S2"));
        floor.When(new TakeSample(Floor.Id, "S1", "count")).ThenNothing();
    }

    [Fact]
    public void Takes_only_samples_that_the_step_asks_for() => Floor.In("S1").When(new TakeSample(Floor.Id, "S1", "endotoxin")).ThenRefused("recipe");

    [Fact]
    public void Takes_samples_only_in_an_active_step() => Floor.In().When(new TakeSample(Floor.Id, "S1", "count")).ThenRefused("sequence");
}
