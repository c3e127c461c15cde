using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>A step that measured with a shared instrument is completed: given by the server as a reaction. The next one's turn begins.</summary>
/// <param name="Id">Item.</param>
/// <param name="Batch">Batch.</param>
/// <param name="Step">Key of its step.</param>
[AllowedTo(Role.System)]
public sealed record EndMeasurement(string Id, string Batch, string Step) : Command<EquipmentItem>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act) =>
        state.HasClaim(Batch, Step) ? new MeasurementEnded(Batch, Step) : Decision<EquipmentItem>.Nothing;
}

/// <summary>A step no longer has the instrument, nor waits for it.</summary>
public sealed record MeasurementEnded(string Batch, string Step) : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) =>
        state.WithoutClaims(claim => claim.Batch == Batch && claim.Step == Step, when.At);
}
