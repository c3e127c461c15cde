using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Materials;

/// <summary>
/// Something of the lot went into a batch: given by the server as a reaction. It happened, so it is recorded
/// whatever the lot's status is by now, and also when more was used than came in.
/// </summary>
/// <param name="Id">Lot.</param>
/// <param name="Batch">Batch.</param>
/// <param name="Step">Phase of its recipe.</param>
/// <param name="Amount">Amount.</param>
/// <param name="Unit">UCUM unit; must be the lot's own.</param>
[AllowedTo(Role.System)]
public sealed record RecordLotUse(string Id, string Batch, string Step, decimal Amount, string Unit) : Command<Lot>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<Lot> Decide(Lot state, Act act)
    {
        if (state.RefusalUnlessReceived(Id) is { } unknown) return unknown;
        if (state.RefusalUnlessUnit(Unit) is { } unit) return unit;
        return new LotUsed(Batch, Step, Amount);
    }
}

/// <summary>Something of the lot went into a batch.</summary>
public sealed record LotUsed(string Batch, string Step, decimal Amount) : Event<Lot>
{
    /// <inheritdoc />
    public override Lot Apply(Lot state, Happened when) =>
        state with { Uses = state.Uses.Add(new LotUse(Batch, Step, Amount, when.At)) };
}
