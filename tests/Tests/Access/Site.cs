using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Access;
using Cellwright.Server.Desk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cellwright.Tests.Access;

/// <summary>A server with nothing but its door, on a free port, with people kept in memory.</summary>
internal sealed class Site : IAsyncDisposable
{
    public const string Password = "a long enough password";

    private readonly string directory;
    private readonly WebApplication app;

    private Site(string directory, WebApplication app, Clock clock, PeopleInMemory people, List<string> announced) =>
        (this.directory, this.app, Time, People, Announced) = (directory, app, clock, people, announced);

    public Clock Time { get; }

    public PeopleInMemory People { get; }

    public List<string> Announced { get; }

    public string Directory => directory;

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<Site> OpenAsync(bool firstRun = false, string? directory = null, string? postgres = null, PeopleInMemory? people = null, Func<AccessOptions, AccessOptions>? with = null)
    {
        directory ??= System.IO.Directory.CreateTempSubdirectory("access").FullName;
        people ??= new PeopleInMemory();
        var clock = new Clock();
        List<string> announced = [];
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IPeople>(people);
        var options = new AccessOptions
        {
            DataDirectory = directory,
            PostgresConnection = postgres,
            FirstRun = firstRun,
            Clock = clock,
            Announce = announced.Add,
        };
        builder.Services.AddAccess(with is null ? options : with(options));
        var app = builder.Build();
        app.Services.HashPasswordsCheaply();
        app.MapAccess();
        app.MapGet("/health", () => "well").AllowAnonymous();
        app.MapGet("/", () => "the board");
        app.MapGet("/api/batches", () => "batches");
        app.MapPost("/api/commands/{name}", GiveAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Site(directory, app, clock, people, announced);
    }

    // The desk's door, for the commands on people: the real one needs a ledger.
    private static async Task<IResult> GiveAsync(string name, CommandRequest request, HttpContext http, Callers callers, IPeople people)
    {
        var command = (Command<Person>)CommandCatalogue.Read(CommandCatalogue.ByName[name], request.Command);
        var (caller, refusal) = await callers.OfAsync(http.User, request.CommandId, request.Signature);
        if (caller is not null) refusal = await people.SendAsync(command, caller);
        return refusal is null ? Results.Ok() : Results.Conflict(refusal);
    }

    /// <summary>The same site after a restart.</summary>
    public async Task<Site> RestartAsync(bool firstRun = false)
    {
        await app.DisposeAsync();
        return await OpenAsync(firstRun, directory, people: People);
    }

    /// <summary>A registered person with an account and a password of their own.</summary>
    public async Task AddAsync(string id, params Role[] roles)
    {
        Employ(id, roles);
        Assert.Null(await Get<Passwords>().CreateAsync(id, Password));
    }

    /// <summary>A person of the record, who may sign, and has no account yet.</summary>
    public void Employ(string id, params Role[] roles) => Employ(id, roles[0], qualified: true, roles);

    /// <summary>A person of the record; one who is not qualified may not sign yet.</summary>
    public void Employ(string id, Role role, bool qualified, params Role[] roles)
    {
        People.Happened(id, new PersonRegistered(id, $"Printed {id}", [role, .. roles]));
        if (!qualified) return;
        People.Happened(id, new IdentityChecked("Hanna of personnel", IdentityDocument.Passport));
        People.Happened(id, new AccountabilityAcknowledged("1", new Signature(id, $"Printed {id}", "accountability", Acting.Start, People.Statement.Hash)));
    }

    /// <summary>A browser that is not signed in.</summary>
    public Browser Browser() => new(new Uri(app.Urls.First()));

    /// <summary>A browser in which the person has signed in.</summary>
    public async Task<Browser> SignedInAsync(string id, string password = Password)
    {
        var browser = Browser();
        var answer = await browser.PostAsync("/api/sign-in", new { userName = id, password });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(directory, recursive: true);
    }
}

/// <summary>A clock whose hands can be set without time passing.</summary>
internal sealed class Clock(DateTimeOffset start) : FakeTimeProvider(start)
{
    public Clock()
        : this(Acting.Start.ToUniversalTime())
    {
    }

    private TimeSpan set;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + set;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public void SetHands(TimeSpan by) => set += by;
}

/// <summary>The people of a ledger that is not kept; authority is checked as the desk checks it.</summary>
internal sealed class PeopleInMemory : IPeople
{
    private readonly ConcurrentDictionary<string, Given<Person>> streams = new();
    private readonly ConcurrentQueue<(string Id, Event<Person> Event)> happened = new();

    public IEnumerable<SignInOutcome> DoorOf(string id) =>
        happened.Where(entry => entry.Id == id).Select(entry => entry.Event).OfType<SignInRecorded>().Select(entry => entry.Outcome);

    public IEnumerable<Event<Person>> EventsOf(string id) => happened.Where(entry => entry.Id == id).Select(entry => entry.Event);

    public void Happened(string id, Event<Person> what, string by = "somebody")
    {
        happened.Enqueue((id, what));
        StreamOf(id).And(by, Acting.Start, what);
    }

    public Task<Person> FindAsync(string id) => Task.FromResult(StreamOf(id).State);

    /// <summary>The statement of accountability; a test may take it away or issue another.</summary>
    public Accountability Statement { get; set; } = Accountability.Empty with { Versions = [new AccountabilityText("1", "I answer for what I sign.", "quality", Acting.Start)] };

    public Task<Accountability> AccountabilityAsync() => Task.FromResult(Statement);

    public Task<Refusal?> SendAsync(Command<Person> command, Caller caller)
    {
        lock (streams)
        {
            if (!caller.By.Holds([.. command.GetType().GetCustomAttribute<AllowedToAttribute>()?.Roles ?? []]))
                return Task.FromResult<Refusal?>(new("role", "Your roles do not allow this."));
            var state = StreamOf(command.StreamId).State;
            var facts = command.Needs(state, caller.By, Acting.Start).ToDictionary(need => need, _ => (object)Statement);
            var decision = command.Decide(state, new Act(caller.By, Acting.Start, caller.Terminal, caller.CommandId, caller.Signature, new Facts(facts)));
            foreach (var what in decision.Events) Happened(command.StreamId, what, caller.By.Id);
            return Task.FromResult(decision.Refusal);
        }
    }

    private Given<Person> StreamOf(string id) => streams.GetOrAdd(id, _ => new Given<Person>());
}
