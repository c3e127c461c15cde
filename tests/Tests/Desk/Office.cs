using System.Reflection;
using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Release;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Release;
using Cellwright.Tests.Execution;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cellwright.Tests.Desk;

/// <summary>A desk on a real record in a temporary file, with a clock of the test's own and a sensor that shows 37 degrees.</summary>
internal sealed class Office : IAsyncDisposable, IFactSource
{
    /// <summary>An item that says nothing.</summary>
    public const string SilentItem = "CP-09";

    private readonly string? folder;
    private readonly List<IAsyncDisposable> owned = [];

    public Office()
    {
        folder = Directory.CreateTempSubdirectory("cellwright-desk-").FullName;
        Record = new Faulty(SqliteRecord.Open(Path.Combine(folder, "ledger.db")));
        owned.Add(Record);
        Desk = NewDesk(Record);
    }

    public Office(IRecord record)
    {
        Record = new Faulty(record);
        Desk = NewDesk(Record);
    }

    public Faulty Record { get; }

    public Cellwright.Server.Desk.Desk Desk { get; }

    public SettableClock Clock { get; } = new(Acting.Start.AddHours(1));

    public DateTimeOffset Now => Clock.Counted.ToOffset(TimeSpan.FromHours(1));

    public Cellwright.Server.Desk.Desk NewDesk(IRecord record) => new(record, Clock, TimeSpan.FromHours(1), this);

    public Reactor NewReactor(Cellwright.Server.Desk.Desk? desk = null) =>
        new(Record, desk ?? Desk, Path.Combine(Directory.CreateTempSubdirectory("cellwright-reactor-").FullName, "position"), NullLogger<Reactor>.Instance);

    public static async Task FollowAsync(Reactor reactor)
    {
        while (await reactor.StepAsync(TestContext.Current.CancellationToken) > 0) { }
    }

    /// <summary>Puts events on record, as if they had been decided an hour ago.</summary>
    public async Task HasAsync(string stream, string actor, params object[] events)
    {
        var entries = events.Select(happened => new NewEntry(happened.GetType().Name, EventCatalogue.Write(happened))).ToList();
        Assert.IsType<Appended>(await Record.AppendAsync(new Append(stream, Append.Any, Guid.NewGuid(), new byte[32], actor, Acting.Start, entries)));
    }

    public async Task<Answer> SendAsync(object command, Performer by, Guid? id = null, SignatureGiven? signature = null, long? expected = null, Cellwright.Server.Desk.Desk? at = null)
    {
        var answer = await (Task<Answer>)typeof(Cellwright.Server.Desk.Desk).GetMethod(nameof(Desk.SendAsync))!
            .MakeGenericMethod(command.GetType().BaseType!.GetGenericArguments()[0])
            .Invoke(at ?? Desk, [command, new Caller(by, "T-01", id ?? Guid.NewGuid(), signature, expected), CancellationToken.None])!;
        Refusals.AreInForm(answer.Refusal);
        return answer;
    }

    public Task<long> CountAsync() => Record.CountAsync();

    public Task<TState> StateAsync<TState>(string id)
        where TState : IStream<TState> => Desk.StateAsync<TState>(id);

    public async Task<long> VersionAsync() => (await Desk.ReadAsync<Batch>(Floor.Id)).Version;

    public Task<IReadOnlyList<Entry>> StreamAsync() => Record.ReadStreamAsync($"batch/{Floor.Id}");

    public Task<Refusal?> ConsiderAsync(Command<Batch> command, Performer by) => Desk.ConsiderAsync(command, new Caller(by, "T-01", Guid.NewGuid()));

    public async Task<IReadOnlyList<Entry>> EntriesAsync() => await Record.ReadAsync(0, 10_000);

    public async Task<IReadOnlyList<(Entry Entry, ActRefused Refused)>> RefusedAsync() =>
        [.. (await EntriesAsync()).Where(entry => entry.Type == nameof(ActRefused))
            .Select(entry => (entry, JsonSerializer.Deserialize<ActRefused>(entry.Data.Span, EventCatalogue.Options)!))];

    public async Task<object> AnswerAsync(Need need, CancellationToken ct)
    {
        if (need is RecordOf record) return await new RecordShelf(Record).ReadAsync(record.BatchId, ct);
        if (need is Cellwright.Domain.Deviations.RelatedTo) return System.Collections.Immutable.ImmutableList<Cellwright.Domain.Deviations.RelatedBatch>.Empty;
        var asked = (ReadingsOf)need;
        var reading = new Reading(asked.Equipment, asked.Tag, 37, "Cel", Quality.Good, asked.To, asked.To, false, "1:1");
        return new TagHistory(asked.Equipment == SilentItem ? [] : [reading], TimeSpan.FromMinutes(2), false);
    }

    /// <summary>A running batch of the test recipe with these steps active, its equipment and its lots.</summary>
    public async Task<Office> RunningAsync(params string[] steps)
    {
        await HasAsync("equipment/CP-01", "emil", Scenarios.Processor);
        await HasAsync("lot/V-1", "olga", Scenarios.VectorLot);
        await HasAsync($"batch/{Floor.Id}", "sofia", [.. Scenarios.Batch, .. steps.Select(step => new Cellwright.Domain.Execution.Commands.StepStarted(step))]);
        return this;
    }

    public Task<Batch> BatchAsync() => Desk.StateAsync<Batch>(Floor.Id);

    public async ValueTask DisposeAsync()
    {
        foreach (var one in owned) await one.DisposeAsync();
        if (folder is not null) Directory.Delete(folder, recursive: true);
    }
}
