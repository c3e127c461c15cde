using Cellwright.Domain.Basics;
using static System.FormattableString;

namespace Cellwright.Domain.Materials;

/// <summary>Receives a lot, into quarantine.</summary>
/// <param name="Id">Code on the label, as scanned: 2 to 64 characters without space or slash.</param>
/// <param name="Material">Name of the material, as recipes use it.</param>
/// <param name="Supplier">Who supplied it.</param>
/// <param name="SupplierLot">The supplier's lot number.</param>
/// <param name="Expiry">From this instant on it is expired.</param>
/// <param name="Amount">Amount received.</param>
/// <param name="Unit">UCUM unit of the amount.</param>
[AllowedTo(Role.Operator, Role.Supervisor)]
public sealed record ReceiveLot(
    string Id, string Material, string Supplier, string SupplierLot, DateTimeOffset Expiry, decimal Amount, string Unit)
    : Command<Lot>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<Lot> Decide(Lot state, Act act)
    {
        if (Id.Length is < 2 or > 64 || Id.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter == '/'))
            return new Refusal("lot", "A lot's code is 2 to 64 characters without space or slash. Scan the label again.");
        if (state.Exists)
            return new Refusal("lot", $"Lot {Id} is on record already, as {state.Material}. Scan the label again.");
        if (new[] { Material, Supplier, SupplierLot, Unit }.Any(string.IsNullOrWhiteSpace))
            return new Refusal("lot", "Give the material, the supplier, the supplier's lot number and the unit.");
        if (Amount <= 0)
            return new Refusal("lot-amount", "Give the amount received; it is more than nothing.");
        if (Expiry <= act.At)
            return new Refusal("lot-expiry", Invariant($"This lot expired on {Expiry:yyyy-MM-dd HH:mm zzz}. Do not take it in; tell QA."));
        return new LotReceived(Id, Material, Supplier.Trim(), SupplierLot.Trim(), Expiry, Amount, Unit);
    }
}

/// <summary>A lot came in, and is in quarantine.</summary>
public sealed record LotReceived(
    string Id, string Material, string Supplier, string SupplierLot, DateTimeOffset Expiry, decimal Amount, string Unit)
    : Event<Lot>
{
    /// <inheritdoc />
    public override Lot Apply(Lot state, Happened when) => state with
    {
        Id = Id,
        Material = Material,
        Supplier = Supplier,
        SupplierLot = SupplierLot,
        Expiry = Expiry,
        Received = Amount,
        Unit = Unit,
        Status = LotStatus.Quarantine,
        ReceivedBy = when.By,
    };
}
