using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Ends a batch before its end because it was decided and signed elsewhere, in the work on a deviation.</summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Reason">Why.</param>
/// <param name="Signer">User id of whoever signed there.</param>
/// <param name="Name">Printed name at that time.</param>
/// <param name="Shown">SHA-256 of what was shown.</param>
[AllowedTo(Role.System)]
public sealed record AbortAsDecided(string BatchId, string Reason, string Signer, string Name, string Shown) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act) =>
        state.Status == BatchStatus.Aborted ? Decision<Batch>.Nothing
        : state.Status is BatchStatus.None or BatchStatus.Completed ? Rules.MustRun(state)!
        : new BatchAborted(Reason, Signer, Name, Shown, state.EquipmentHeld);
}
