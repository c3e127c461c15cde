using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Release.Commands;
using static System.FormattableString;

namespace Cellwright.Domain.Release;

/// <summary>What follows from results: a deviation of the batch, numbered and opened like any other.</summary>
public sealed class ReleaseReactions : IReactions
{
    /// <summary>What stands in a deviation in place of a step.</summary>
    public const string Step = "release";

    /// <inheritdoc />
    public IEnumerable<Reaction> React(string streamId, object happened) => happened switch
    {
        SpecificationMissed missed => [Reaction.Give(new AnnounceDeviation(streamId, Step, missed.Test, missed.What))],
        ObligationOverdue overdue =>
            [Reaction.Give(new AnnounceDeviation(streamId, Step, overdue.Test, Invariant($"The result of {overdue.Test}, owed by the conditional release, was due at {overdue.Due:yyyy-MM-dd HH:mm:ss zzz}")))],
        _ => [],
    };
}
