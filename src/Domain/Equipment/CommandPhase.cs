using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>
/// Says in the record that a device is told to start or stop an ISA-88 equipment phase, before it is told: so it is told once,
/// and a device that did nothing is found by looking at it, never by telling it again.
/// </summary>
/// <param name="Id">Equipment item.</param>
/// <param name="Batch">Batch for which it works.</param>
/// <param name="Step">Step of that batch.</param>
/// <param name="Phase">Name of the equipment phase.</param>
/// <param name="Starts">True to start, false to stop.</param>
[AllowedTo(Role.System)]
public sealed record CommandPhase(string Id, string Batch, string Step, string Phase, bool Starts) : Command<EquipmentItem>
{
    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act) =>
        state.RefusalUnlessInService(Id) is { } refusal ? refusal
        : Starts && state.RefusalWhileOutOfService() is { } away ? away
        : Starts && state.HasClaim(Batch, Step) && state.RefusalUnlessItsTurn(Batch, Step) is not null ? Decision<EquipmentItem>.Nothing // told when its turn comes
        : state.Commanded.Contains(PhaseCommanded.Key(Batch, Step, Starts)) ? Decision<EquipmentItem>.Nothing
        : new PhaseCommanded(Batch, Step, Phase, Starts);
}

/// <summary>A device is told to start or stop an equipment phase.</summary>
public sealed record PhaseCommanded(string Batch, string Step, string Phase, bool Starts) : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) =>
        state with { Commanded = state.Commanded.Add(Key(Batch, Step, Starts)) };

    internal static string Key(string batch, string step, bool starts) => $"{batch}/{step}/{(starts ? "start" : "stop")}";
}
