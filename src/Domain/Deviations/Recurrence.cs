using System.Collections.Immutable;

namespace Cellwright.Domain.Deviations;

/// <summary>A repeat offender: earlier deviations that share something with this one.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="What">Which: phase, item, lot, shift or turn.</param>
/// <param name="Earlier">Ids of the earlier deviations, newest first.</param>
public sealed record Recurrence(SharedKind Kind, string What, ImmutableList<string> Earlier)
{
    /// <summary>How far back is looked: a year, as in the product review (211.180(e)).</summary>
    public static TimeSpan Back { get; } = TimeSpan.FromDays(365);

    /// <summary>Everything that recurs, what recurred most often first; empty when nothing does.</summary>
    /// <param name="now">The deviation.</param>
    /// <param name="all">The circumstances of all deviations; later ones and itself do not count.</param>
    public static ImmutableList<Recurrence> Of(Circumstances now, IEnumerable<Circumstances> all)
    {
        var earlier = all.Where(other => other.DeviationId != now.DeviationId && other.At <= now.At && now.At - other.At <= Back)
            .OrderByDescending(other => other.At).ThenByDescending(other => other.DeviationId, StringComparer.Ordinal).ToList();
        return
        [
            .. new[] { Found(SharedKind.Step, now.Phase, other => other.RecipeId == now.RecipeId && other.Phase == now.Phase) }
                .Concat(now.Items.Select(item => Found(SharedKind.Equipment, item, other => other.Items.Contains(item))))
                .Concat(now.Lots.Select(lot => Found(SharedKind.Lot, lot, other => other.Lots.Contains(lot))))
                .Append(Found(SharedKind.Shift, now.Shift.ToString(), other => other.Shift == now.Shift))
                .Concat(Found(SharedKind.Turn, now.Shift.Turn, other => other.Shift.Turn == now.Shift.Turn && Alike(other)) is { Earlier.Count: > 1 } turn && 2 * turn.Earlier.Count > earlier.Count(Alike) ? [turn] : [])
                .Where(one => !one.Earlier.IsEmpty)
                .OrderByDescending(one => one.Earlier.Count).ThenBy(one => one.Kind).ThenBy(one => one.What, StringComparer.Ordinal),
        ];

        // Every third deviation falls into the same turn: it says something where most of what is alike falls into it.
        bool Alike(Circumstances other) => (other.RecipeId == now.RecipeId && other.Phase == now.Phase) || other.Items.Overlaps(now.Items) || other.Lots.Overlaps(now.Lots);

        Recurrence Found(SharedKind kind, string what, Func<Circumstances, bool> same) =>
            new(kind, what, [.. earlier.Where(same).Select(other => other.DeviationId)]);
    }
}
