using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Domain.Deviations;

/// <summary>Opens what batches announce, and carries out in the batch what is decided about it.</summary>
public sealed class DeviationReactions : IReactions
{
    /// <inheritdoc />
    public IEnumerable<Reaction> React(string streamId, object happened) => happened switch
    {
        DeviationAnnounced announced =>
        [
            Reaction.Give(new OpenDeviation(
                announced.DeviationId, streamId, announced.Step, announced.Parameter, announced.What, announced.Holds, announced.Evidence,
                announced.Drift == true ? DeviationClass.Drift : null)),
        ],
        DeviationExtended extended =>
        [
            Reaction.Give(new WidenDeviation(extended.DeviationId, extended.Parameter, extended.What, extended.Holds, extended.Evidence)),
        ],
        ContinuationDecided decided =>
        [
            Reaction.Give(new ReleaseHold(BatchOf(streamId), streamId, $"deviation {streamId} decided: {decided.Justification}")),
        ],
        HoldDecided held => [Reaction.Give(new PlaceHold(BatchOf(streamId), streamId, $"deviation {streamId}: {held.Reason}"))],
        AlternativeDecided decided =>
        [
            Reaction.Give(new TakeAlternative(
                BatchOf(streamId), decided.Step, decided.Alternative, streamId, $"deviation {streamId} decided: {decided.Justification}")),
        ],
        AbortDecided decided =>
        [
            Reaction.Give(new AbortAsDecided(BatchOf(streamId), $"deviation {streamId}: {decided.Reason}", decided.Signer, decided.Name, decided.Shown)),
        ],
        BatchJudged { Affected: true, Step: { } step } judged =>
        [
            Reaction.Give(new ReportDeviation(judged.OtherBatch, step, $"Affected by deviation {streamId}: {judged.Reason}", Hold: true)),
        ],
        UseJudged { Affected: true, Step: { } step } judged =>
        [
            Reaction.Give(new ReportDeviation(
                judged.Batch, step, $"{streamId} was found out of tolerance after it had served this batch ({judged.Found}): {judged.Reason}", Hold: true)),
        ],
        _ => [],
    };

    // A deviation's id is its batch's id and a number: B-0001-D1.
    private static string BatchOf(string deviationId) => deviationId[..deviationId.LastIndexOf("-D", StringComparison.Ordinal)];
}
