namespace Cellwright.Server.Record;

/// <summary>
/// The executed batch record for people: one HTML file that needs nothing else, for the screen and for A4 paper.
/// Pure: the same entries and readings give the same bytes.
/// </summary>
public static class HtmlRecord
{
    /// <summary>Writes the record.</summary>
    /// <param name="record">What the entries say.</param>
    /// <param name="trends">Readings behind the steps, see <see cref="StepTrend.AllAsync"/>; may be empty.</param>
    /// <param name="proof">The checkpoint that covers the entries, or null for a copy without proof.</param>
    /// <exception cref="ArgumentException">The entries hold no such batch.</exception>
    public static string Write(ExecutedRecord record, IReadOnlyList<StepTrend> trends, RecordProof? proof)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Batch.Recipe is null) throw new ArgumentException("The entries hold no ordered batch.", nameof(record));
        return PrintedPage.Of(
            $"Batch record {record.Batch.Id}", "record.css",
            new PrintedPage.Margins(
                $"Batch record {record.Batch.Id}, order {record.Batch.OrderNumber}",
                $"master {record.Recipe.Name} {record.Recipe.Hash[..Math.Min(16, record.Recipe.Hash.Length)]}…",
                $"state of the record {record.Hash}"),
            Cover.Of(record),
            Html.Of($"""
            {Summary.Of(record)}
            {EquipmentUsed.Of(record)}
            {MaterialsUsed.Of(record)}
            {Extracts.LineClearance(record)}
            {Extracts.Yields(record)}
            {Extracts.Samples(record)}
            {Extracts.Decisions(record)}
            {StepsPerformed.Of(record, trends)}
            {DeviationReports.Of(record)}
            {ReviewAndRelease.Of(record)}
            {AuditTrail.Of(record)}
            {Closing.Master(record)}
            {Closing.Proof(record, proof)}
            """));
    }
}
