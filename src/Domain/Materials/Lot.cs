using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cellwright.Domain.Basics;
using static System.FormattableString;

namespace Cellwright.Domain.Materials;

/// <summary>Whether a lot may be used.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LotStatus>))]
public enum LotStatus
{
    /// <summary>Received, not yet decided on (211.84(a)).</summary>
    Quarantine,

    /// <summary>May be used until it expires.</summary>
    Released,

    /// <summary>Must not be used.</summary>
    Rejected,
}

/// <summary>A lot of a material: from receipt to the batches that it went into (211.184).</summary>
public sealed record Lot : IStream<Lot>
{
    /// <inheritdoc />
    public static string Category => "lot";

    /// <inheritdoc />
    public static Lot Empty { get; } = new();

    /// <summary>Code on the label, as scanned; empty before receipt.</summary>
    public string Id { get; init; } = "";

    /// <summary>Name of the material, as recipes use it.</summary>
    public string Material { get; init; } = "";

    /// <summary>Who supplied it.</summary>
    public string Supplier { get; init; } = "";

    /// <summary>The supplier's lot number.</summary>
    public string SupplierLot { get; init; } = "";

    /// <summary>From this instant on it is expired.</summary>
    public DateTimeOffset Expiry { get; init; }

    /// <summary>Amount received, in <see cref="Unit"/>.</summary>
    public decimal Received { get; init; }

    /// <summary>UCUM unit of the amounts.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Whether it may be used.</summary>
    public LotStatus Status { get; init; }

    /// <summary>Who received it; the same person cannot release it.</summary>
    public string ReceivedBy { get; init; } = "";

    /// <summary>What went into which batch, in the order in which it was recorded.</summary>
    public ImmutableList<LotUse> Uses { get; init; } = [];

    /// <summary>Amount used, in <see cref="Unit"/>.</summary>
    public decimal Used => Uses.Sum(use => use.Amount);

    /// <summary>True once received.</summary>
    public bool Exists => Id.Length > 0;

    /// <summary>The first reason why the lot may not be used, or null when it may.</summary>
    /// <param name="material">Name of the material that the step asks for.</param>
    /// <param name="at">When.</param>
    public Refusal? RefusalFor(string material, DateTimeOffset at)
    {
        if (!Exists)
            return new("lot", "This lot is not on record. Scan the label again, or have the lot received first.");
        if (Material != material)
            return new("lot-material", $"The step asks for {material}; {Id} is {Material}. Scan the right material.");
        if (Status == LotStatus.Quarantine)
            return new("lot-status", $"Lot {Id} is in quarantine. Take a released lot, or ask QA.");
        if (Status == LotStatus.Rejected)
            return new("lot-status", $"Lot {Id} is rejected. Take a released lot, and bring this one to QA.");
        if (at >= Expiry)
            return new("lot-expiry", Invariant($"Lot {Id} expired on {Expiry:yyyy-MM-dd HH:mm zzz}. Take another lot."));
        if (Used >= Received)
            return new("lot-amount", Invariant($"Nothing is left of lot {Id}: {UnitPrint.With(Invariant($"{Received}"), Unit)} were received. Take another lot."));
        return null;
    }

    /// <summary>The first reason why that much of the lot may not be used, or null when it may.</summary>
    /// <param name="material">Name of the material that the step asks for.</param>
    /// <param name="at">When.</param>
    /// <param name="amount">How much is wanted.</param>
    /// <param name="unit">UCUM unit of <paramref name="amount"/>; must be the lot's own, else the use could not be counted.</param>
    public Refusal? RefusalFor(string material, DateTimeOffset at, decimal amount, string unit)
    {
        if (RefusalFor(material, at) is { } unfit) return unfit;
        if (unit != Unit)
            return new("lot-unit", $"Lot {Id} is counted in {UnitPrint.Named(Unit)}, so what is used of it in {UnitPrint.Named(unit)} could not be counted. Take a lot that is counted in {UnitPrint.Named(unit)}.");
        if (amount > Received - Used)
            return new("lot-amount", Invariant($"{UnitPrint.With(Invariant($"{Received - Used}"), Unit)} are left of lot {Id}, less than {UnitPrint.With(Invariant($"{amount}"), unit)}. Take a lot of which enough is left."));
        return null;
    }

    /// <summary>What a person who releases the lot is shown, word for word.</summary>
    /// <param name="evidence">On what grounds.</param>
    public string ReleaseStatement(string evidence) => SignedText.Of(
        $"lot {Id}, {SignedText.Free(Material)}",
        $"supplier {SignedText.Free(Supplier)}, supplier's lot {SignedText.Free(SupplierLot)}",
        Invariant($"received {Received} {Unit} by {ReceivedBy}, expiry {Expiry:O}"),
        $"release for use, on the evidence of: {SignedText.Free(evidence)}");

    internal Refusal? RefusalUnlessUnit(string unit) => unit == Unit
        ? null
        : new("lot-unit", $"Lot {Id} is counted in {UnitPrint.Named(Unit)}, not in {UnitPrint.Named(unit)}. Enter the amount in {UnitPrint.Named(Unit)}.");

    /// <summary>The latest use of that amount in a step of a batch, or null.</summary>
    internal LotUse? UseOf(string batch, string step, decimal amount) =>
        Uses.LastOrDefault(use => use.Batch == batch && use.Step == step && use.Amount == amount);

    internal Refusal? RefusalUnlessReceived(string id) => Exists
        ? null
        : new("lot", $"No lot {id} is on record. Scan the label again, or receive the lot first.");
}

/// <summary>What went into a batch.</summary>
/// <param name="Batch">Batch.</param>
/// <param name="Step">Phase of its recipe.</param>
/// <param name="Amount">Amount, in the lot's unit.</param>
/// <param name="At">When it was recorded.</param>
public sealed record LotUse(string Batch, string Step, decimal Amount, DateTimeOffset At);
