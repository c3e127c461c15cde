using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Server.Desk;
using Cellwright.Server.Hosting;
using Cellwright.Server.Pages;
using Cellwright.Server.Readings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cellwright.Bench;

/// <summary>
/// From an out-of-limit reading at the broker to the deviation durable, and to the event from which open pages draw themselves, in a whole site under the
/// load of 190 batches with 20 tags at 1 Hz. <c>alarm [SECONDS] [--postgres]</c>. Goal: 99 of 100 under 500 ms.
/// </summary>
internal static class AlarmBench
{
    private const int Batches = 190;
    private const int Tags = 20;
    private const int Turns = 20;
    private const int AlarmEvery = 5; // turns: four alarms a second
    private static readonly Recipe Recipe = RecipeReader.Read(Text);

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = args.Length > 0 && int.TryParse(args[0], out var given) ? given : 60;
        using var postgres = args.Contains("--postgres") ? PostgresServer.Start() : null;
        var folder = Directory.CreateTempSubdirectory("cellwright-alarm-").FullName;
        await using var app = await SiteHost.BuildAsync(new SiteOptions
        {
            Data = folder, Postgres = postgres?.Connection, Urls = "http://127.0.0.1:0", BrokerPort = 0, FirstRun = false, Quiet = true, Site = "bench",
        });
        await app.StartAsync();
        var desk = app.Services.GetRequiredService<Desk>();
        using var plant = new Publisher(app.Services.GetRequiredService<BrokerAddress>().Port, "LOAD", Batches, Tags, tag => tag == 0 ? "chamber-temperature" : $"tag-{tag:D2}");
        await ApproveAsync(desk);
        await Task.WhenAll(Enumerable.Range(0, Batches).Select(batch => OpenAsync(desk, batch, plant.Name(batch))));
        await plant.BearAsync(DateTimeOffset.UtcNow);

        var watched = new Watched(desk, app.Services.GetRequiredService<ReadingStore>(), app.Services.GetRequiredService<Site>());
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var sent = await LoadAsync(plant, watched, seconds);
        for (var patience = 0; watched.Pending > 0 && patience < 200; patience++) await Task.Delay(50);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(postgres is null ? "SQLite" : "PostgreSQL")}: {sent:N0} readings in {watch.Elapsed.TotalSeconds:F0} s ({sent / watch.Elapsed.TotalSeconds:F0}/s of {Batches * Tags} asked), {watched.Pending} alarms never seen, CPU of plant, broker and server {(Environment.CpuUsage.TotalTime - cpu) / watch.Elapsed * 100:F0} % of one core, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}"));
        var met = watched.Report() < TimeSpan.FromMilliseconds(500) && watched.Pending == 0;
        await app.StopAsync();
        Directory.Delete(folder, recursive: true);
        return met ? 0 : 2;
    }

    // A second has twenty turns, and each device its turn; every fifth turn brings an alarm at the next device in line.
    private static async Task<long> LoadAsync(Publisher plant, Watched watched, int seconds)
    {
        long sent = 0;
        var (turn, alarms) = (0, 0);
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / Turns));
        while (turn < (seconds + 3) * Turns && await ticks.WaitForNextTickAsync())
        {
            var devices = Enumerable.Range(0, Batches).Where(device => device % Turns == turn % Turns).ToArray();
            var alarm = turn >= 3 * Turns && turn % AlarmEvery == 0 ? devices[alarms++ / (Turns / AlarmEvery) % devices.Length] : -1;
            var at = DateTimeOffset.UtcNow;
            foreach (var device in devices)
            {
                var payload = plant.Data(device, at, 1, TimeSpan.Zero, (_, tag) => tag > 0 ? tag : device == alarm ? 40 : 37);
                if (device == alarm) watched.Sending(BatchOf(device), plant.Name(device));
                await plant.SendDataAsync(device, payload);
                sent += Tags;
            }

            turn++;
        }

        return sent;
    }

    private static string BatchOf(int device) => $"L-{device:D3}";

    private static async Task OpenAsync(Desk desk, int number, string item)
    {
        var (batch, now) = (BatchOf(number), desk.Now);
        await GiveAsync(desk, new RegisterEquipment(item, "cell-processor", item, "C-101", false), Engineer);
        await GiveAsync(desk, new RecordCalibration(item, now.AddDays(-1), now.AddDays(1), true, "certificate"), Engineer);
        await GiveAsync(desk, new RecordCleaning(item, "wiped", now.AddDays(1)), Person("cleaner", Role.Operator, Role.Engineer, Role.Supervisor));
        await GiveAsync(desk, new OrderBatch(batch, Recipe.Id, Recipe.Version, "ORD", null), Supervisor);
        await GiveAsync(desk, new StartBatch(batch), Supervisor);
        await GiveAsync(desk, new StartStep(batch, "S1"), Operator);
        await GiveAsync(desk, new CheckInEquipment(batch, "S1", "processor", item), Operator);
        await GiveAsync(desk, new CompleteStep(batch, "S1"), Operator);
        await GiveAsync(desk, new StartStep(batch, "S2"), Operator);
    }

    private static async Task ApproveAsync(Desk desk)
    {
        await GiveAsync(desk, new SubmitRecipe(Recipe.Id, Recipe.Version, Recipe.Text), Engineer);
        foreach (var signer in new[] { Supervisor, Person("quality", Role.QA) })
            await GiveAsync(desk, new ApproveRecipe(Recipe.Id, Recipe.Version), signer, new SignatureGiven(signer, "approval", Recipe.Hash));
    }

    private static async Task GiveAsync<TState>(Desk desk, Command<TState> command, Performer by, SignatureGiven? signature = null)
        where TState : IStream<TState>
    {
        var answer = await desk.SendAsync(command, new Caller(by, "bench", Guid.CreateVersion7(), signature));
        if (answer.Refusal is { } refusal) throw new InvalidOperationException($"{command}: {refusal.Sentence}");
    }

    private static Performer Engineer { get; } = Person("engineer", Role.Engineer);

    private static Performer Supervisor { get; } = Person("supervisor", Role.Supervisor);

    private static Performer Operator { get; } = Person("operator", Role.Operator);

    private static Performer Person(string id, params Role[] roles) =>
        new(id, id, [.. roles], ImmutableDictionary<string, DateTimeOffset>.Empty.Add(Recipe.Name, DateTimeOffset.MaxValue));

    private const string Text = """
        id: watched
        version: "1"
        title: A watched temperature
        product: Nothing
        example: true
        planned-duration: 1 d
        equipment:
          - {name: processor, class: cell-processor}
        procedure:
          - id: unit
            title: Unit
            operations:
              - id: only
                title: Only
                flow:
                  - {type: check-in, id: S1, title: Check in, roles: [processor]}
                  - type: incubate
                    id: S2
                    title: Incubate
                    equipment: processor
                    minimum-duration: 1 h
                    basis: [engineering-judgement]
                    parameters:
                      - {name: temperature, unit: Cel, target: 37, normal: [36.5, 37.5], proven: [36, 38], class: CPP, observation: equipment, tag: chamber-temperature, watch: true, basis: [engineering-judgement]}
                  - {type: check-out, id: S3, title: Check out, roles: [processor]}

        """;

    /// <summary>Notes how long each alarm takes to where.</summary>
    private sealed class Watched
    {
        private readonly ConcurrentDictionary<string, long> sent = new();
        private readonly ConcurrentDictionary<string, string> batchOfItem = new();
        private readonly ConcurrentQueue<TimeSpan> stored = new(), durable = new(), shown = new();

        public Watched(Desk desk, ReadingStore store, Site site)
        {
            store.Arrived += readings =>
            {
                foreach (var reading in readings)
                    if (reading.Value == 40 && batchOfItem.TryGetValue(reading.Equipment, out var batch) && sent.TryGetValue(batch, out var since)) stored.Enqueue(Stopwatch.GetElapsedTime(since));
            };
            desk.Recorded += entries =>
            {
                if (BatchOf(entries[0].Stream) is { } batch && sent.TryGetValue(batch, out var since)) durable.Enqueue(Stopwatch.GetElapsedTime(since));
            };
            site.Changed += streams =>
            {
                foreach (var stream in streams)
                    if (BatchOf(stream) is { } batch && sent.TryRemove(batch, out var since)) shown.Enqueue(Stopwatch.GetElapsedTime(since));
            };
        }

        public int Pending => sent.Count;

        public void Sending(string batch, string item)
        {
            batchOfItem[item] = batch;
            sent[batch] = Stopwatch.GetTimestamp();
        }

        public TimeSpan Report()
        {
            Print("reading durable", stored);
            Print("deviation durable", durable);
            return Print("event to open pages", shown);
        }

        private static TimeSpan Print(string what, IEnumerable<TimeSpan> times)
        {
            var sorted = times.Order().ToArray();
            if (sorted.Length == 0) return TimeSpan.MaxValue;
            var p99 = sorted[(int)(0.99 * (sorted.Length - 1))];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {what}: {sorted.Length} alarms, p50 {sorted[sorted.Length / 2].TotalMilliseconds:F0} ms, p99 {p99.TotalMilliseconds:F0} ms, worst {sorted[^1].TotalMilliseconds:F0} ms"));
            return p99;
        }

        // deviation/L-007-D3 belongs to batch L-007.
        private static string? BatchOf(string stream) =>
            stream.StartsWith("deviation/", StringComparison.Ordinal) ? stream["deviation/".Length..stream.LastIndexOf("-D", StringComparison.Ordinal)] : null;
    }
}
