using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Server.Pages;
using Cellwright.Server.Pages.Parts;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Pages;

/// <summary>A deviation bears the same mark on the board as in the list and on its own page, by what it means for its batch.</summary>
public sealed class MarkingDeviations
{
    private static readonly DateTimeOffset Now = Acting.Start;
    private static readonly Deviation Open = new() { Id = "B-1-D1", BatchId = "B-1", Status = DeviationStatus.Open };
    private static readonly Deviation Critical = Open with { Classifications = [new(DeviationSeverity.Critical, DeviationClass.Equipment, "Too warm for long", "eve", Now)] };
    private static readonly Batch Batch = Floor.In("F1").State with { Deviations = [new("B-1-D1", "I1", "Too warm", "chamber")] };

    [Fact]
    public void Says_alert_while_somebody_must_decide() => Same("alert", Open, Where.Of(Batch, 1));

    [Fact]
    public void Says_stop_where_a_patient_may_be_concerned()
    {
        Same("stop", Critical, Where.Of(Batch, 1, null, [Critical]));
        Assert.Equal("alert", DeviationMark.Kind(Where.Of(Batch, 2, null, [Critical with { Shelved = true, Shelvings = [new(Now.AddHours(1), "Why", "sofia", Now)] }]), Now)); // what else calls there
    }

    [Fact]
    public void Says_hold_while_it_holds_the_batch() =>
        Same("hold", Open with { Holds = true }, Where.Of(Batch with { Holds = Batch.Holds.Add("B-1-D1", new("B-1-D1", "Too warm", "system", Now)) }, 1));

    [Fact]
    public void Says_no_more_than_that_it_was_decided_or_shelved()
    {
        Assert.Equal("info", DeviationMark.Kind(Open with { Status = DeviationStatus.Decided }, Now));
        Assert.Equal("shelved", DeviationMark.Kind(Critical with { Shelved = true, Shelvings = [new(Now.AddHours(1), "Why", "sofia", Now)] }, Now));
        Assert.Equal("done", DeviationMark.Kind(Open with { Status = DeviationStatus.Closed }, Now));
    }

    private static void Same(string kind, Deviation one, Where row) => Assert.Equal((kind, kind), (DeviationMark.Kind(one, Now), DeviationMark.Kind(row, Now)));
}
