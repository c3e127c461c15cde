using System.Text.Json;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using Cellwright.Ledger;
using Cellwright.Server.Access;
using Cellwright.Server.Equipment.Connectors;
using Cellwright.Server.Equipment.Connectors.Sparkplug;
using Cellwright.Server.Execution;
using Cellwright.Server.Hosting;
using Cellwright.Server.Readings;
using Cellwright.Server.Record;
using Cellwright.Server.Rehearsing;
using Spectre.Console;

namespace Cellwright.Server.Demo;

/// <summary>One demo: a new site, a virtual plant, a team, a batch.</summary>
internal sealed class DemoSession(string data, string urls, double speed, DemoRecipes recipes, int seed, IReadOnlyList<string> faults, bool rehearsal = false, string? report = null)
{
    private const string First = "B-0001";
    private const string Waiting = "B-0002";
    private const string PlantNode = "PLANT";
    private static readonly TimeSpan PlantPatience = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, string> ItemOfClass = new()
    {
        ["cell-processor"] = "CP-01", ["bioreactor"] = "BR-01", ["incubator"] = "IN-01", ["cell-counter"] = "CC-01", ["flow-cytometer"] = "FC-01",
        ["metabolite-analyser"] = "MA-01", ["pcr"] = "PC-01", ["controlled-rate-freezer"] = "CF-01", ["balance"] = "BA-01", ["chromatography"] = "CR-01",
        ["tangential-flow"] = "TF-01", ["filter-tester"] = "FI-01", ["cleanroom-monitor"] = "EM-01", ["cold-store"] = "CS-01", ["freezer"] = "FZ-80",
        ["ln2-store"] = "LN-01", ["refrigerated-shipper"] = "SH-01", ["thaw-device"] = "WB-01",
    };

    /// <summary>Runs the demo; 0 when the batch was completed and released and its export verified.</summary>
    public async Task<int> RunAsync(bool exit, CancellationToken ct)
    {
        WebApplication? app = null;
        var clock = new PlantClock(DateTimeOffset.UtcNow, handsOn: HandsOn(speed), speed, (to, stop) => TickAsync(app!.Services, to, stop));
        app = await SiteHost.BuildAsync(new SiteOptions
        {
            Data = data, Urls = urls, BrokerPort = 0, Clock = clock, Site = "demo", LiveForAtLeast = TimeSpan.FromMinutes(3), FirstRun = false, Quiet = true, Demo = true,
        });
        await using var ownership = app;
        await app.StartAsync(ct);
        try
        {
            return await RehearseAsync(app, clock, exit, ct);
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }

    private async Task<int> RehearseAsync(WebApplication app, PlantClock clock, bool exit, CancellationToken ct)
    {
        var server = app.Urls.First();
        var site = app.Services;
        var desk = site.GetRequiredService<Desk.Desk>();

        using var team = await DemoTeam.AssembleAsync(server, desk, site.GetRequiredService<Passwords>(), ct);
        var recipe = await PrepareAsync(team, desk.Now, ct);
        Announce(server, team, recipe);

        var broker = site.GetRequiredService<BrokerAddress>();
        await using var plant = PlantProcess.Start(broker.Host, broker.Port, seed, faults);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, app.Lifetime.ApplicationStopping);
        var running = clock.RunAsync(stop.Token);

        var run = new DemoRun(team, clock, recipe, First, ItemOfClass, rehearsal);
        if (report is not null) run.Progressed += view => Reported(view, recipe).Write(report);
        await run.OrderAsync(stop.Token);
        var performing = ShowAsync(run, recipe, desk, stop.Token);
        if (await Task.WhenAny(performing, running) == running) await running; // the plant is gone: its fault says why
        await performing;
        var verdict = await ConcludeAsync(site, run, new DemoRelease(team, First), stop.Token);

        if (!exit)
        {
            var waiting = new DemoRun(team, clock, recipe, Waiting, ItemOfClass);
            await waiting.OrderAsync(stop.Token);
            AnsiConsole.MarkupLineInterpolated($"Batch {Waiting} waits for you at {server}: a supervisor starts it, an operator performs it. Time runs {HandsOn(speed):0} times as fast as on your watch.");
            AnsiConsole.MarkupLine(Console.IsInputRedirected ? "Ctrl+C ends the demo." : "F leaps to the moment at which its next step can go on, Ctrl+C ends the demo.");
            if (!Console.IsInputRedirected) _ = LeapOnKeyAsync(waiting, stop.Token);
            await app.WaitForShutdownAsync(ct);
        }

        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return verdict;
    }

    private static double HandsOn(double speed) => Math.Min(speed, 60);

    private static async Task LeapOnKeyAsync(DemoRun waiting, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            if (Console.KeyAvailable && Console.ReadKey(intercept: true).Key == ConsoleKey.F) await waiting.LeapAsync(ct);
            else await Task.Delay(100, ct);
        }
    }

    private static async Task TickAsync(IServiceProvider site, DateTimeOffset to, CancellationToken ct)
    {
        var connector = site.GetRequiredService<SparkplugConnector>();
        var gateway = site.GetRequiredService<Gateway>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(PlantPatience);
        try
        {
            while (!connector.IsConnected || gateway.NodeTime(PlantNode) is null && gateway.Devices.Count == 0) await Task.Delay(50, patience.Token);
            var there = gateway.WaitForNodeTimeAsync(PlantNode, to, patience.Token);
            await connector.PublishAsync("cellwright/clock", JsonSerializer.SerializeToUtf8Bytes(new { to = to.UtcDateTime }), patience.Token);
            await there;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new InvalidOperationException($"The virtual plant did not answer within {PlantPatience.TotalSeconds:0} s. {PlantProcess.Last}");
        }
    }

    private async Task<Recipe> PrepareAsync(DemoTeam team, DateTimeOffset now, CancellationToken ct)
    {
        await DemoSite.EquipAsync(team, now, ct);
        var adopted = new List<Recipe>();
        foreach (var text in recipes.Texts)
        {
            var recipe = await DemoSite.AdoptAsync(team, text, now, ct);
            await DemoSite.SupplyAsync(team, recipe, now, ct);
            adopted.Add(recipe);
        }

        return adopted.Single(recipe => recipe.Id == recipes.Chosen);
    }

    private static RehearsalReport Reported(BatchView view, Recipe recipe) => new(
        view.Performed.Select(step => step.Phase).Distinct().Count(), recipe.Phases.Count(),
        view.Performed.Select(step => step.CompletedAt).Append(view.StartedAt).Max(), view.Open.Count > 0 ? $"{view.Open[0].Key} {view.Open[0].Title}" : "");

    private static void Announce(string server, DemoTeam team, Recipe recipe)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]Cellwright[/] serves at [underline]{server}[/]. Sign in there and watch batch {First}:");
        var table = new Table().AddColumns("user name", "password", "role");
        foreach (var (userName, password, roles) in team.SignIns) table.AddRow(userName, password, roles);
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"{recipe.Title} ({recipe.Name}, {recipe.Phases.Count()} phases). A teaching example: no patient is treated by it.");
    }

    private static async Task ShowAsync(DemoRun run, Recipe recipe, Desk.Desk desk, CancellationToken ct)
    {
        var phases = recipe.Phases.Count();
        if (Console.IsOutputRedirected)
        {
            var shown = new HashSet<string>();
            run.Progressed += view =>
            {
                foreach (var step in view.Performed.Where(step => shown.Add(step.Key))) Console.WriteLine($"{step.CompletedAt:yyyy-MM-dd HH:mm} {step.Key} {step.Title}");
            };
            await run.PerformAsync(ct);
            return;
        }

        await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async display =>
            {
                var bar = display.AddTask($"batch {First}", maxValue: phases);
                run.Progressed += view =>
                {
                    bar.Value = view.Performed.Select(step => step.Phase).Distinct().Count();
                    bar.Description = Markup.Escape($"{desk.Now:ddd d MMM HH:mm}  {(view.Open.Count > 0 ? $"{view.Open[0].Key} {view.Open[0].Title}" : "")}");
                };
                await run.PerformAsync(ct);
                bar.Value = phases;
            });
    }

    // The proof of the demo is the product's own: export the batch, and check the file with nothing but the public key.
    private async Task<int> ConcludeAsync(IServiceProvider site, DemoRun run, DemoRelease release, CancellationToken ct)
    {
        var batch = await site.GetRequiredService<Desk.Desk>().StateAsync<Batch>(First, ct);
        AnsiConsole.MarkupLineInterpolated($"Batch {First} is {batch.Status.ToString().ToLowerInvariant()}: {batch.Steps.Count} steps in {Words.Of(batch.EndedAt - batch.StartedAt ?? default)}, {batch.Deviations.Count} deviations.");
        foreach (var surprise in run.Surprises) AnsiConsole.MarkupLineInterpolated($"  held: {surprise}");
        var decided = batch.Status == BatchStatus.Completed && await ReleaseAsync(site, release, ct);

        await site.GetRequiredService<ReadingStore>().SealAsync();
        var file = Path.Combine(data, $"{First}.cellwright");
        if (await site.GetRequiredService<BatchExport>().WriteAsync(First, file, ct) is ExportRefused refused)
        {
            await Console.Error.WriteLineAsync(refused.Refusal.Sentence);
            return 1;
        }

        Console.WriteLine($"Exported to {file}; the verdict on it:");
        var verdict = VerifyCommand.Run(file, Path.Combine(data, "key", "site-key.pub.pem"), json: false, Console.Out, Console.Error);
        var completed = batch.Status == BatchStatus.Completed && verdict == 0;
        var words = $"{(completed ? "Every step was done" : $"The batch is {batch.Status.ToString().ToLowerInvariant()}")}: {batch.Steps.Count} steps in {Words.Of(batch.EndedAt - batch.StartedAt ?? default)}, {batch.Deviations.Count} deviations{(run.Surprises.Count > 0 ? $" ({string.Join("; ", run.Surprises)})" : "")}; the exported record is {(verdict == 0 ? "intact" : "not intact")}.";
        if (report is not null) new RehearsalReport(batch.Steps.Values.Select(step => step.Phase).Distinct().Count(), batch.Recipe!.Phases.Count(), batch.EndedAt, "", true, completed, words).Write(report);

        // What waits for the closure of a deviation is no failure of the demo: it is what the rules ask for.
        return decided || batch is { Status: BatchStatus.Completed, Deviations.IsEmpty: false } ? verdict : 1;
    }

    private static async Task<bool> ReleaseAsync(IServiceProvider site, DemoRelease release, CancellationToken ct)
    {
        foreach (var line in await release.ConcludeAsync(site.GetRequiredService<Desk.Desk>().Now, ct)) Console.WriteLine(line);
        return (await release.ReleaseAsync(ct)).Decisions.Count > 0;
    }
}
