using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Ledger;

namespace Cellwright.Server.Desk;

/// <summary>Read, decide, append: the one way in which anything enters the record.</summary>
/// <param name="record">The record; it decides races.</param>
/// <param name="clock">Time of acts.</param>
/// <param name="zone">Time zone of the site.</param>
/// <param name="facts">Answers needs other than the state of a stream.</param>
public sealed partial class Desk(IRecord record, TimeProvider clock, TimeZoneInfo zone, IFactSource facts)
{
    /// <summary>The desk of a site that keeps one offset all the year.</summary>
    public Desk(IRecord record, TimeProvider clock, TimeSpan offset, IFactSource facts)
        : this(record, clock, TimeZoneInfo.CreateCustomTimeZone("site", offset, "site", "site"), facts)
    {
    }

    private const int Attempts = 8;
    private readonly Folds folds = new();

    /// <summary>Raised after entries became durable and their fold is current; handlers must be quick.</summary>
    public event Action<IReadOnlyList<Entry>>? Recorded;

    /// <summary>How many states are kept at most; the others are read again when somebody asks.</summary>
    internal int StatesKeptAtMost
    {
        init => folds.Most = value;
    }

    /// <summary>How many states are kept now.</summary>
    internal int StatesKept => folds.Count;

    /// <summary>The site's time.</summary>
    public DateTimeOffset Now => Time.Now;

    /// <summary>The clock behind <see cref="Now"/>.</summary>
    public SiteTime Time { get; } = new(SteadyClock.Over(clock), zone);

    /// <summary>The current state of a stream; empty when nothing happened on it.</summary>
    public async Task<TState> StateAsync<TState>(string id, CancellationToken ct = default)
        where TState : IStream<TState> => (await ReadAsync<TState>(id, ct)).State;

    /// <summary>The current states of all streams whose id begins with <paramref name="prefix"/>, in the order of their ids.</summary>
    public async Task<IReadOnlyList<TState>> StatesAsync<TState>(string prefix, CancellationToken ct = default)
        where TState : IStream<TState>
    {
        var states = new List<TState>();
        foreach (var stream in await record.StreamsAsync(Fold.StreamOf<TState>(prefix), ct))
            states.Add(await StateAsync<TState>(stream[(TState.Category.Length + 1)..], ct));
        return states;
    }

    /// <summary>The current state and its version.</summary>
    public async Task<(TState State, long Version)> ReadAsync<TState>(string id, CancellationToken ct = default)
        where TState : IStream<TState>
    {
        var fold = folds.Of<TState>(id);
        var current = await fold.CurrentAsync(record, ct);
        if (current.Version == 0) folds.Drop(fold);
        return current;
    }

    /// <summary>Decides a command and records what follows. The answer is given once everything is durable.</summary>
    /// <exception cref="RecordUnavailableException">The record cannot be written; nothing was recorded, send it again.</exception>
    public async Task<Answer> SendAsync<TState>(Command<TState> command, Caller caller, CancellationToken ct = default)
        where TState : IStream<TState>
    {
        var fold = folds.Of<TState>(command.StreamId);
        var hash = CommandHash.Of(command);
        if (await TryAsync(command, hash, caller, fold, ct) is { } answer) return answer;

        // Whoever was overtaken goes on in turn, so that a crowd on one batch does not wear each other out.
        await fold.Turn.WaitAsync(ct);
        try
        {
            for (var attempt = 1; attempt <= Attempts; attempt++)
                if (await TryAsync(command, hash, caller, fold, ct) is { } later) return later;
            var (_, version) = await fold.CurrentAsync(record, ct);
            return await Refused(fold.Stream, version, command, caller, Changed(command.StreamId), Now, ct);
        }
        finally
        {
            fold.Turn.Release();
        }
    }

    // Decides and appends once; null when another writer was first.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))] // one waits for every command that is under way
    private async ValueTask<Answer?> TryAsync<TState>(Command<TState> command, byte[] hash, Caller caller, Fold<TState> fold, CancellationToken ct)
        where TState : IStream<TState>
    {
        var stream = fold.Stream;
        var (state, version) = await fold.CurrentAsync(record, ct);
        var at = Now;
        var facts = Facts.None;
        var decision = Authority.RefusalFor(command, caller.By) is { } forbidden ? forbidden
            : !caller.By.Holds(Role.System) && command is not AcceptClock && Time.RefusalForActs() is { } wrongClock ? wrongClock
            : caller.ExpectedVersion is { } seen && seen != version ? Changed(stream)
            : command.Decide(state, ActOf(caller, at, facts = await FactsFor(command, state, caller.By, at, ct)));
        if (await BesideAsync(decision, caller, at, facts, ct) is not { } beside) return null;
        if (beside.Refusal is { } lost) decision = lost;
        if (decision.Events.Count == 0) return await FirstAnswerOr(fold, decision.Refusal, stream, version, command, caller, hash, at, ct);

        var append = new Append(
            stream, version, caller.CommandId, hash, caller.By.Id, at,
            Entries(caller, decision.Events))
        {
            Beside = beside.Parts.Count == 0 ? [] : [.. beside.Parts.Select(part => part.Append)],
        };
        switch (await record.AppendAsync(append, ct))
        {
            case Appended appended:
                if (command is AcceptClock) Time.Accept();
                return Take(appended.Entries, decision, fold, beside.Parts);
            case AlreadyDone done:
                return AnswerOf(done.Entries);
            case CommandIdReused:
                return await Refused(stream, version, command, caller, Reused, at, ct);
            default:
                fold.Forget();
                foreach (var part in beside.Parts) part.Forget();
                return null;
        }
    }

    /// <summary>What would become of a command now: the refusal, or null when it would stand. Nothing is recorded.</summary>
    public async Task<Refusal?> ConsiderAsync<TState>(Command<TState> command, Caller caller, CancellationToken ct = default)
        where TState : IStream<TState>
    {
        if (Authority.RefusalFor(command, caller.By) is { } forbidden) return forbidden;
        var (state, _) = await ReadAsync<TState>(command.StreamId, ct);
        var at = Now;
        var facts = await FactsFor(command, state, caller.By, at, ct);
        var decision = command.Decide(state, ActOf(caller, at, facts));
        return decision.Refusal ?? (await BesideAsync(decision, caller, at, facts, ct))?.Refusal;
    }

    /// <summary>Records that a command was refused before it could be decided, e.g. for a signature that was spent. A retry of what stands gets the first answer.</summary>
    /// <exception cref="RecordUnavailableException">The record cannot be written; send it again.</exception>
    public async Task<Answer> RefuseAsync<TState>(Command<TState> command, Caller caller, Refusal refusal, CancellationToken ct = default)
        where TState : IStream<TState>
    {
        var fold = folds.Of<TState>(command.StreamId);
        var (_, version) = await fold.CurrentAsync(record, ct);
        return await FirstAnswerOr(fold, refusal, fold.Stream, version, command, caller, CommandHash.Of(command), Now, ct)
            ?? await Refused(fold.Stream, version, command, caller, refusal, Now, ct);
    }

    /// <summary>Takes in entries that another node, or this one, recorded; called by whoever follows the record.</summary>
    public void Saw(Entry entry)
    {
        Time.Recorded(entry.At);
        folds.Saw(entry);
    }

    private static readonly Refusal Reused =
        new("command-id", "This command id was used before for another command. Send the command again under a new id.");

    private static Refusal Changed(string stream) =>
        new("version", $"{stream} has changed since this was shown. Look at it again, then decide.");

    // A retry after a lost answer may be refused by what its own first try changed: then the first answer stands.
    // An append that fits no version can write nothing; it asks the record whether the command was done, and where the stream stands.
    // Null when another server was ahead: what it recorded may allow what was refused here.
    private async Task<Answer?> FirstAnswerOr<TState>(
        Fold<TState> fold, Refusal? refusal, string stream, long version, Command<TState> command, Caller caller, ReadOnlyMemory<byte> hash, DateTimeOffset at, CancellationToken ct)
        where TState : IStream<TState>
    {
        switch (await record.AppendAsync(
            new Append(stream, long.MaxValue, caller.CommandId, hash, caller.By.Id, at, [new NewEntry("none", "{}"u8.ToArray())]), ct))
        {
            case AlreadyDone done:
                return AnswerOf(done.Entries);
            case CommandIdReused:
                return await Refused(stream, version, command, caller, Reused, at, ct);
            case StaleVersion stale when stale.Actual > version:
                fold.Forget();
                return null;
            default:
                return refusal is null ? new Answer(null, version, []) : await Refused(stream, version, command, caller, refusal, at, ct);
        }
    }

    private async Task<Answer> Refused<TState>(
        string stream, long version, Command<TState> command, Caller caller, Refusal refusal, DateTimeOffset at, CancellationToken ct)
        where TState : IStream<TState>
    {
        if (!caller.By.Holds(Role.System))
        {
            var body = JsonSerializer.SerializeToElement(command, command.GetType(), EventCatalogue.Options);
            var attempted = new ActRefused(command.GetType().Name, body, refusal.Rule, refusal.Sentence, caller.Terminal);
            var result = await record.AppendAsync(
                new Append(
                    $"refused/{stream}", Append.Any, Guid.CreateVersion7(), CommandHash.Of(command), caller.By.Id, at,
                    [new NewEntry(nameof(ActRefused), JsonSerializer.SerializeToUtf8Bytes(attempted, EventCatalogue.Options))]), ct);
            if (result is Appended appended) Recorded?.Invoke(appended.Entries);
        }

        return new Answer(refusal, version, []);
    }

    private static Act ActOf(Caller caller, DateTimeOffset at, Facts facts) =>
        new(caller.By, at, caller.Terminal, caller.CommandId, caller.Signature, facts);

    // What a person did is kept with where they did it; the state is the same with and without.
    private static NewEntry[] Entries<TState>(Caller caller, IReadOnlyList<Event<TState>> events)
    {
        var terminal = caller.By.Holds(Role.System) ? null : caller.Terminal;
        var entries = new NewEntry[events.Count];
        for (var index = 0; index < entries.Length; index++)
            entries[index] = new NewEntry(events[index].GetType().Name, EventCatalogue.Write(events[index] with { AtTerminal = terminal }));
        return entries;
    }

    private static Answer AnswerOf(IReadOnlyList<Entry> entries)
    {
        var happened = new string[entries.Count];
        for (var index = 0; index < happened.Length; index++) happened[index] = entries[index].Type;
        return new Answer(null, entries[^1].Version, happened);
    }

    private async ValueTask<Facts> FactsFor<TState>(Command<TState> command, TState state, Performer by, DateTimeOffset at, CancellationToken ct)
        where TState : IStream<TState>
    {
        Dictionary<Need, object>? answers = null;
        foreach (var need in command.Needs(state, by, at))
            (answers ??= [])[need] = await AnswerTo(need, ct);
        return answers is null ? Facts.None : new Facts(answers);
    }

    private async Task<object> AnswerTo(Need need, CancellationToken ct)
    {
        var type = need.GetType();
        var kind = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (need is ClockNow) return Time.Clock;
        if (kind != typeof(StateOf<>) && kind != typeof(StatesOf<>)) return await facts.AnswerAsync(need, ct);
        var ask = StateQueries.GetOrAdd(type, static asked => typeof(Desk)
            .GetMethod(asked.GetGenericTypeDefinition() == typeof(StateOf<>) ? nameof(BoxedState) : nameof(BoxedStates), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(asked.GetGenericArguments()[0])
            .CreateDelegate<Func<Desk, Need, CancellationToken, Task<object>>>());
        return await ask(this, need, ct);
    }

    private static readonly ConcurrentDictionary<Type, Func<Desk, Need, CancellationToken, Task<object>>> StateQueries = new();

    private static async Task<object> BoxedState<TState>(Desk desk, Need need, CancellationToken ct)
        where TState : IStream<TState> => await desk.StateAsync<TState>(((StateOf<TState>)need).Id, ct);

    private static async Task<object> BoxedStates<TState>(Desk desk, Need need, CancellationToken ct)
        where TState : IStream<TState> => await desk.StatesAsync<TState>(((StatesOf<TState>)need).Prefix, ct);
}

/// <summary>Answers needs that are not the state of a stream, e.g. readings.</summary>
public interface IFactSource
{
    /// <summary>The answer, of the type that the need asks for.</summary>
    Task<object> AnswerAsync(Need need, CancellationToken ct);
}

/// <summary>An act was attempted and refused: part of the record (11.10(f)).</summary>
/// <param name="Command">Name of the command.</param>
/// <param name="Body">Its fields.</param>
/// <param name="Rule">Rule that refused it.</param>
/// <param name="Sentence">What the person was told.</param>
/// <param name="Terminal">Where it was attempted.</param>
public sealed record ActRefused(string Command, JsonElement Body, string Rule, string Sentence, string Terminal);
