using Cellwright.Domain.Materials;

namespace Cellwright.Server.Materials;

/// <summary>How a lot stands, those first that need somebody.</summary>
public enum LotStanding
{
    /// <summary>Received, and QA has yet to decide on it.</summary>
    Quarantine,

    /// <summary>Released, and expires within 30 days.</summary>
    ExpiresSoon,

    /// <summary>Released.</summary>
    Released,

    /// <summary>Released, and nothing of it is left.</summary>
    UsedUp,

    /// <summary>It must not be used any more: its expiry has passed.</summary>
    Expired,

    /// <summary>It must not be used.</summary>
    Rejected,
}

/// <summary>A lot as a line of the list.</summary>
/// <param name="Id">Code on its label.</param>
/// <param name="Material">Material.</param>
/// <param name="Supplier">Who supplied it.</param>
/// <param name="SupplierLot">The supplier's lot number.</param>
/// <param name="Expiry">From this instant on it is expired.</param>
/// <param name="Received">Amount received.</param>
/// <param name="Used">Amount used.</param>
/// <param name="Unit">UCUM unit of the amounts.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Batches">How many batches it went into.</param>
public sealed record LotRow(
    string Id, string Material, string Supplier, string SupplierLot, DateTimeOffset Expiry, decimal Received, decimal Used, string Unit, LotStanding Standing, int Batches)
{
    /// <summary>From when on an expiry is worth a look (an engineering assumption; it orders a list and decides nothing).</summary>
    public static TimeSpan Soon { get; } = TimeSpan.FromDays(30);

    /// <summary>The line at a time.</summary>
    public static LotRow Of(Lot lot, DateTimeOffset now) => new(
        lot.Id, lot.Material, lot.Supplier, lot.SupplierLot, lot.Expiry, lot.Received, lot.Used, lot.Unit, StandingOf(lot, now), lot.Uses.Select(use => use.Batch).Distinct(StringComparer.Ordinal).Count());

    /// <summary>Those that need somebody first, then those that expire first.</summary>
    public static IEnumerable<Lot> Ordered(IEnumerable<Lot> lots, DateTimeOffset now) =>
        lots.Select(lot => (Lot: lot, Standing: StandingOf(lot, now))).OrderBy(one => one.Standing).ThenBy(one => one.Lot.Expiry).ThenBy(one => one.Lot.Id, StringComparer.Ordinal).Select(one => one.Lot);

    /// <summary>How a lot stands at a time.</summary>
    public static LotStanding StandingOf(Lot lot, DateTimeOffset now) =>
        lot.Status == LotStatus.Rejected ? LotStanding.Rejected
        : now >= lot.Expiry ? LotStanding.Expired
        : lot.Status == LotStatus.Quarantine ? LotStanding.Quarantine
        : lot.Used >= lot.Received ? LotStanding.UsedUp
        : lot.Expiry - now < Soon ? LotStanding.ExpiresSoon
        : LotStanding.Released;
}
