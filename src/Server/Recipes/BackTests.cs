using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.BackTesting;
using Cellwright.Domain.Recipes;

namespace Cellwright.Server.Recipes;

/// <summary>A back-test with what it was made from.</summary>
/// <param name="Before">Recipe in force.</param>
/// <param name="After">Changed recipe.</param>
/// <param name="AfterHash">SHA-256 of its text.</param>
/// <param name="Batches">Batches that were looked at, newest first.</param>
/// <param name="UnderWay">How many of them have not ended yet.</param>
/// <param name="NotLookedAt">Older batches beyond the most that are looked at.</param>
/// <param name="Limits">Each changed limit over them.</param>
public sealed record BackTestReport(
    string Before, string After, string AfterHash, IReadOnlyList<string> Batches, int UnderWay, int NotLookedAt, IReadOnlyList<LimitHistory> Limits)
{
    /// <summary>What all changes together would have flagged that was not flagged.</summary>
    public int NewlyFlagged => Limits.Sum(limit => limit.NewlyFlagged);

    /// <summary>What was flagged and would not have been.</summary>
    public int NoLongerFlagged => Limits.Sum(limit => limit.NoLongerFlagged);
}

/// <summary>Brings batches and readings to the pure back-test.</summary>
public static class BackTests
{
    /// <summary>So many of the newest batches are looked at: years of a therapy, and still an answer while one waits.</summary>
    public const int MostBatches = 200;

    /// <summary>Runs a back-test.</summary>
    /// <param name="before">Recipe in force.</param>
    /// <param name="after">Changed recipe.</param>
    /// <param name="all">Batches; those that executed one of the two, or a relation of it, are looked at. Rehearsals are not.</param>
    /// <param name="older">How many older ones there are that are not among them.</param>
    /// <param name="readingsOf">Gives the readings of a tag between two times, in their order.</param>
    /// <param name="progress">Told which part of the readings was read, from 0 to 1; or null.</param>
    public static async Task<BackTestReport> RunAsync(
        Recipe before, Recipe after, IEnumerable<Batch> all, int older, Func<string, string, DateTimeOffset, DateTimeOffset, Task<IReadOnlyList<Reading>>> readingsOf,
        IProgress<double>? progress = null, CancellationToken ct = default)
    {
        var family = before.Family.Concat(after.Family).ToHashSet(StringComparer.Ordinal);
        var executed = all.Where(batch => batch is { Recipe: { } recipe, Rehearsal: false } && !batch.Steps.IsEmpty && recipe.Family.Any(family.Contains))
            .OrderByDescending(batch => batch.OrderedAt).ToList();
        var batches = executed.Take(MostBatches).ToList();
        var readings = new Dictionary<WatchedSpan, IReadOnlyList<Reading>>();
        var watched = BackTest.Watched(before, after, batches).ToList();
        foreach (var tag in watched)
        {
            ct.ThrowIfCancellationRequested();
            readings[tag] = await readingsOf(tag.Equipment, tag.Tag, tag.From, tag.To);
            progress?.Report((double)readings.Count / watched.Count);
        }

        return new(
            before.Name, after.Name, after.Hash, [.. batches.Select(batch => batch.Id)], batches.Count(batch => batch.EndedAt is null), older + executed.Count - batches.Count, BackTest.Of(before, after, batches, readings));
    }
}
