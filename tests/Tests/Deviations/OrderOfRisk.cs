using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Deviations;

public sealed class OrderOfRisk
{
    private static readonly DateTimeOffset Now = Acting.Start.AddHours(2);
    private static readonly Batch Quiet = Floor.In("F1").State;

    [Fact]
    public void Goes_by_severity_and_what_nobody_classified_stands_above_major()
    {
        var points = new[] { Of(DeviationSeverity.Critical), Of(null), Of(DeviationSeverity.Major), Of(DeviationSeverity.Minor) }.Select(one => Risk.Of(one, Quiet, Now).Points).ToList();
        Assert.Equal(points.OrderDescending(), points);
        Assert.Equal(4, points.Distinct().Count());
    }

    [Fact]
    public void Rises_while_the_batch_is_held()
    {
        var held = Of(DeviationSeverity.Minor) with { Holds = true, Status = DeviationStatus.Open };
        var batch = Floor.In("F1").Has(new DeviationAnnounced("B-1-D1", "F1", null, "What", true, [])).State;
        var risk = Risk.Of(held, batch, Now);
        Assert.Contains("batch B-1 is on hold", Said(risk));
        Assert.True(risk.Points > Risk.Of(held with { Holds = false }, batch, Now).Points);
    }

    [Fact]
    public void Rises_as_a_clock_of_the_batch_runs_out()
    {
        // W1 starts at most 4 h after P1 ended.
        var floor = Floor.In().Performed("P1");
        var open = Of(DeviationSeverity.Minor) with { Status = DeviationStatus.Open };
        var end = Assert.Single(Clocks.Running(floor.State), clock => clock.Step == "W1").Until;
        var (early, late) = (Risk.Of(open, floor.State, end.AddHours(-3)), Risk.Of(open, floor.State, end.AddMinutes(-30)));
        Assert.True(late.Points > early.Points);
        Assert.Contains(Said(late), words => words.StartsWith("30 min left", StringComparison.Ordinal));
    }

    [Fact]
    public void Rises_for_what_nobody_does_and_what_is_late()
    {
        var assigned = Of(DeviationSeverity.Minor) with { Assignments = [new Assignment("emil", "Emil", "", "quirin", Acting.Start)] };
        Assert.Contains("nobody is assigned", Said(Risk.Of(Of(DeviationSeverity.Minor), Quiet, Now)));
        Assert.DoesNotContain("nobody is assigned", Said(Risk.Of(assigned, Quiet, Now)));
        var late = assigned with { Actions = [new CorrectiveAction(1, ActionKind.Corrective, "Train", "olga", "Olga", Acting.Start, "quirin", Acting.Start)] };
        Assert.Contains("an action is overdue", Said(Risk.Of(late, Quiet, Now)));
    }

    [Fact]
    public void Rises_with_age() => Assert.True(Risk.Of(Of(DeviationSeverity.Minor), Quiet, Now.AddDays(2)).Points > Risk.Of(Of(DeviationSeverity.Minor), Quiet, Now).Points);

    [Fact]
    public void Ends_with_the_closure() => Assert.Equal(0, Risk.Of(Of(DeviationSeverity.Critical) with { Status = DeviationStatus.Closed }, Quiet, Now).Points);

    private static IEnumerable<string> Said(Risk risk) => risk.Because.Select(words => words.ToString());

    private static Deviation Of(DeviationSeverity? severity) => new()
    {
        Id = "B-1-D1", BatchId = "B-1", Step = "F1", Status = DeviationStatus.Decided, OpenedAt = Acting.Start,
        Classifications = severity is { } known ? [new Classification(known, DeviationClass.Person, "r", "quirin", Acting.Start)] : [],
    };
}
