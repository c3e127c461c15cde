using Cellwright.Domain.Materials;
using Cellwright.Server.Materials;

namespace Cellwright.Tests.Materials;

/// <summary>The list of lots: who needs somebody stands first, and what must not be used says so.</summary>
public sealed class OrderOfLots
{
    private static readonly DateTimeOffset Now = Acting.Start;

    [Theory]
    [InlineData(LotStatus.Quarantine, 90, 0, LotStanding.Quarantine)]
    [InlineData(LotStatus.Released, 90, 0, LotStanding.Released)]
    [InlineData(LotStatus.Released, 90, 100, LotStanding.UsedUp)]
    [InlineData(LotStatus.Released, 29, 0, LotStanding.ExpiresSoon)]
    [InlineData(LotStatus.Released, 0, 0, LotStanding.Expired)]
    [InlineData(LotStatus.Quarantine, -1, 0, LotStanding.Expired)]
    [InlineData(LotStatus.Rejected, 90, 0, LotStanding.Rejected)]
    [InlineData(LotStatus.Rejected, -1, 0, LotStanding.Rejected)]
    public void Says_how_a_lot_stands(LotStatus status, int days, int used, LotStanding standing) => Assert.Equal(standing, LotRow.Of(Lot("L", status, days, used), Now).Standing);

    [Fact]
    public void Puts_first_what_needs_somebody_and_then_what_expires_first()
    {
        Lot[] lots = [Lot("A", LotStatus.Rejected, 90), Lot("B", LotStatus.Released, 90), Lot("C", LotStatus.Released, 60), Lot("D", LotStatus.Released, 3), Lot("E", LotStatus.Quarantine, 90), Lot("F", LotStatus.Released, -3)];
        Assert.Equal(["E", "D", "C", "B", "F", "A"], LotRow.Ordered(lots, Now).Select(lot => lot.Id));
    }

    [Fact]
    public void Counts_a_batch_once_that_took_of_a_lot_twice()
    {
        var lot = Lot("L", LotStatus.Released, 90) with { Uses = [new LotUse("B-1", "M1", 10, Now), new LotUse("B-1", "M2", 5, Now), new LotUse("B-2", "M1", 1, Now)] };
        Assert.Equal((2, 16m), (LotRow.Of(lot, Now).Batches, LotRow.Of(lot, Now).Used));
    }

    private static Lot Lot(string id, LotStatus status, int days, int used = 0) => new()
    {
        Id = id, Material = "medium", Status = status, Expiry = Now.AddDays(days), Received = 100, Unit = "mL", Uses = used == 0 ? [] : [new LotUse("B-1", "M1", used, Now)],
    };
}
