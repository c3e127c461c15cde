using System.Collections.Concurrent;
using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Equipment;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Execution;
using Cellwright.Server.Hosting;
using Cellwright.Server.Readings;
using Cellwright.Tests.Equipment;

namespace Cellwright.Tests.Server;

/// <summary><c>cellwright serve</c>, killed (SIGKILL) a dozen times while commands and readings arrive.</summary>
[Requirement("P11-10e3", "P211-68b2")]
[Long(70)]
public sealed class KillingTheServer
{
    private const int Kills = 12;
    private const int Statements = 250;
    private const string Item = "CP-01";
    private const string Tag = "chamber-temperature";
    private static readonly string[] Batches = ["B-0001", "B-0002", "B-0003"];
    private readonly Random random = new(Seed());
    private readonly ConcurrentDictionary<Guid, (string Batch, int Statement)> acknowledged = new();
    private readonly ConcurrentQueue<(Guid Id, string Batch, int Statement)> unanswered = new();
    private readonly int[] next = new int[Batches.Length];
    private readonly HashSet<DateTimeOffset> readings = [];
    private int told;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Loses_nothing_that_was_acknowledged()
    {
        using var folder = new Readings.TemporaryFolder();
        string password;
        await using (var site = await (await RunningSite.OpenAsync(folder.Path)).EmployAsync())
        {
            var recipe = await site.AdoptAsync(HandRecipe.Text(statements: Statements));
            await site.EquipAsync(Item, "cell-processor");
            foreach (var batch in Batches)
            {
                await site.StartAsync(batch, recipe);
                await site.DoAsync(new StartStep(batch, "S1"));
            }

            password = site.Team.Operator.Password;
        }

        for (var kill = 0; kill < Kills; kill++)
        {
            await ServeUntilKilledAsync(folder.Path, password);
            await using var record = SqliteRecord.Open(Path.Combine(folder.Path, "record.db"));
            var kept = (await record.ReadAsync(0, 1_000_000, Ct)).ToLookup(entry => entry.CommandId);
            Assert.All(acknowledged.Keys, id => Assert.Single(kept[id]));
        }

        await using var after = await RunningSite.OpenAsync(folder.Path);
        using var terminal = await Terminal.SignInAsync(after.Address, "operator", password);
        Assert.Equal(Batches, await terminal.ReadAsync<string[]>("/api/batches"));
        foreach (var batch in Batches) await FoldsTheSameAsync(after, terminal, batch);
        var integrator = after.Get<Integrator>();
        await integrator.IntegrateOnceAsync(TimeProvider.System, Ct);
        var check = await integrator.CheckAsync(TimeProvider.System, Ct);
        Assert.True(check.IsSound, check.Problem);
        var found = (await after.Get<ReadingStore>().WindowAsync(Item, Tag, readings.Min(), readings.Max())).Select(reading => reading.At).ToHashSet();
        Assert.NotEmpty(readings);
        Assert.True(found.IsSupersetOf(readings), "a reading that was shown, or acknowledged to its publisher, is gone");
        Assert.InRange(told, Kills, int.MaxValue);
    }

    private async Task ServeUntilKilledAsync(string data, string password)
    {
        var port = Ports.Free();
        await using var server = await CellwrightProcess.ServeAsync(data, port);
        using var terminal = await Terminal.SignInAsync(server.Address, "operator", password);

        // What had no answer when the last server died is sent again under its id: it stands once, whether it had arrived or not.
        while (unanswered.TryDequeue(out var again))
        {
            Assert.Equal(200, (await ConfirmAsync(terminal, again.Id, again.Batch, again.Statement)).Status);
            acknowledged[again.Id] = (again.Batch, again.Statement);
        }

        await using var edge = await SpeakAsync(terminal, port);
        var until = acknowledged.Count + random.Next(5, 40);
        var speaking = SpeakOnAsync(edge);
        var lanes = Enumerable.Range(0, Batches.Length * 2).Select(lane => WorkAsync(terminal, lane % Batches.Length, until, server)).ToList();
        await Task.WhenAll(lanes);
        await speaking;
    }

    // The broker is within the server: what it acknowledged is durable, or it would be lost with it.
    private async Task SpeakOnAsync(EdgeDouble edge)
    {
        while (true)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), (readings.Max() + TimeSpan.FromMilliseconds(1)).ToUnixTimeMilliseconds()));
            try
            {
                await edge.DataAsync(Item, Tag, (at, 37));
            }
            catch (Exception gone) when (gone is MQTTnet.Exceptions.MqttCommunicationException or MQTTnet.Exceptions.MqttClientNotConnectedException or OperationCanceledException)
            {
                return;
            }

            readings.Add(at);
            told++;
        }
    }

    private async Task WorkAsync(Terminal terminal, int batch, int until, CellwrightProcess server)
    {
        while (true)
        {
            var (id, statement) = (Guid.CreateVersion7(), Interlocked.Increment(ref next[batch]));
            if (statement > Statements) Assert.Fail("The recipe has too few sentences for this test.");
            try
            {
                var (status, refusal) = await ConfirmAsync(terminal, id, Batches[batch], statement);
                Assert.True(status == 200, refusal?.Sentence);
                acknowledged[id] = (Batches[batch], statement);
                if (acknowledged.Count >= until) server.Kill();
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or JsonException)
            {
                unanswered.Enqueue((id, Batches[batch], statement));
                return;
            }
        }
    }

    // Readings that the server showed were durable before it showed them.
    private async Task<EdgeDouble> SpeakAsync(Terminal terminal, int port)
    {
        var edge = new EdgeDouble(port);
        await edge.ConnectAsync();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        await edge.BearAsync(now);
        await edge.BearDeviceAsync(Item, now, (Tag, "Cel", 1));
        await edge.DataAsync(Item, Tag, (now, 37), (now.AddMilliseconds(1), 37.1), (now.AddMilliseconds(2), 37.2));
        var window = $"/api/readings/{Item}/{Tag}?from={Uri.EscapeDataString(now.ToString("O"))}&to={Uri.EscapeDataString(now.AddSeconds(1).ToString("O"))}";
        IReadOnlyList<Reading> shown = [];
        await Eventually.Holds(() => (shown = terminal.ReadAsync<Reading[]>(window).Result).Count == 3, "the readings are shown", TimeSpan.FromSeconds(60));
        readings.UnionWith(shown.Select(reading => reading.At));
        return edge;
    }

    private static Task<(int Status, Refusal? Refusal)> ConfirmAsync(Terminal terminal, Guid id, string batch, int statement) =>
        terminal.GiveAsync(nameof(Confirm), new { batchId = batch, step = "S1", demand = $"statement-{statement}" }, id);

    private async Task FoldsTheSameAsync(RunningSite site, Terminal terminal, string batch)
    {
        var folded = Batch.Empty;
        var entries = await site.StreamAsync($"batch/{batch}");
        foreach (var entry in entries)
            folded = ((Event<Batch>)EventCatalogue.Read(entry.Type, entry.Data.Span)).After(folded, new Happened(entry.Actor, entry.At, entry.Version));
        var served = await terminal.ReadAsync<JsonElement>($"/api/batches/{batch}");
        Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(BatchView.Of(folded, entries.Count), JsonForms.Web), served), "the server shows another batch than its entries make");
        var done = folded.Step("S1")!.Done.Select(done => done.Demand).ToHashSet();
        Assert.All(acknowledged.Values.Where(what => what.Batch == batch), what => Assert.Contains($"statement-{what.Statement}", done));
    }

    private static int Seed()
    {
        var seed = Random.Shared.Next(1_000_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        return seed;
    }
}
