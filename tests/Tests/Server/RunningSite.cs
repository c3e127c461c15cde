using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes;
using Cellwright.Ledger;
using Cellwright.Server.Access;
using Cellwright.Server.Demo;
using Cellwright.Server.Desk;
using Cellwright.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cellwright.Tests.Server;

/// <summary>The real server of a site, with real people, on free ports: commands come over HTTP, readings over MQTT.</summary>
internal sealed class RunningSite : IAsyncDisposable
{
    private readonly string? owned;

    private RunningSite(WebApplication app, string data, string? owned) => (App, Data, this.owned) = (app, data, owned);

    public WebApplication App { get; }

    /// <summary>Its data directory.</summary>
    public string Data { get; }

    public Uri Address => new(App.Urls.First());

    public int BrokerPort => Get<BrokerAddress>().Port;

    public Cellwright.Server.Desk.Desk Desk => Get<Cellwright.Server.Desk.Desk>();

    public IRecord Record => Get<IRecord>();

    /// <summary>The people; registered by <see cref="EmployAsync"/>.</summary>
    public DemoTeam Team { get; private set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>Starts a server; without a directory on an empty one of its own, which goes with it.</summary>
    /// <param name="data">Its directory.</param>
    /// <param name="postgres">Connection, for a record there.</param>
    /// <param name="notices">How notices leave it, or null.</param>
    /// <param name="liveForAtLeast">How long a tag is live at least, or null for what goes with the clock.</param>
    /// <param name="clock">In the place of the real clock. With the real one a tag is live for minutes, so that a machine under load does not make it stale.</param>
    public static async Task<RunningSite> OpenAsync(string? data = null, string? postgres = null, TimeProvider? clock = null, Cellwright.Server.Notices.NoticeOptions? notices = null, TimeSpan? liveForAtLeast = null)
    {
        var owned = data is null ? Directory.CreateTempSubdirectory("cellwright-site-").FullName : null;
        var app = await SiteHost.BuildAsync(new SiteOptions
        {
            Data = data ?? owned!, Postgres = postgres, Urls = "http://127.0.0.1:0", BrokerPort = 0, FirstRun = false, Quiet = true, Site = "test", Notices = notices,
            Clock = clock ?? TimeProvider.System, LiveForAtLeast = liveForAtLeast ?? (clock is null ? TimeSpan.FromMinutes(3) : TimeSpan.Zero),
        });
        app.Services.HashPasswordsCheaply();
        await app.StartAsync(Ct);
        return new RunningSite(app, data ?? owned!, owned);
    }

    /// <summary>Registers the people of the demo and signs them in.</summary>
    public async Task<RunningSite> EmployAsync()
    {
        Team = await DemoTeam.AssembleAsync(App.Urls.First(), Desk, Get<Passwords>(), Ct);
        return this;
    }

    /// <summary>Lets a registered person sign: the identity is on record and the statement of accountability acknowledged.</summary>
    public async Task QualifyAsync(string id)
    {
        var system = new Caller(Performer.System, "test", Guid.CreateVersion7());
        Assert.Null((await Desk.SendAsync(new RecordIdentityCheck(id, "nobody: a person of a rehearsal", IdentityDocument.Rehearsal), system, Ct)).Refusal);
        var (statement, person) = (await Desk.StateAsync<Accountability>(Accountability.Site, Ct), (await Desk.StateAsync<Person>(id, Ct)).ToPerformer());
        var caller = new Caller(person, "test", Guid.CreateVersion7(), new SignatureGiven(person, "accountability", statement.Hash));
        Assert.Null((await Desk.SendAsync(new AcknowledgeAccountability(id, statement.Version!), caller, Ct)).Refusal);
    }

    /// <summary>Somebody's own terminal, signed in.</summary>
    public Task<Terminal> SignInAsync(DemoPerson person) => Terminal.SignInAsync(Address, person.UserName, person.Password);

    /// <summary>Submits a recipe, has it approved and its people trained.</summary>
    public Task<Recipe> AdoptAsync(string text) => DemoSite.AdoptAsync(Team, text, Desk.Now, Ct);

    /// <summary>An item that may be used.</summary>
    public async Task EquipAsync(string id, string itemClass, int days = 1)
    {
        await Team.Engineer.MustAsync(new RegisterEquipment(id, itemClass, id, "C-101", false), Ct);
        await Team.Engineer.MustAsync(new RecordCalibration(id, Desk.Now.AddDays(-1), Desk.Now.AddDays(days), true, "certificate"), Ct);
        await Team.Engineer.MustAsync(new RecordCleaning(id, "wiped", Desk.Now.AddDays(days)), Ct);
    }

    /// <summary>A running batch.</summary>
    public async Task StartAsync(string batch, Recipe recipe)
    {
        await Team.Supervisor.MustAsync(new OrderBatch(batch, recipe.Id, recipe.Version, "ORD-1", null), Ct);
        await Team.Supervisor.MustAsync(new StartBatch(batch), Ct);
    }

    /// <summary>What the operator does must stand.</summary>
    public Task DoAsync(params IEnumerable<Command<Batch>> commands) => DoInOrderAsync(commands);

    /// <summary>The entries of a stream.</summary>
    public Task<IReadOnlyList<Entry>> StreamAsync(string stream) => Record.ReadStreamAsync(stream, 0, Ct);

    /// <summary>Every entry of the site.</summary>
    public async Task<IReadOnlyList<Entry>> EntriesAsync() => await Record.ReadAsync(0, 1_000_000, Ct);

    public async ValueTask DisposeAsync()
    {
        Team?.Dispose();
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
        if (owned is null) return;
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(owned, recursive: true);
    }

    private async Task DoInOrderAsync(IEnumerable<Command<Batch>> commands)
    {
        foreach (var command in commands) await Team.Operator.MustAsync(command, Ct);
    }
}
