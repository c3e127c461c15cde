using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Domain.Deviations;

/// <summary>Opens what batches announce, and lets them go on when it is decided.</summary>
public sealed class DeviationReactions : IReactions
{
    /// <inheritdoc />
    public IEnumerable<Reaction> React(string streamId, object happened) => happened switch
    {
        DeviationAnnounced announced =>
        [
            Reaction.Give(new OpenDeviation(
                announced.DeviationId, streamId, announced.Step, announced.Parameter, announced.What, announced.Holds, announced.Evidence)),
        ],
        ContinuationDecided decided =>
        [
            Reaction.Give(new ReleaseHold(BatchOf(streamId), streamId, $"deviation {streamId} decided: {decided.Justification}")),
        ],
        _ => [],
    };

    // A deviation's id is its batch's id and a number: B-0001-D1.
    private static string BatchOf(string deviationId) => deviationId[..deviationId.LastIndexOf("-D", StringComparison.Ordinal)];
}
