using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Materials;

/// <summary>Rejects a lot, in quarantine or released; a rejection is final.</summary>
/// <param name="Id">Lot.</param>
/// <param name="Reason">Why.</param>
[AllowedTo(Role.QA)]
public sealed record RejectLot(string Id, string Reason) : Command<Lot>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<Lot> Decide(Lot state, Act act)
    {
        if (state.RefusalUnlessReceived(Id) is { } unknown) return unknown;
        if (string.IsNullOrWhiteSpace(Reason))
            return new Refusal("reason", "Give the reason for rejecting the lot.");
        return state.Status == LotStatus.Rejected ? Decision<Lot>.Nothing : new LotRejected(Reason.Trim());
    }
}

/// <summary>A lot must not be used.</summary>
public sealed record LotRejected(string Reason) : Event<Lot>
{
    /// <inheritdoc />
    public override Lot Apply(Lot state, Happened when) => state with { Status = LotStatus.Rejected };
}
