using System.Globalization;
using Cellwright.Domain.Equipment;
using Cellwright.Statistics;
using Cellwright.Statistics.Monitoring.Across;

namespace Cellwright.Server.Monitoring.Across;

/// <summary>What moved a parameter across batches.</summary>
/// <param name="Column">The batches that were looked at.</param>
/// <param name="Report">What was found, or null where they cannot answer.</param>
/// <param name="Refusal">Why they cannot, in a sentence; else null.</param>
public sealed record Causes(ResponseColumn Column, AcrossReport? Report, string? Refusal)
{
    /// <summary>So many approved changes are tried: each costs power, and the newest are those that anybody asks about (an engineering assumption).</summary>
    public const int MostChanges = 40;

    /// <summary>Looks for them: facts of the record, versions that came into use and work on equipment as approved changes.</summary>
    /// <param name="column">At most <see cref="BatchTable.Most"/> batches in the order of time.</param>
    /// <param name="equipment">Items as they stand, for what was done on them.</param>
    public static Causes Of(ResponseColumn column, IEnumerable<EquipmentItem> equipment)
    {
        var rows = column.Rows;
        var table = new BatchTable(
            [.. rows.Select(row => row.Batch)], [.. rows.Select(row => row.Value)],
            [.. column.FactNames.Where(name => name != Facts.Version).Select(name => new Fact(name, [.. rows.Select(row => row.Facts.GetValueOrDefault(name))]))],
            [.. ChangesIn(column, equipment)]);
        try
        {
            return new(column, Attributing.Of(table), null);
        }
        catch (UnusableInputException unusable)
        {
            return new(column, null, unusable.Message);
        }
    }

    /// <summary>Approved changes among the batches of a column: <c>version:1.1</c>, <c>calibrated:CP-01:2026-03-02 14:05</c>.</summary>
    public static IEnumerable<ApprovedChange> ChangesIn(ResponseColumn column, IEnumerable<EquipmentItem> equipment) => [.. Versions(column.Rows), .. Work(column.Rows, equipment)];

    // From its first batch on; a batch of an older version that was still under way then stands before it.
    private static IEnumerable<ApprovedChange> Versions(IReadOnlyList<ResponseRow> rows)
    {
        var order = rows.Select(row => row.Facts[Facts.Version]).Distinct().ToList();
        return order.Skip(1).Select((version, k) => new ApprovedChange($"version:{version}", [.. rows.Select(row => order.IndexOf(row.Facts[Facts.Version]) > k)]));
    }

    // Batches that used the item after the work, where at least two did before and two after.
    private static IEnumerable<ApprovedChange> Work(IReadOnlyList<ResponseRow> rows, IEnumerable<EquipmentItem> equipment)
    {
        var users = rows.SelectMany((row, i) => row.Facts.Where(fact => fact.Key == Facts.Instrument || fact.Key.StartsWith(Facts.Equipment, StringComparison.Ordinal)).Select(fact => fact.Value).Distinct().Select(item => (Item: item, At: i)))
            .GroupBy(use => use.Item).Where(uses => uses.Count() >= 4).ToDictionary(uses => uses.Key, uses => uses.Select(use => use.At).ToHashSet());
        return (from item in equipment
                where users.ContainsKey(item.Id)
                from line in item.UseLog
                where line.Kind is UseKind.Calibrated or UseKind.Maintained or UseKind.Qualified && line.At > rows[0].At && line.At < rows[^1].At
                let used = users[item.Id]
                let after = rows.Select((row, i) => used.Contains(i) && row.At >= line.At).ToArray()
                let count = after.Count(one => one)
                where count >= 2 && used.Count - count >= 2
                orderby line.At descending
                select new ApprovedChange($"{line.Kind.ToString().ToLowerInvariant()}:{item.Id}:{line.At.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}", after)).Take(MostChanges);
    }
}
