using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Release;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Record;

namespace Cellwright.Server.Release;

/// <summary>Answers what a review asks of the record; whatever else is asked, another source answers.</summary>
/// <param name="record">The record.</param>
/// <param name="others">Answers the rest.</param>
public sealed class RecordFacts(IRecord record, IFactSource others) : IFactSource
{
    /// <inheritdoc />
    public async Task<object> AnswerAsync(Need need, CancellationToken ct) =>
        need is RecordOf asked ? await ReadAsync(record, asked.BatchId, ct) : await others.AnswerAsync(need, ct);

    /// <summary>Everything on record about a batch.</summary>
    public static async Task<BatchRecord> ReadAsync(IRecord record, string batchId, CancellationToken ct) =>
        Of(batchId, await BatchStreams.ReadAsync(record, batchId, ct));

    /// <summary>The same from its entries, given in any order.</summary>
    public static BatchRecord Of(string batchId, IEnumerable<Entry> entries) =>
        new(batchId, [.. entries
            .OrderBy(entry => entry.Index == Entry.NotYetPlaced ? long.MaxValue : entry.Index)
            .ThenBy(entry => entry.Stream, StringComparer.Ordinal).ThenBy(entry => entry.Version)
            .Where(IsOfTheBatch).Select(TrailEntry.Of).Select(Line)]);

    // What was refused to a reviewer is no part of how the batch was made.
    private static bool IsOfTheBatch(Entry entry) =>
        !entry.Stream.StartsWith($"{Review.Category}/", StringComparison.Ordinal) && !entry.Stream.StartsWith($"{Disposition.Category}/", StringComparison.Ordinal)
        && !entry.Stream.StartsWith($"refused/{Review.Category}/", StringComparison.Ordinal) && !entry.Stream.StartsWith($"refused/{Disposition.Category}/", StringComparison.Ordinal);

    private static RecordLine Line(TrailEntry entry) => new(
        entry.Entry.Stream, entry.Entry.Version, entry.Entry.At, entry.Entry.Actor,
        entry.Happened is ActRefused refused ? new RefusedAct(refused.Command, Step(refused.Body), refused.Rule, refused.Sentence, refused.Terminal) : entry.Happened);

    private static string? Step(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("Step", out var step) && step.ValueKind == JsonValueKind.String ? step.GetString() : null;
}
