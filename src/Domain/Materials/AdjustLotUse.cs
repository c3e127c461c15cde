using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Materials;

/// <summary>The amount of an addition was corrected in its batch: given by the server as a reaction, so that the lot counts what stands.</summary>
/// <param name="Id">Lot.</param>
/// <param name="Batch">Batch.</param>
/// <param name="Step">Phase of its recipe.</param>
/// <param name="Before">Amount that stood until now.</param>
/// <param name="Amount">Amount that stands from now on.</param>
/// <param name="Unit">UCUM unit; must be the lot's own.</param>
[AllowedTo(Role.System)]
public sealed record AdjustLotUse(string Id, string Batch, string Step, decimal Before, decimal Amount, string Unit) : Command<Lot>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<Lot> Decide(Lot state, Act act)
    {
        if (state.RefusalUnlessReceived(Id) is { } unknown) return unknown;
        if (state.RefusalUnlessUnit(Unit) is { } unit) return unit;
        return state.UseOf(Batch, Step, Before) is null
            ? new Refusal("lot-use", FormattableString.Invariant($"{UnitPrint.With(FormattableString.Invariant($"{Before}"), Unit)} of lot {Id} in step {Step} of batch {Batch} is not on record. Compare the lot's uses with the batch."))
            : new LotUseAdjusted(Batch, Step, Before, Amount);
    }
}

/// <summary>Another amount of the lot than was recorded first went into a batch.</summary>
public sealed record LotUseAdjusted(string Batch, string Step, decimal Before, decimal Amount) : Event<Lot>
{
    /// <inheritdoc />
    public override Lot Apply(Lot state, Happened when) =>
        state.UseOf(Batch, Step, Before) is { } use ? state with { Uses = state.Uses.Replace(use, use with { Amount = Amount }) } : state;
}
