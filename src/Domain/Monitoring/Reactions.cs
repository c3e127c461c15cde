using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Domain.Monitoring;

/// <summary>Drift found by a model in force: a deviation of the batch, which holds nothing. Models advise, limits decide.</summary>
public sealed class MonitoringReactions : IReactions
{
    /// <inheritdoc />
    public IEnumerable<Reaction> React(string streamId, object happened) => happened is VerdictReached { Deviation: { } drift } reached
        ? [Reaction.Give(new AnnounceDeviation(streamId, reached.Said.Step, null, drift.What, drift.Evidence, Drift: true))]
        : [];
}
