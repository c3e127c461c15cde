using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Execution;

public sealed class StartingABatch
{
    private static readonly StartBatch Command = new(Floor.Id);

    [Fact]
    public void Opens_it_for_work_and_makes_who_starts_it_responsible()
    {
        var state = Floor.Ordered().When(Command, Floor.Sofia).Then(new BatchStarted()).State;
        Assert.Equal((BatchStatus.Running, "sofia", Floor.Start), (state.Status, state.Responsible, state.StartedAt));
    }

    [Fact]
    public void Does_nothing_a_second_time() => Floor.In().When(Command, Floor.Sofia).ThenNothing();

    [Fact]
    public void Is_refused_when_there_is_none() => new Floor().When(Command, Floor.Sofia).ThenRefused("batch");

    [Fact]
    public void Is_refused_while_it_is_paused() => Floor.In().Has(new BatchPaused("r")).When(Command, Floor.Sofia).ThenRefused("status", "paused");

    [Fact]
    public void Is_refused_once_it_was_aborted() =>
        Floor.In().Has(new BatchAborted("r", "q", "Q", "")).When(Command, Floor.Sofia).ThenRefused("status", "aborted");

    [Fact]
    public void Is_refused_once_it_is_completed() => Floor.In().Has(new BatchCompleted()).When(Command, Floor.Sofia).ThenRefused("status", "completed");
}
