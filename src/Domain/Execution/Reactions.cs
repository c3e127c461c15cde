using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Materials;

namespace Cellwright.Domain.Execution;

/// <summary>What a batch does to equipment logs and lots.</summary>
public sealed class ExecutionReactions : IReactions
{
    /// <inheritdoc />
    public IEnumerable<Reaction> React(string streamId, object happened) => happened switch
    {
        EquipmentCheckedIn { UseLogged: not true } used => [Reaction.Give(new StartUse(used.EquipmentId, streamId))],
        EquipmentCheckedOut given => [Reaction.Give(new EndUse(given.EquipmentId, streamId))],
        BatchAborted aborted => GiveBack(streamId, aborted.Released),
        BatchCompleted completed => GiveBack(streamId, completed.Released),
        StepStarted { Instruments: { } instruments } started => instruments.Select(item => Reaction.Give(new BeginMeasurement(item, streamId, started.Step))),
        StepCompleted { Instruments: { } instruments } completed => instruments.Select(item => Reaction.Give(new EndMeasurement(item, streamId, completed.Step))),
        AlternativeTaken { Instruments: { } instruments } taken => instruments.Select(item => Reaction.Give(new EndMeasurement(item, streamId, taken.Step))),
        MaterialAdded added => [Reaction.Give(new RecordLotUse(added.LotId, streamId, added.Step, (decimal)added.Amount, added.Unit))],
        ValueRecorded { Lot: { } lot, Supersedes: { } before } corrected =>
            [Reaction.Give(new AdjustLotUse(lot, streamId, corrected.Step, (decimal)before, (decimal)corrected.Value, corrected.Unit))],
        _ => [],
    };

    private static IEnumerable<Reaction> GiveBack(string batch, ImmutableList<string>? items) =>
        (items ?? []).Select(item => Reaction.Give(new EndUse(item, batch)));
}
