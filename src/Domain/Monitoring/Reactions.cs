using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Domain.Monitoring;

/// <summary>Drift found by a model in force, in a batch or in the room around it: a deviation of the batch, which holds nothing. Models advise, limits decide.</summary>
public sealed class MonitoringReactions : IReactions
{
    /// <inheritdoc />
    public IEnumerable<Reaction> React(string streamId, object happened) => happened switch
    {
        VerdictReached { Deviation: { } drift } reached => [Reaction.Give(new AnnounceDeviation(streamId, reached.Said.Step, null, drift.What, drift.Evidence, Drift: true))],
        EquipmentAlarmBegan began => began.Steps.Select(there => Reaction.Give(new AnnounceDeviation(there.Batch, there.Step, null, began.Drift.What, began.Drift.Evidence, Drift: true))),
        _ => [],
    };
}
