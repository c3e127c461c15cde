using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>
/// A step that measures with a shared instrument began: given by the server as a reaction. The readings of many instruments say of
/// nothing for whom, so it measures for one step at a time, and the others wait in the order in which they came.
/// </summary>
/// <param name="Id">Item.</param>
/// <param name="Batch">Batch.</param>
/// <param name="Step">Key of its step.</param>
[AllowedTo(Role.System)]
public sealed record BeginMeasurement(string Id, string Batch, string Step) : Command<EquipmentItem>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act) =>
        state.RefusalUnlessInService(Id) is { } refusal ? refusal
        : !state.Shared || state.HasClaim(Batch, Step) ? Decision<EquipmentItem>.Nothing
        : new MeasurementBegun(Batch, Step);
}

/// <summary>A step waits for the instrument, or has it when nobody else does.</summary>
public sealed record MeasurementBegun(string Batch, string Step) : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) =>
        state with { Claims = state.Claims.Add(new Claim(Batch, Step, state.Claims.IsEmpty ? when.At : null)) };
}
