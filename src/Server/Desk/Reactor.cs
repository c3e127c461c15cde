using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Ledger;

namespace Cellwright.Server.Desk;

/// <summary>Follows the record in global order: keeps caches current and gives the commands that follow from events.</summary>
/// <remarks>Runs from a checkpoint kept in a file; after a crash some entries are seen twice, which has no second effect.</remarks>
public sealed class Reactor : BackgroundService
{
    private readonly IRecord record;
    private readonly Desk desk;
    private readonly string positionFile;
    private readonly ILogger<Reactor> log;
    private readonly SemaphoreSlim signal = new(0);
    private readonly IReadOnlyList<IReactions> modules = [.. typeof(IReactions).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IReactions)))
        .Select(type => (IReactions)Activator.CreateInstance(type)!)];

    /// <summary>Follows <paramref name="record"/>, keeping its place in <paramref name="positionFile"/>.</summary>
    public Reactor(IRecord record, Desk desk, string positionFile, ILogger<Reactor> log)
    {
        (this.record, this.desk, this.positionFile, this.log) = (record, desk, positionFile, log);
        desk.Recorded += _ => signal.Release();
    }

    /// <summary>Raised for every entry in global order, once it was taken in.</summary>
    public event Action<Entry>? Followed;

    /// <summary>Index of the next entry to take in.</summary>
    public long Position { get; private set; }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Position = File.Exists(positionFile) && long.TryParse(await File.ReadAllTextAsync(positionFile, stoppingToken), out var kept) ? kept : 0;
        var knowsTime = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!knowsTime) await LearnTimeAsync(stoppingToken);
                knowsTime = true;
                while (await StepAsync(stoppingToken) > 0) { }
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(fault, "Following the record stopped at entry {Position}; trying again", Position);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }

            // The pause catches what other nodes wrote; this node's own entries signal at once.
            await signal.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    /// <summary>Takes in what is there now; gives the number of entries.</summary>
    public async Task<int> StepAsync(CancellationToken ct)
    {
        var entries = await record.ReadAsync(Position, 500, ct);
        foreach (var entry in entries)
        {
            desk.Saw(entry);
            if (EventCatalogue.Types.ContainsKey(entry.Type)) await ReactAsync(entry, ct);
            Position = entry.Index + 1;
            Followed?.Invoke(entry);
        }

        if (entries.Count > 0) await KeepPosition(ct);
        return entries.Count;
    }

    // A clock that was set back while the server was down is noticed by the newest entry.
    private async Task LearnTimeAsync(CancellationToken ct)
    {
        var count = await record.CountAsync(ct);
        if (count > 0) desk.Time.Recorded((await record.ReadAsync(count - 1, 1, ct))[0].At);
    }

    private async Task ReactAsync(Entry entry, CancellationToken ct)
    {
        object? happened = null;
        foreach (var module in modules)
        {
            var ordinal = 0;
            happened ??= EventCatalogue.Read(entry.Type, entry.Data.Span);
            foreach (var reaction in module.React(entry.Stream[(entry.Stream.IndexOf('/') + 1)..], happened))
            {
                var answer = await SendAsync(reaction, IdFor(entry, module, ordinal++), ct);
                if (answer.Refusal is { } refusal)
                    log.LogWarning("What follows from {Type} at {Index} was refused: {Sentence}", entry.Type, entry.Index, refusal.Sentence);
            }
        }
    }

    private Task<Answer> SendAsync(Reaction reaction, Guid id, CancellationToken ct) =>
        (Task<Answer>)typeof(Reactor).GetMethod(nameof(SendTyped), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
            .MakeGenericMethod(reaction.GetType().GetGenericArguments()[0])
            .Invoke(this, [reaction, id, ct])!;

    private Task<Answer> SendTyped<TState>(Given<TState> given, Guid id, CancellationToken ct)
        where TState : IStream<TState> =>
        desk.SendAsync(given.Command, new Caller(Performer.System, "server", id), ct);

    // By the module's name, so that a module that is added later shifts no other's ids.
    private static Guid IdFor(Entry entry, IReactions module, int ordinal) =>
        new(SHA256.HashData([.. entry.Bytes.Span, .. Encoding.UTF8.GetBytes(module.GetType().Name), .. BitConverter.GetBytes(ordinal)]).AsSpan(0, 16));

    private async Task KeepPosition(CancellationToken ct)
    {
        var next = positionFile + ".next";
        await File.WriteAllTextAsync(next, Position.ToString(System.Globalization.CultureInfo.InvariantCulture), ct);
        File.Move(next, positionFile, overwrite: true);
    }
}
