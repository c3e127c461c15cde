using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Materials;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Ledger;
using Cellwright.Server.Access;
using Cellwright.Server.Desk;
using Cellwright.Server.Equipment.Connectors;
using Cellwright.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cellwright.Browser;

/// <summary>The real server in this process, on a free port, with a new data directory, a team, a processor and lots.</summary>
public sealed class SiteUnderTest : IAsyncLifetime
{
    private readonly string? postgres;
    private bool furnished = true;

    /// <summary>On SQLite.</summary>
    public SiteUnderTest()
    {
    }

    internal SiteUnderTest(string postgres) => this.postgres = postgres;

    /// <summary>Nothing on it but people: no recipe, no lot, no statement of accountability.</summary>
    internal static SiteUnderTest Empty() => new() { furnished = false };

    /// <summary>Password of everybody.</summary>
    public const string Password = "nobody-but-a-test";

    private const int History = 90;
    private readonly LeapingClock clock = new();
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("cellwright-pages-");
    private WebApplication app = null!;
    private Recipe recipe = null!;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The same by a name: browsers know no passkeys for a number.</summary>
    public Uri ByName => new UriBuilder(Address) { Host = "localhost" }.Uri;

    /// <summary>The desk of the server.</summary>
    public Desk Desk => app.Services.GetRequiredService<Desk>();

    /// <summary>The lists of the site.</summary>
    public Server.Pages.Site Lists => app.Services.GetRequiredService<Server.Pages.Site>();

    /// <summary>A part of the server.</summary>
    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>The site's clock goes ahead at once by so much; then it runs on as before.</summary>
    public void Leap(TimeSpan by) => clock.Leap(by);

    /// <summary>Somebody sets the server's clock: what it shows jumps, and no time has passed.</summary>
    public void SetClock(TimeSpan by) => clock.Set(by);

    /// <summary>The record of the server.</summary>
    public Ledger.IRecord Record => app.Services.GetRequiredService<Ledger.IRecord>();

    /// <summary>Every route that the server answers.</summary>
    public IEnumerable<RouteEndpoint> Routes => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    /// <summary>A new link for the first administrator, as a server prints it while nobody has an account.</summary>
    public Uri FirstRun() => new(Address, $"/first-run?token={app.Services.GetRequiredService<FirstRun>().Open()}");

    /// <summary>A batch as it stands.</summary>
    public Task<Batch> StateAsync(string batch) => Desk.StateAsync<Batch>(batch);

    /// <summary>The entries of one type in a stream.</summary>
    public async Task<IReadOnlyList<Entry>> EntriesAsync(string stream, string type) =>
        [.. (await app.Services.GetRequiredService<IRecord>().ReadStreamAsync(stream)).Where(entry => entry.Type == type)];

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        await UpAsync();
        await PeopleItAsync();
    }

    /// <summary>The server is stopped; gives the moment after which nothing is recorded.</summary>
    public async Task<DateTimeOffset> DownAsync()
    {
        await app.StopAsync();
        var at = Desk.Now;
        await app.DisposeAsync();
        return at;
    }

    /// <summary>The server starts on the same data, at another address.</summary>
    public async Task UpAsync()
    {
        app = await SiteHost.BuildAsync(new SiteOptions
        {
            Data = data.FullName, Postgres = postgres, Clock = clock, Urls = "http://127.0.0.1:0", BrokerPort = 0, Site = "test", FirstRun = false, Quiet = true, LiveForAtLeast = TimeSpan.FromMinutes(3), Zone = TimeZoneInfo.CreateCustomTimeZone("site", TimeSpan.FromHours(1), "site", "site"),
        });
        app.Services.HashPasswordsCheaply();
        await app.StartAsync();
        Address = new Uri(app.Urls.First());
    }

    private async Task PeopleItAsync()
    {
        foreach (var (id, name, roles) in new (string, string, Role[])[]
                 {
                     ("ada", "Ada Operator", [Role.Operator]), ("ben", "Ben Second", [Role.Operator, Role.Verifier]), ("cora", "Cora Supervisor", [Role.Supervisor]),
                     ("dan", "Dan Engineer", [Role.Engineer]), ("eve", "Eve Quality", [Role.QA]), ("fay", "Fay Administrator", [Role.Administrator]), ("vic", "Vic Viewer", [Role.Viewer]),
                 })
        {
            await AsSystem(new RegisterPerson(id, name, [.. roles]));
            await AsSystem(new RecordIdentityCheck(id, "nobody: a person of a rehearsal", IdentityDocument.Rehearsal));
            Assert.Null(await app.Services.GetRequiredService<Passwords>().CreateAsync(id, Password));
        }

        if (!furnished) return;
        await As("eve", new IssueAccountability("1", AccountabilityExample.Text));
        foreach (var id in new[] { "ada", "ben", "cora", "dan", "eve" })
            await As(id, new AcknowledgeAccountability(id, "1"), "accountability", (await Desk.StateAsync<Accountability>(Accountability.Site)).Hash);
        using var stream = new StreamReader(typeof(SiteUnderTest).Assembly.GetManifestResourceStream("rehearsal.yaml")!);
        recipe = await InForceAsync(await stream.ReadToEndAsync());
        await LotAsync("IL2-77", "il-2", "k[IU]");
        await LotAsync("TCM-12", "medium", "mL");
    }

    /// <summary>A recipe is approved, and those who work by it are trained; what is in force already stays as it is.</summary>
    public async Task<Recipe> InForceAsync(string text)
    {
        var read = RecipeReader.Read(text);
        if ((await Desk.StateAsync<Master>(read.Name)).Exists) return read;
        await As("dan", new SubmitRecipe(read.Id, read.Version, text));
        foreach (var signer in new[] { "cora", "eve" }) await As(signer, new ApproveRecipe(read.Id, read.Version), "approval", read.Hash);
        foreach (var id in new[] { "ada", "ben", "eve" }) await As("cora", new RecordTraining(id, read.Name, Desk.Now.AddYears(1)));
        await As("eve", new RecordTraining("cora", read.Name, Desk.Now.AddYears(1)));
        return read;
    }

    /// <summary>A new batch by a recipe that is in force, started.</summary>
    public async Task StartAsync(string number, Recipe by)
    {
        await As("cora", new OrderBatch(number, by.Id, by.Version, $"ORD-{number}", $"COI-{number}-7Q4"));
        await As("cora", new StartBatch(number));
    }

    /// <summary>A new batch, started, with its own processor that reports 37.02 °C; gives the batch number and the processor.</summary>
    public async Task<(string Batch, string Processor)> BatchAsync(string number, bool started = true)
    {
        var processor = $"CP-{number[^2..]}";
        await As("dan", new RegisterEquipment(processor, "cell-processor", $"Processor {number[^2..]}", "C-101", false));
        await As("dan", new RecordCalibration(processor, Desk.Now.AddDays(-30), Desk.Now.AddDays(300), true, "calibration record"));
        await As("dan", new RecordCleaning(processor, "standard cleaning", Desk.Now.AddDays(7)));
        await ReportAsync(processor, 37.02);
        await OrderAsync(number, started);
        return (number, processor);
    }

    /// <summary>A new batch without equipment of its own.</summary>
    public async Task OrderAsync(string number, bool started = true)
    {
        await As("cora", new OrderBatch(number, recipe.Id, recipe.Version, $"ORD-{number}", $"COI-{number}-7Q4"));
        if (started) await As("cora", new StartBatch(number));
    }

    /// <summary>The processor reports its chamber temperature, over the last minutes and now.</summary>
    public async Task ReportAsync(string processor, double temperature)
    {
        var gateway = app.Services.GetRequiredService<Gateway>();
        await Until(() => Task.FromResult(app.Services.GetRequiredService<Server.Equipment.RegisteredEquipment>().Contains(processor)), $"{processor} is registered");
        var device = gateway.Device("TEST", processor);
        gateway.Note(device, true, "test");
        var warm = gateway.Declare(device, new TagDeclaration("chamber-temperature", "Cel", TimeSpan.FromMinutes(10), false));
        var gas = gateway.Declare(device, new TagDeclaration("co2", "%", TimeSpan.FromMinutes(10), false));
        // Devices tell whole milliseconds: rounded down, a reading could lie before the step that was started in the same one.
        var now = Desk.Now.AddMilliseconds(1);
        var delivery = gateway.Begin(device, 2 * History + 2);
        for (var ago = History; ago >= 0; ago--)
        {
            var at = now.AddSeconds(-20 * ago).ToUnixTimeMilliseconds() * 1000;
            delivery.Add(warm, ago == 0 ? temperature : Math.Round(37 + 0.15 * Math.Sin(ago / 6.0), 2), Quality.Good, at, historical: ago > 0);
            delivery.Add(gas, Math.Round(5 + 0.1 * Math.Cos(ago / 9.0), 1), Quality.Good, at, historical: ago > 0);
        }

        await gateway.AcceptAsync(delivery, CancellationToken.None);
    }

    /// <summary>The chamber is too warm, and the batch is on hold.</summary>
    public async Task LeaveLimitsAsync(string batch, string processor)
    {
        await ReportAsync(processor, 38.6);
        await Until(async () => !(await StateAsync(batch)).Holds.IsEmpty, $"{batch} is on hold");
    }

    /// <summary>A watched tag of an active step has said nothing for longer than it may. The item is one that nobody hears, so it stays so.</summary>
    public async Task FallSilentAsync(string batch, string step, string parameter, string processor = "CP-99")
    {
        await HappenedAsync<Batch>(batch, new TagFellSilent(step, parameter, processor, parameter, Desk.Now.AddMinutes(-11), TimeSpan.FromMinutes(10), $"{batch}-D1"));
        await Until(async () => !(await StateAsync(batch)).Silences.IsEmpty, $"the silence of {processor} is known");
    }

    /// <summary>Puts on record what no command makes in the time of a test, e.g. what was planned days ago.</summary>
    public async Task HappenedAsync<TState>(string id, Event<TState> happened)
        where TState : IStream<TState>
    {
        var (_, version) = await Desk.ReadAsync<TState>(id);
        await Record.AppendAsync(new Append($"{TState.Category}/{id}", version, Guid.NewGuid(), new byte[32], "system", Desk.Now, [new NewEntry(happened.GetType().Name, EventCatalogue.Write(happened))]));
    }

    /// <summary>Brings a batch to its third step, as two people would.</summary>
    public async Task ToThirdStepAsync(string batch, string processor)
    {
        await As("ada", new StartStep(batch, "R01"));
        await As("ada", new Confirm(batch, "R01", "statement-1"));
        await As("ada", new Confirm(batch, "R01", "statement-2"));
        await As("ada", new SignStep(batch, "R01"), "responsibility", Statements.Hash(Statements.Step(await Desk.StateAsync<Batch>(batch), "R01")));
        await As("ada", new CompleteStep(batch, "R01"));
        await As("ada", new StartStep(batch, "R02"));
        await As("ada", new CheckInEquipment(batch, "R02", "processor", processor));
        await As("ada", new CompleteStep(batch, "R02"));
        await As("ada", new StartStep(batch, "R03"));
    }

    /// <summary>Gives a command as somebody; it must stand.</summary>
    public async Task As<TState>(string id, Command<TState> command, string? meaning = null, string? shown = null)
        where TState : IStream<TState>
    {
        var by = (await Desk.StateAsync<Person>(id)).ToPerformer();
        var signature = meaning is null ? null : new SignatureGiven(by, meaning, shown!);
        var answer = await Desk.SendAsync(command, new Caller(by, "test", Guid.NewGuid(), signature));
        Assert.Null(answer.Refusal?.Sentence);
    }

    /// <summary>Waits until a condition holds.</summary>
    public static async Task Until(Func<Task<bool>> holds, string what)
    {
        using var patience = new CancellationTokenSource(Chromium.Patience);
        while (!await holds())
        {
            Assert.False(patience.IsCancellationRequested, $"Waited in vain until {what}.");
            await Task.Delay(25, CancellationToken.None);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        data.Delete(recursive: true);
    }

    private async Task AsSystem<TState>(Command<TState> command)
        where TState : IStream<TState> => Assert.Null((await Desk.SendAsync(command, new Caller(Performer.System, "test", Guid.NewGuid()))).Refusal);

    /// <summary>A lot, received and released.</summary>
    public async Task LotAsync(string lot, string material, string unit)
    {
        await As("cora", new ReceiveLot(lot, material, "supplier", $"{lot}-S", Desk.Now.AddDays(180), 1_000_000m, unit));
        await As("eve", new ReleaseLot(lot, "certificate and identity test"), "approval", Statements.Hash((await Desk.StateAsync<Lot>(lot)).ReleaseStatement("certificate and identity test")));
    }

    // Real time, some of it left out: what takes hours is not waited for.
    private sealed class LeapingClock : TimeProvider
    {
        private long ahead;
        private long set;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Counted.AddTicks(Interlocked.Read(ref set));

        public override long GetTimestamp() => Counted.UtcTicks;

        private DateTimeOffset Counted => base.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));

        public void Leap(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);

        public void Set(TimeSpan by) => Interlocked.Add(ref set, by.Ticks);
    }
}
