using Cellwright.Domain.Execution.BackTesting;
using Cellwright.Domain.Recipes;

namespace Cellwright.Server.Recipes;

/// <summary>A back-test as programs read it: every judged value, not only those that changed.</summary>
public sealed record BackTestView(string Before, string After, string AfterHash, int Batches, int NotLookedAt, int NewlyFlagged, int NoLongerFlagged, IReadOnlyList<LimitView> Limits)
{
    /// <summary>Of a report.</summary>
    public static BackTestView Of(BackTestReport report) => new(
        report.Before, report.After, report.AfterHash, report.Batches.Count, report.NotLookedAt, report.NewlyFlagged, report.NoLongerFlagged,
        [.. report.Limits.Select(LimitView.Of)]);
}

/// <summary>One changed limit.</summary>
public sealed record LimitView(
    string Step, string Title, string? Parameter, string? Class, string? Unit, Limits? NormalBefore, Limits? NormalAfter, Limits? ProvenBefore, Limits? ProvenAfter,
    int NewlyFlagged, int NoLongerFlagged, IReadOnlyList<JudgedValue> Values, IReadOnlyList<WatchedStep> Watched, IReadOnlyList<JudgedDuration> Durations, IReadOnlyList<string> NotComparable)
{
    /// <summary>Of a history.</summary>
    public static LimitView Of(LimitHistory limit) => new(
        limit.Phase.Id, limit.Phase.Title, limit.Parameter?.Name, limit.Parameter?.Class.ToString(), limit.Parameter?.Unit,
        limit.Before?.Normal, limit.Parameter?.Normal, limit.Before?.Proven, limit.Parameter?.Proven,
        limit.NewlyFlagged, limit.NoLongerFlagged, limit.Values, limit.Watched, limit.Durations, limit.NotComparable);
}
