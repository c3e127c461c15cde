using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Pages;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Pages;

/// <summary>A batch whose alarm is shelved does not stand at the head of the board for it, and does again at its end.</summary>
[Requirement("P211-100")]
public sealed class ShelvedOnTheBoard
{
    private static readonly DateTimeOffset Until = Acting.Start.AddHours(1);

    [Fact]
    public void A_value_outside_its_limits_is_no_stop_while_its_alarm_is_shelved()
    {
        var batch = Floor.In("F1").State;
        batch = batch with { Excursions = batch.Excursions.Add("I1/chamber", Assessment.Outside), Deviations = [new("B-1-D1", "I1", "Too warm", "chamber")] };
        var open = new Deviation { Id = "B-1-D1", BatchId = "B-1", Status = DeviationStatus.Open };
        var shelved = open with { Shelved = true, Shelvings = [new(Until, "Why", "sofia", Acting.Start)] };
        Assert.Equal(Urgency.Stop, Where.Of(batch, 1).At(Acting.Start));
        Assert.Equal((Urgency.Soon, Urgency.Stop), (Where.Of(batch, 1, [shelved]).At(Acting.Start), Where.Of(batch, 1, [shelved]).At(Until)));
        Assert.Equal(Urgency.Stop, Where.Of(batch, 1, [shelved with { Id = "B-1-D2" }]).At(Acting.Start)); // another's
    }
}
