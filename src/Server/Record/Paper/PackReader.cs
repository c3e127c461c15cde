using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.People;
using Cellwright.Ledger;

namespace Cellwright.Server.Record.Paper;

/// <summary>What stands on a paper pack.</summary>
/// <param name="Batch">The batch as the pack shows it.</param>
/// <param name="RecordedAt">When its latest entry was recorded.</param>
/// <param name="MadeAt">When the pack was made.</param>
/// <param name="Checkpoint">The signed head of the record at that time, or null when nothing was signed yet.</param>
/// <param name="Prints">When and by whom this pack was printed through the server; empty for one that was only kept for the case that it is down.</param>
/// <param name="Names">Printed names by user id.</param>
public sealed record PackFacts(
    Batch Batch, DateTimeOffset RecordedAt, DateTimeOffset MadeAt, (string Origin, long Size, string Root)? Checkpoint, IReadOnlyList<PrintedPack> Prints, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>Number of the pack.</summary>
    public string Number => PackNumber.Of(Batch.Id, Batch.Version);
}

/// <summary>Reads what a paper pack needs from the record alone, with or without a server.</summary>
/// <param name="record">The record.</param>
/// <param name="clock">Says when a pack is made.</param>
public sealed class PackReader(IRecord record, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, string> names = new();
    private readonly ConcurrentDictionary<string, Read> reads = new(StringComparer.Ordinal); // of batches that are being made

    // How far a batch was read, and what it was then.
    private sealed record Read(long Version, Batch Batch, DateTimeOffset RecordedAt, ImmutableList<PrintedPack> Packs)
    {
        public static Read Nothing { get; } = new(0, Batch.Empty, DateTimeOffset.MinValue, Batch.Empty.Packs);
    }

    /// <summary>The pack of a batch as it stands now. A batch that was asked for before is read on from there.</summary>
    /// <returns>Null for a batch that is unknown or over.</returns>
    public async Task<PackFacts?> NowAsync(string batchId, CancellationToken ct = default)
    {
        var read = await OnAsync(reads.GetValueOrDefault(batchId, Read.Nothing), batchId, long.MaxValue, ct);
        var facts = await FactsAsync(read, ct);
        if (facts is null) reads.TryRemove(batchId, out _);
        else reads[batchId] = read; // of two at once either may stay: the other's entries are read again
        return facts;
    }

    /// <summary>A pack by its number, as the batch stood then.</summary>
    /// <returns>Null for a number that no pack of this batch has.</returns>
    public async Task<PackFacts?> OfAsync(string batchId, string number, CancellationToken ct = default) =>
        PackNumber.VersionOf(batchId, number) is { } version && await FactsAsync(await OnAsync(Read.Nothing, batchId, version, ct), ct) is { } facts && facts.Number == number ? facts : null;

    // Packs that were printed of it belong to it whenever they were printed, also later.
    private async Task<Read> OnAsync(Read read, string batchId, long upTo, CancellationToken ct)
    {
        var (version, batch, recordedAt, packs) = read;
        foreach (var entry in await record.ReadStreamAsync($"batch/{batchId}", version, ct))
        {
            version = entry.Version;
            if (EventCatalogue.Read(entry.Type, entry.Data.Span) is not Event<Batch> happened) continue;
            var when = new Happened(entry.Actor, entry.At, entry.Version);
            if (happened is Domain.Execution.Commands.PackPrinted) packs = happened.After(batch with { Packs = packs }, when).Packs;
            else if (entry.Version <= upTo) (batch, recordedAt) = (happened.After(batch, when), entry.At);
        }

        return new Read(version, batch, recordedAt, packs);
    }

    private async Task<PackFacts?> FactsAsync(Read read, CancellationToken ct)
    {
        var batch = read.Batch;
        if (batch.Status is not (BatchStatus.Ordered or BatchStatus.Running or BatchStatus.Paused)) return null;
        var number = PackNumber.Of(batch.Id, batch.Version);
        return new PackFacts(batch, read.RecordedAt, clock.GetUtcNow().ToOffset(batch.OrderedAt.Offset), await CheckpointAsync(ct), [.. read.Packs.Where(pack => pack.Number == number)], await NamesAsync(batch, read.Packs, ct));
    }

    private async Task<(string, long, string)?> CheckpointAsync(CancellationToken ct)
    {
        if (await record.LatestCheckpointAsync(ct) is not { } stored) return null;
        var head = Checkpoint.Parse(SignedNote.Parse(Encoding.UTF8.GetBytes(stored.Text)).Text);
        return (head.Origin, head.Size, head.Root.ToString());
    }

    private async Task<IReadOnlyDictionary<string, string>> NamesAsync(Batch batch, IEnumerable<PrintedPack> packs, CancellationToken ct)
    {
        var ids = batch.Steps.Values.SelectMany(step => new[] { step.StartedBy, step.CompletedBy ?? "" }.Concat(step.Values.Select(value => value.By)).Concat(step.Done.Select(done => done.By)))
            .Concat(packs.Select(pack => pack.By)).Append(batch.Responsible).Where(id => id.Length > 0).Distinct();
        var found = new Dictionary<string, string>(StringComparer.Ordinal) { [Performer.System.Id] = Performer.System.Name };
        foreach (var id in ids)
        {
            if (found.ContainsKey(id)) continue;
            if (!names.TryGetValue(id, out var name))
            {
                // An id is given to one person for ever, and with it the name.
                if ((await record.ReadStreamAsync($"{Person.Category}/{id}", 0, ct)).FirstOrDefault(entry => entry.Type == nameof(PersonRegistered)) is not { } registered) continue;
                names[id] = name = ((PersonRegistered)EventCatalogue.Read(registered.Type, registered.Data.Span)).Name;
            }

            found[id] = name;
        }

        return found;
    }
}
