using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Ledger;
using Cellwright.Server.Access;
using Cellwright.Server.Desk;
using Cellwright.Server.Hosting;
using Cellwright.Server.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cellwright.Bench;

/// <summary>
/// Server time of every page and every list of the API on a record of years (<see cref="Years"/>), with the start of a server on it: when it answers, when its
/// lists are complete, and what memory it takes. <c>pages [BATCHES] [--postgres] [--keep FOLDER] [--open]</c>; 50,000 batches unless said. With a folder the record is
/// built there once and measured again by later runs. <c>--open</c> opens every page in a browser, too (<see cref="OpenPages"/>). Goal: no page over 300 ms.
/// </summary>
/// <remarks>
/// A page's time is from the request to the last byte of its HTML, which a page that is alive afterwards has read and drawn in just the same way; its second
/// drawing over the open connection reads the same once more. The first answer of each address is shown by itself: it compiles and fills caches.
/// Processor time is that of the whole process a request: on a machine that is busy with other things it says what is the server's own. Before each
/// request something happens, as on a site that is alive: an operator of the batches that are looked at signs in.
/// </remarks>
internal static class PagesBench
{
    private const string Password = "nobody-but-a-bench";
    private const int Rounds = 7;
    private static readonly TimeSpan Goal = TimeSpan.FromMilliseconds(300);

    /// <summary>Builds the record: <c>pages-record FOLDER BATCHES [CONNECTION]</c>. In a process of its own, so that what it took is not counted as the server's.</summary>
    public static async Task<int> RecordAsync(string[] args)
    {
        await using IRecord record = args.Length > 2 ? await PostgresRecord.OpenAsync(args[2]) : SqliteRecord.Open(Path.Combine(args[0], "record.db"));
        await new Years(record, int.Parse(args[1], CultureInfo.InvariantCulture)).BuildAsync();
        // The server that made it would have grown the tree and followed it to its end.
        using (var key = SiteKey.OpenOrCreate(Path.Combine(args[0], "key"), "bench")) await new Integrator(record, key).IntegrateOnceAsync(TimeProvider.System);
        await File.WriteAllTextAsync(Path.Combine(args[0], "reactor.position"), (await record.CountAsync()).ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var batches = args.Length > 0 && int.TryParse(args[0], out var given) ? given : 50_000;
        var kept = Array.IndexOf(args, "--keep") is >= 0 and var at ? args[at + 1] : null;
        using var postgres = args.Contains("--postgres") ? PostgresServer.Start() : null;
        var folder = kept is null ? Directory.CreateTempSubdirectory("cellwright-pages-").FullName : Directory.CreateDirectory(kept).FullName;
        if (!File.Exists(Path.Combine(folder, "reactor.position")))
        {
            using var building = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Own(), "pages-record", folder, $"{batches}", .. postgres is null ? (string[])[] : [postgres.Connection]]))!;
            await building.WaitForExitAsync();
            if (building.ExitCode != 0) return 1;
        }

        var met = await MeasureAsync(folder, postgres?.Connection, batches, args.Contains("--open"));
        if (kept is null) Directory.Delete(folder, recursive: true);
        return met ? 0 : 2;
    }

    // Run by dotnet, the program is the first argument.
    private static IEnumerable<string> Own() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(PagesBench).Assembly.Location] : [];

    private static async Task<bool> MeasureAsync(string folder, string? postgres, int batches, bool open)
    {
        var watch = Stopwatch.StartNew();
        await using var app = await SiteHost.BuildAsync(new SiteOptions { Data = folder, Postgres = postgres, Urls = "http://127.0.0.1:0", BrokerPort = 0, FirstRun = false, Quiet = true, Site = "bench" });
        await app.StartAsync();
        Say($"listening after {watch.Elapsed.TotalSeconds:F1} s");
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = true, AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        await SignInAsync(app, client);

        var first = Stopwatch.StartNew();
        var board = await client.GetStringAsync("/");
        Say($"first page in {first.ElapsedMilliseconds} ms, {watch.Elapsed.TotalSeconds:F1} s after the start; it {(board.Contains("data-reading", StringComparison.Ordinal) ? "says that the record is still being read" : "shows the whole record")}");
        var site = app.Services.GetRequiredService<Site>();
        var count = await app.Services.GetRequiredService<IRecord>().CountAsync();
        await site.Complete;
        Say($"lists complete {watch.Elapsed.TotalSeconds:F1} s after the start: {count:N0} entries; working set {Environment.WorkingSet / 1048576} MiB, {GC.GetTotalMemory(false) / 1048576} MiB in use");
        foreach (var projection in app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<Projection>())
        {
            await projection.ReachesAsync(count, CancellationToken.None);
            Say($"{projection.GetType().Name} complete {watch.Elapsed.TotalSeconds:F1} s after the start");
        }

        var desk = app.Services.GetRequiredService<Desk>();
        var met = true;
        foreach (var (route, address) in PageRoutes.Pages(Subjects(batches)).Concat(PageRoutes.Lists(app.Services.GetRequiredService<EndpointDataSource>())))
            met &= await TimeAsync(client, desk, batches, route, address);
        if (open) await OpenPages.MeasureAsync(new Uri(app.Urls.First()), "watcher", Password, PageRoutes.Pages(Subjects(batches)).Select(page => page.Address), Say);
        GC.Collect();
        Say($"working set {Environment.WorkingSet / 1048576} MiB at the end, {GC.GetTotalMemory(true) / 1048576} MiB in use");
        Say($"load of the machine {File.ReadAllText("/proc/loadavg").Split(' ')[0]} on {Environment.ProcessorCount} cores");
        Say($"every page and list: {(met ? "met" : "MISSED")}: at most {Goal.TotalMilliseconds} ms");
        await app.StopAsync();
        return met;
    }

    private static async Task<bool> TimeAsync(HttpClient client, Desk desk, int batches, string route, string address)
    {
        var times = new List<TimeSpan>();
        var cpu = Environment.CpuUsage.TotalTime;
        var (size, status) = (0, 0);
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var worker in Shown(batches).Select(Years.WorkerOf).Distinct())
                await desk.SendAsync(new RecordSignIn(worker, SignInOutcome.SignedIn, null), new Caller(Performer.System, "bench", Guid.CreateVersion7()));
            var watch = Stopwatch.StartNew();
            using var answer = await client.GetAsync(address);
            size = (await answer.Content.ReadAsByteArrayAsync()).Length;
            times.Add(watch.Elapsed);
            status = (int)answer.StatusCode;
        }

        var used = (Environment.CpuUsage.TotalTime - cpu) / (Rounds + 1);
        var (cold, warm) = (times[0], times.Skip(1).Order().ToList());
        var met = warm[^1] <= Goal && status is 200 or 404;
        Say($"{(met ? "met   " : "MISSED")} p50 {warm[warm.Count / 2].TotalMilliseconds,6:F0} ms, max {warm[^1].TotalMilliseconds,6:F0} ms, first {cold.TotalMilliseconds,6:F0} ms, processor {used.TotalMilliseconds,4:F0} ms, {size / 1024,6:N0} KiB, {status} {address}{(route == address ? "" : $"  ({route})")}");
        return met;
    }

    // What the pages about one thing are asked for: a clean batch, one with most on record, one under way, one that waits for its reviewer.
    private static Dictionary<string, string> Subjects(int batches)
    {
        var shown = Shown(batches);
        var (live, waits, clean, old) = (shown[0], shown[1], shown[2], shown[3]);
        var subjects = new Dictionary<string, string>
        {
            ["/people/op-07"] = "/people/{Id}",
            ["/recipes/years-1@1"] = "/recipes/{Name}",
            ["/recipes/drafts/none"] = "/recipes/drafts/{Id}",
            [$"/deviations/{Years.Id(waits)}-D1"] = "/deviations/{Id}",
            [$"/deviations/{Years.Id(old)}-D1"] = "/deviations/{Id}",
            ["/deviations?show=closed"] = "",
            ["/recipes/changes?from=years-1@1&to=years-1@2"] = "",
            ["/recipes/backtest?recipe=years-1@2&against=years-1@1"] = "",
            ["/charts?of=years-1|S4/density&by=operator&newest=500"] = "",
            ["/charts?of=years-2|S4/glucose&chart=Cusum&by=lot:medium"] = "",
            ["/trail?only=corrected"] = "",
            ["/equipment/CP-007"] = "/equipment/{Id}",
            ["/equipment/CP-007/monitoring"] = "/equipment/{Id}/monitoring",
            ["/monitoring/models/none@1"] = "/monitoring/models/{Name}",
            ["/lots/MED-001"] = "/lots/{Id}",
        };
        foreach (var page in new[] { "", "/operate", "/review", "/release", "/step", "/trail", "/notice", "/paper", "/pack", "/monitoring" })
            foreach (var batch in new[] { live, waits, clean, old })
                subjects[$"/batches/{Years.Id(batch)}{page}{(page == "/step" ? "?key=S4" : "")}"] = $"/batches/{{Id}}{page}";
        return subjects;
    }

    private static int[] Shown(int batches)
    {
        int Latest(int before, Func<int, bool> wanted) => Enumerable.Range(0, before).Reverse().First(wanted);
        return
        [
            Latest(batches, batch => batch % 100 == 10), Latest(batches - Years.Wave - batches % Years.Wave, Years.Deviates),
            Latest(batches / 2, batch => batch % 100 == 10), Latest(batches / 2, Years.Deviates),
        ];
    }

    private static async Task SignInAsync(WebApplication app, HttpClient client)
    {
        var desk = app.Services.GetRequiredService<Desk>();
        if (!(await desk.StateAsync<Person>("watcher")).Registered)
        {
            await desk.SendAsync(new RegisterPerson("watcher", "Who watches", [Role.QA, Role.Supervisor]), new Caller(Performer.System, "bench", Guid.CreateVersion7()));
            await app.Services.GetRequiredService<Passwords>().CreateAsync("watcher", Password);
        }

        (await client.PostAsJsonAsync("/api/sign-in", new { userName = "watcher", password = Password })).EnsureSuccessStatusCode();
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
