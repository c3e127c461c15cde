using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Deviations;

/// <summary>What two batches, or two deviations, have in common.</summary>
public enum SharedKind
{
    /// <summary>The same equipment item, at about the same time.</summary>
    Equipment,

    /// <summary>The same lot.</summary>
    Lot,

    /// <summary>The same step of the same recipe.</summary>
    Step,

    /// <summary>The same person in the same shift.</summary>
    Person,

    /// <summary>The same shift.</summary>
    Shift,

    /// <summary>The same turn of the day, such as the night shift, whatever the day, in the same step, at the same item or with the same lot.</summary>
    Turn,
}

/// <summary>One thing that another batch shares with a deviation.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="What">Which: item, lot, phase or user id.</param>
/// <param name="Step">Step of the other batch in which it stands.</param>
/// <param name="At">Since when, there.</param>
public sealed record InCommon(SharedKind Kind, string What, string Step, DateTimeOffset At);

/// <summary>Another batch that may be affected, and why (211.192).</summary>
/// <param name="BatchId">The other batch.</param>
/// <param name="Shared">What it shares, at least one thing.</param>
public sealed record RelatedBatch(string BatchId, ImmutableList<InCommon> Shared);

/// <summary>The need for every other batch that may be affected by a deviation, computed from the whole record.</summary>
public sealed record RelatedTo(string DeviationId) : Need<ImmutableList<RelatedBatch>>;

/// <summary>Which other batches a deviation may affect: a question to the record, not to anybody's memory.</summary>
public static class RelatedBatches
{
    /// <summary>
    /// How long before and after the deviation an item's use, or the same step of the same recipe version, counts: twice the
    /// length of the longest example process (an engineering assumption; a lot counts whenever it was used).
    /// </summary>
    public static TimeSpan Around { get; } = TimeSpan.FromDays(28);

    /// <summary>
    /// How many batches before the deviation, and how many after it, are named for nothing but the same step: what went wrong in the
    /// step itself shows in its neighbours, and hundreds of batches would be judged without a look (an engineering assumption).
    /// </summary>
    public const int Neighbours = 10;

    /// <summary>Those of <paramref name="all"/> that share something, by batch number.</summary>
    public static ImmutableList<RelatedBatch> Of(Circumstances circumstances, IEnumerable<Footprint> all) =>
        [.. all.Where(other => other.BatchId != circumstances.BatchId)
            .Select(other => new RelatedBatch(other.BatchId, [.. SharedWith(circumstances, other)]))
            .Where(related => !related.Shared.IsEmpty)
            .GroupBy(related => !related.Shared.TrueForAll(one => one.Kind == SharedKind.Step) ? 0 : related.Shared.Min(one => one.At) <= circumstances.At ? -1 : 1)
            .SelectMany(side => side.Key == 0 ? side : side.OrderBy(related => (related.Shared.Min(one => one.At) - circumstances.At).Duration()).ThenBy(related => related.BatchId, StringComparer.Ordinal).Take(Neighbours))
            .OrderBy(related => related.BatchId, StringComparer.Ordinal)];

    private static IEnumerable<InCommon> SharedWith(Circumstances here, Footprint other)
    {
        var (from, to) = (here.At - Around, here.At + Around);
        if (!here.Items.IsEmpty)
            foreach (var use in other.Items.Where(use => here.Items.Contains(use.Item) && use.From <= to && !(use.To < from)))
                yield return new InCommon(SharedKind.Equipment, use.Item, use.Step, use.From);
        if (!here.Lots.IsEmpty)
            foreach (var lot in other.Lots.Where(lot => here.Lots.Contains(lot.Lot)))
                yield return new InCommon(SharedKind.Lot, lot.Lot, lot.Step, lot.At);
        if (other.RecipeHash == here.RecipeHash)
            foreach (var step in other.Steps.Where(step => step.Phase == here.Phase && step.From <= to && !(step.To < from)))
                yield return new InCommon(SharedKind.Step, step.Phase, step.Step, step.From);
        if (here.People.IsEmpty) yield break;
        var shift = here.Shift;
        foreach (var step in other.Steps.Where(step => step.From < shift.End && !(step.To < shift.Start)))
            foreach (var person in step.People.Intersect(here.People).Order(StringComparer.Ordinal))
                yield return new InCommon(SharedKind.Person, person, step.Step, step.From);
    }
}
