using System.Globalization;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;
using Cellwright.Server.Hosting;
using Cellwright.Server.Release;

namespace Cellwright.Server.Demo;

/// <summary>What quality and the laboratory do with a batch that is completed, by the same acts as anybody: test, review by exception, release.</summary>
internal sealed class DemoRelease(DemoTeam team, string batch)
{
    private const string Reason = "demo: the product is frozen for a patient who waits; what is awaited may be pending";

    /// <summary>Gives a batch from its completion to its release, conditional where results may be awaited; tells what was done, line by line.</summary>
    public async Task<IReadOnlyList<string>> ConcludeAsync(DateTimeOffset now, CancellationToken ct)
    {
        var told = new List<string>();
        foreach (var test in (await ReleaseAsync(ct)).Tests.Where(test => test is { Standing: TestStanding.Awaited, Specification: { MayBePending: false, From: null } }))
            await TestAsync(test.Specification, now, ct);
        told.Add(await ReviewAsync(ct));

        var release = await ReleaseAsync(ct);
        var pending = release.Tests.Count(test => !test.IsGood);
        if (release.Missing.Count == 0) await SignAsync(new ReleaseBatch(batch), "release", "release/statement", ct);
        else if (release.MissingConditionally.Count == 0 && pending > 0)
            await SignAsync(new ReleaseBatchConditionally(batch, Reason), "conditional release", $"release/statement?conditional={Uri.EscapeDataString(Reason)}", ct);
        else return [.. told, $"Not released: {string.Join("; ", release.Missing)}."];

        release = await ReleaseAsync(ct);
        var decision = release.Decisions[^1];
        told.Add(string.Create(CultureInfo.InvariantCulture, $"{(decision.Status == DispositionStatus.Conditional ? "Released conditionally" : "Released")} by {decision.Name}, {decision.At:yyyy-MM-dd HH:mm zzz}."));
        told.AddRange(release.Obligations.Select(owed => string.Create(CultureInfo.InvariantCulture, $"  awaited: {owed.Test}, until {owed.Due:yyyy-MM-dd HH:mm zzz}")));
        return told;
    }

    /// <summary>What was decided of the batch.</summary>
    public Task<ReleaseView> ReleaseAsync(CancellationToken ct) => team.Quality.GetAsync<ReleaseView>(Address("release"), ct);

    private async Task<string> ReviewAsync(CancellationToken ct)
    {
        var review = await team.Quality.GetAsync<ReviewView>(Address("review"), ct);
        foreach (var view in review.Exceptions.Where(view => view.Left && view.Exception.Awaits is null))
            await team.Quality.MustAsync(new AcceptException(batch, view.Exception.Id, view.Exception.Fingerprint, "demo: looked at, no effect on this teaching batch"), ct);
        var left = (await team.Quality.GetAsync<ReviewView>(Address("review"), ct)).Left;
        if (left > 0) return $"{left} of {review.Exceptions.Count} exceptions wait for the closure of their deviations: the review is not signed.";
        await SignAsync(new SignReview(batch), "review", "review/statement", ct);
        return $"Reviewed: {review.Exceptions.Count} exceptions looked at, {review.Rules.Sum(rule => rule.Checks.Count)} checks of {review.Rules.Count} rules for the rest.";
    }

    private async Task TestAsync(Specification test, DateTimeOffset now, CancellationToken ct)
    {
        await team.Operator.MustAsync(test.Expected is { } words
            ? new RecordTestResult(batch, test.Test, "virtual laboratory", now, Words: words)
            : new RecordTestResult(batch, test.Test, "virtual laboratory", now, Plausible(test.Limits), test.Unit), ct);
        var statement = await team.Verifier.GetAsync<Statement>(Address($"release/results/{Uri.EscapeDataString(test.Test)}/statement"), ct);
        await team.Verifier.MustAsync(new ReviewTestResult(batch, test.Test), ct, await team.Verifier.SignAsync(team.Verifier, "second review", statement.Shown, ct));
    }

    private async Task SignAsync<TState>(Command<TState> command, string meaning, string statement, CancellationToken ct)
        where TState : IStream<TState>
    {
        var shown = await team.Quality.GetAsync<Statement>(Address(statement), ct);
        await team.Quality.MustAsync(command, ct, await team.Quality.SignAsync(team.Quality, meaning, shown.Shown, ct));
    }

    private string Address(string what) => $"/api/batches/{batch}/{what}";

    private static double Plausible(Limits limits) => limits switch
    {
        { Low: { } low, High: { } high } => (low + high) / 2,
        { Low: { } low } => low,
        { High: { } high } => high / 2,
        _ => 1,
    };
}
