using System.Collections.Immutable;

namespace Cellwright.Domain.Equipment;

/// <summary>A batch that an item served.</summary>
/// <param name="Batch">Batch.</param>
/// <param name="From">Since when it had the item.</param>
/// <param name="To">Until when; null while it still had it.</param>
public sealed record ServedBatch(string Batch, DateTimeOffset From, DateTimeOffset? To);

/// <summary>That a batch is affected by an item out of tolerance, or is not.</summary>
/// <param name="Batch">Batch.</param>
/// <param name="Affected">True when it is.</param>
/// <param name="Reason">Why, or why not.</param>
/// <param name="By">User id.</param>
/// <param name="At">When.</param>
public sealed record UseJudgement(string Batch, bool Affected, string Reason, string By, DateTimeOffset At);

/// <summary>
/// A calibration found the item out of tolerance: every batch that it served since it was last known to be right is judged
/// (211.68(a), 211.160(b)(4), 211.192).
/// </summary>
/// <param name="Number">Which, from 1.</param>
/// <param name="Since">The calibration that had last left it in tolerance; null when there was none.</param>
/// <param name="Until">Until when its values are in doubt.</param>
/// <param name="Found">What was found.</param>
/// <param name="Batches">Batches that it served in between, in the order of their check-in.</param>
public sealed record OutOfTolerance(int Number, DateTimeOffset? Since, DateTimeOffset Until, string Found, ImmutableList<ServedBatch> Batches)
{
    /// <summary>Judgements in order; a later one on the same batch supersedes.</summary>
    public ImmutableList<UseJudgement> Judgements { get; init; } = [];

    /// <summary>Batches that nobody has judged yet.</summary>
    public IEnumerable<ServedBatch> ToJudge => Batches.Where(served => JudgementOn(served.Batch) is null);

    /// <summary>The judgement on a batch that stands now, or null.</summary>
    public UseJudgement? JudgementOn(string batch) => Judgements.LastOrDefault(judged => judged.Batch == batch);

    /// <summary>Batches that had the item at any time between the two instants, each once.</summary>
    public static ImmutableList<ServedBatch> Served(EquipmentItem item, DateTimeOffset? since, DateTimeOffset until)
    {
        var uses = new List<ServedBatch>();
        foreach (var line in item.UseLog)
        {
            if (line.Kind == UseKind.UseStarted) uses.Add(new(line.Detail, line.At, null));
            if (line.Kind == UseKind.UseEnded && uses.FindLastIndex(use => use.Batch == line.Detail && use.To is null) is >= 0 and var at) uses[at] = uses[at] with { To = line.At };
        }

        return [.. uses.Where(use => use.From <= until && (since is null || !(use.To < since)))
            .GroupBy(use => use.Batch).Select(group => new ServedBatch(group.Key, group.First().From, group.Last().To))];
    }
}
