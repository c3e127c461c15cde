using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Release;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Record;

namespace Cellwright.Server.Release;

/// <summary>Answers what a review asks of the record; whatever else is asked, another source answers.</summary>
/// <param name="shelf">Reads the record of a batch.</param>
/// <param name="others">Answers the rest.</param>
public sealed class RecordFacts(RecordShelf shelf, IFactSource others) : IFactSource
{
    /// <inheritdoc />
    public async Task<object> AnswerAsync(Need need, CancellationToken ct) =>
        need is RecordOf asked ? await shelf.ReadAsync(asked.BatchId, ct) : await others.AnswerAsync(need, ct);

    /// <summary>What a review reads of entries that are given in any order.</summary>
    public static BatchRecord Of(string batchId, IEnumerable<Entry> entries) => Of(batchId, entries.Select(PlacedLine.Of));

    internal static BatchRecord Of(string batchId, IEnumerable<PlacedLine> lines) =>
        new(batchId, [.. lines
            .Where(placed => IsOfTheBatch(placed.Line.Stream) && BatchRecord.Concerns(placed.Line.Happened))
            .OrderBy(placed => placed.Index == Entry.NotYetPlaced ? long.MaxValue : placed.Index)
            .ThenBy(placed => placed.Line.Stream, StringComparer.Ordinal).ThenBy(placed => placed.Line.Version)
            .Select(placed => placed.Line)]);

    // What was refused to a reviewer is no part of how the batch was made.
    private static bool IsOfTheBatch(string stream) => !Array.Exists(OfTheReview, prefix => stream.StartsWith(prefix, StringComparison.Ordinal));

    private static readonly string[] OfTheReview =
        [$"{Review.Category}/", $"{Disposition.Category}/", $"refused/{Review.Category}/", $"refused/{Disposition.Category}/"];

    internal static RecordLine Line(TrailEntry entry) => new(
        entry.Entry.Stream, entry.Entry.Version, entry.Entry.At, entry.Entry.Actor,
        entry.Happened is ActRefused refused ? new RefusedAct(refused.Command, Step(refused.Body), refused.Rule, refused.Sentence, refused.Terminal) : entry.Happened);

    private static string? Step(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("Step", out var step) && step.ValueKind == JsonValueKind.String ? step.GetString() : null;
}
