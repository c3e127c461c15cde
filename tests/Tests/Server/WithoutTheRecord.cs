using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Server.Desk;
using Cellwright.Server.Readings;
using Cellwright.Tests.Equipment;

namespace Cellwright.Tests.Server;

/// <summary>Nothing can be recorded: every way into the site says so, and everything sent again takes place once when it can.</summary>
[Requirement("P11-10e3", "P211-68b2")]
public sealed class WithoutTheRecord
{
    private const string Item = "CP-01";
    private const string Tag = "chamber-temperature";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_full_disk_every_act_is_told_what_to_do_readings_wait_and_nothing_is_lost()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 64);
        await using var site = await (await RunningSite.OpenAsync(disk.Path)).EmployAsync();
        using var acts = await Acts.PrepareAsync(site);
        await site.EquipAsync(Item, "cell-processor");
        await using var edge = new EdgeDouble(site.BrokerPort);
        await edge.ConnectAsync();
        await edge.BearAsync(DateTimeOffset.UtcNow);
        await edge.BearDeviceAsync(Item, DateTimeOffset.UtcNow, (Tag, "Cel", 1));

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools(); // as after a quiet hour
        disk.Fill();
        // The database has pages of its own left: so long every answer must be a true one.
        var (acknowledged, status, refusal) = (0, 200, (Refusal?)null);
        for (; status == 200 && acknowledged < 2000; acknowledged += status == 200 ? 1 : 0)
            (status, refusal) = await acts.RegisterAsync($"FILL-{acknowledged:D4}", name: new string('x', 20_000));
        Assert.Equal((503, "record"), (status, refusal?.Rule));
        Assert.Contains("free space on it", refusal!.Sentence, StringComparison.Ordinal);
        await acts.AreRefusedAsync();
        var at = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        var speaking = Task.Run(async () =>
        {
            for (var number = 0; number < 500; number++) await edge.DataAsync(Item, Tag, (at.AddMilliseconds(number), 36 + number / 1000.0));
        }, Ct);
        foreach (var path in new[] { "/health", "/api/batches", "/api/me" }) Assert.Equal(200, (int)(await acts.Operator.GetAsync(path)).StatusCode);
        await acts.AreRefusedAsync();

        disk.Free();
        await acts.StandOnceAsync(site);
        for (var number = 0; number < acknowledged; number++) Assert.Single(await site.StreamAsync($"equipment/FILL-{number:D4}"));
        await speaking;
        await Eventually.Holds(
            () => site.Get<ReadingStore>().WindowAsync(Item, Tag, at, at.AddSeconds(1)).Result.Count == 500, "every reading is stored", TimeSpan.FromSeconds(60));
        await GoesOnAsync(site);
    }

    [Fact]
    public async Task Without_the_database_every_way_in_says_so_and_goes_on_when_it_is_back()
    {
        await using var postgres = await PostgresCluster.StartAsync();
        await using var site = await (await RunningSite.OpenAsync(postgres: await postgres.NewDatabaseAsync())).EmployAsync();
        using var acts = await Acts.PrepareAsync(site);
        await postgres.StopServerAsync("immediate");
        await acts.AreRefusedAsync();
        foreach (var path in new[] { "/api/batches", "/api/batches/B-0001/record", "/api/batches/B-0001/export" })
        {
            var (status, refusal) = await Terminal.RefusalAsync(await acts.Operator.GetAsync(path));
            Assert.Equal((503, "record"), (status, refusal?.Rule));
            Assert.EndsWith(".", refusal!.Sentence, StringComparison.Ordinal);
        }

        await postgres.StartServerAsync();
        await Eventually.Holds(() => acts.Operator.GetAsync("/health").Result.IsSuccessStatusCode, "the record answers again", TimeSpan.FromSeconds(60));
        await acts.StandOnceAsync(site);
        await GoesOnAsync(site);
    }

    // Lists, reactions and the tree follow the record again by themselves.
    private static async Task GoesOnAsync(RunningSite site)
    {
        var entries = (await site.EntriesAsync()).Count;
        await Eventually.Holds(() => site.Get<Cellwright.Server.Pages.Site>().Position >= entries, "the pages have caught up", TimeSpan.FromSeconds(60));
        await Eventually.Holds(() => site.Record.LatestCheckpointAsync(Ct).Result?.Size >= entries, "the tree has caught up", TimeSpan.FromSeconds(60));
    }

    /// <summary>One act of each kind, given by people over HTTP, again and again under the same ids.</summary>
    private sealed class Acts : IDisposable
    {
        private readonly Guid registering = Guid.CreateVersion7(), confirming = Guid.CreateVersion7(), approving = Guid.CreateVersion7();
        private RunningSite site = null!;
        private Terminal engineer = null!, supervisor = null!;
        private Recipe next = null!;
        private string signature = "";

        public Terminal Operator { get; private set; } = null!;

        public static async Task<Acts> PrepareAsync(RunningSite site)
        {
            var recipe = await site.AdoptAsync(HandRecipe.Text());
            await site.StartAsync("B-0001", recipe);
            await site.DoAsync(new StartStep("B-0001", "S1"));
            var next = RecipeReader.Read(HandRecipe.Text(version: "2"));
            await site.Team.Engineer.MustAsync(new SubmitRecipe(next.Id, next.Version, next.Text), Ct);
            var acts = new Acts
            {
                site = site, next = next, Operator = await site.SignInAsync(site.Team.Operator), engineer = await site.SignInAsync(site.Team.Engineer),
                supervisor = await site.SignInAsync(site.Team.Supervisor),
            };
            acts.signature = await acts.supervisor.SignAsync(site.Team.Supervisor.UserName, site.Team.Supervisor.Password, "approval", next.Hash);
            return acts;
        }

        public Task<(int Status, Refusal? Refusal)> RegisterAsync(string item, Guid? id = null, string name = "item") =>
            engineer.GiveAsync(nameof(RegisterEquipment), new { id = item, @class = "cell-processor", name, room = "C-1", shared = false }, id);

        /// <summary>Each is answered with 503 and a sentence.</summary>
        public async Task AreRefusedAsync()
        {
            foreach (var (act, status, refusal) in await TryAsync())
            {
                Assert.True((status, refusal?.Rule) == (503, "record"), $"{act} was answered with {status} {refusal}");
                Assert.EndsWith(".", refusal!.Sentence, StringComparison.Ordinal);
            }
        }

        /// <summary>Each stands now, and has one effect however often it was sent.</summary>
        public async Task StandOnceAsync(RunningSite site)
        {
            for (var again = 0; again < 2; again++)
                foreach (var (act, status, refusal) in await TryAsync())
                    Assert.True((status, refusal?.Rule) is (200 or 204, null) or (409, "sequence"), $"{act} was answered with {status} {refusal}");
            var entries = await site.EntriesAsync();
            foreach (var id in new[] { registering, confirming, approving }) Assert.Single(entries, entry => entry.CommandId == id);
            Assert.Equal(2, entries.Count(entry => entry.Type == nameof(ActRefused) && entry.Stream == "refused/batch/B-0001"));
        }

        public void Dispose()
        {
            foreach (var terminal in new[] { Operator, engineer, supervisor }) terminal.Dispose();
        }

        private async Task<IReadOnlyList<(string Act, int Status, Refusal? Refusal)>> TryAsync()
        {
            using var door = Terminal.At(site.Address);
            var viewer = site.Team.SignIns.Single(person => person.UserName == "viewer");
            var tried = new List<(string, (int Status, Refusal? Refusal))>
            {
                ("an act on equipment", await RegisterAsync("EQ-001", registering)),
                ("an act in a step", await Operator.GiveAsync(nameof(Confirm), new { batchId = "B-0001", step = "S1", demand = "statement-1" }, confirming)),
                ("an act that is not permitted", await Operator.GiveAsync(nameof(StartStep), new { batchId = "B-0001", step = "S4" })),
                ("a signed act", await supervisor.GiveAsync(nameof(ApproveRecipe), new { id = next.Id, version = next.Version }, approving, signature: signature)),
                ("a sign-in", await door.PostAsync("/api/sign-in", $$"""{"userName":"viewer","password":"{{viewer.Password}}"}""")),
            };
            return [.. tried.Select(act => (act.Item1, act.Item2.Status, act.Item2.Refusal))];
        }
    }
}
