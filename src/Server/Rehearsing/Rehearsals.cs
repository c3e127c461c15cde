using System.Collections.Concurrent;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Drafts;
using Cellwright.Domain.Recipes.Variants;
using Cellwright.Server.Desk;
using Cellwright.Server.Recipes;

namespace Cellwright.Server.Rehearsing;

/// <summary>A rehearsal that was started here.</summary>
/// <param name="Draft">Draft.</param>
/// <param name="Revision">Revision that is rehearsed.</param>
/// <param name="StartedBy">User id.</param>
/// <param name="StartedAt">When.</param>
/// <param name="Report">How far it is.</param>
public sealed record Rehearsal(string Draft, int Revision, string StartedBy, DateTimeOffset StartedAt, RehearsalReport Report);

/// <summary>
/// Runs drafts against the virtual plant, one at a time: it costs a processor, and a site has other things to do. Each has a data
/// folder of its own; what came of it is recorded with the draft.
/// </summary>
public sealed class Rehearsals(string folder, string program, Desk.Desk desk, RecipeShelf shelf, ILogger<Rehearsals> log) : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<string, Rehearsal> latest = new();
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim one = new(1, 1);
    private Task running = Task.CompletedTask;

    /// <summary>The latest rehearsal of a draft since the server started, or null.</summary>
    public Rehearsal? Of(string draft) => latest.GetValueOrDefault(draft);

    /// <summary>Starts a rehearsal of the latest revision; gives the refusal, or null when it runs.</summary>
    public async Task<Refusal?> StartAsync(string id, Performer by, CancellationToken ct = default)
    {
        if (!by.Holds(Role.Engineer)) return new("role", $"{by.Name} may not rehearse a draft: it takes the role {Role.Engineer}. Ask somebody who holds it.");
        if (await desk.StateAsync<Draft>(id, ct) is not { Exists: true } draft) return new("draft", $"There is no draft {id}. Save it first.");
        var sight = await shelf.LookAsync(draft.Latest.Text!, ct);
        if (sight.Recipe is null || sight.Findings.Any(finding => finding.Severity == Severity.Error))
            return new("recipe-check", "The draft has errors, and nobody could work by it. Correct them, save, and rehearse then.");
        if (!one.Wait(0, ct)) return new("rehearsal", "Another rehearsal is under way. Wait until it has ended.");
        try
        {
            var place = Directory.CreateDirectory(Path.Combine(folder, $"{id}-{draft.Latest.Number}-{desk.Now:yyyyMMddHHmmss}")).FullName;
            var recipe = Path.Combine(place, "recipe.yaml");
            await File.WriteAllTextAsync(recipe, Resolution.Standalone(sight.Recipe.Text), ct);
            var begun = latest[id] = new(id, draft.Latest.Number, by.Id, desk.Now, new(0, sight.Recipe.Phases.Count(), null, "Setting up the plant"));
            running = FollowAsync(begun, place, recipe);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            one.Release();
            return new("rehearsal", $"The rehearsal could not be prepared: {fault.Message} Tell the administrator.");
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        stop.Cancel();
        running.ContinueWith(_ => { }, TaskScheduler.Default).Wait(TimeSpan.FromSeconds(5));
        stop.Dispose();
        one.Dispose();
    }

    private async Task FollowAsync(Rehearsal begun, string place, string recipe)
    {
        var report = Path.Combine(place, "report.json");
        try
        {
            using var process = RehearsalProcess.Start(program, recipe, Path.Combine(place, "data"), report);
            var ended = process.EndedAsync(stop.Token);
            // It has ended once its verdict is on record, not before.
            while (await Task.WhenAny(ended, Task.Delay(Beat, stop.Token)) != ended)
                if (RehearsalReport.Read(report) is { } going) Show(begun, going with { Ended = false });
            await ended;
            var last = RehearsalReport.Read(report) is { Ended: true } said
                ? said
                : begun.Report with { Ended = true, Verdict = process.LastWords.Length > 0 ? process.LastWords : "The rehearsal ended without a word." };
            await desk.SendAsync(new RecordRehearsal(begun.Draft, begun.Revision, last.Completed, last.Verdict ?? ""), new Caller(Performer.System, "rehearsal", Guid.CreateVersion7()));
            Show(begun, last);
        }
        catch (OperationCanceledException)
        {
            // The server stops, and the rehearsal with it.
        }
        catch (Exception fault)
        {
            log.LogError(fault, "The rehearsal of {Draft} could not be followed", begun.Draft);
            Show(begun, begun.Report with { Ended = true, Verdict = fault.Message });
        }
        finally
        {
            one.Release();
        }
    }

    private void Show(Rehearsal begun, RehearsalReport report) => latest[begun.Draft] = begun with { Report = report };
}
