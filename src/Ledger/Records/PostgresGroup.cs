namespace Cellwright.Ledger;

/// <summary>What is known and what was decided for one group of appends.</summary>
internal sealed class PostgresGroup
{
    public sealed record Command(Guid Id, byte[] Hash, string Stream, long First, int Entries);

    public sealed record NewRow(int Place, int Part, byte[] Hash, Entry Entry);

    /// <summary>Where each stream of the group stands, with the entries decided so far.</summary>
    public Dictionary<string, long> Heads { get; } = new(StringComparer.Ordinal);

    /// <summary>Commands that were done before, with those decided so far.</summary>
    public Dictionary<Guid, Command> Commands { get; } = [];

    public List<NewRow> Entries { get; } = [];

    /// <summary>The result, or null where the first answer is to be read back.</summary>
    public AppendResult? Decide(PendingAppend pending)
    {
        var append = pending.Append;
        if (Commands.TryGetValue(append.CommandId, out var before))
            return append.CommandHash.Span.SequenceEqual(before.Hash) ? null : new CommandIdReused(append.CommandId);
        var head = Heads[append.Stream];
        if (append.ExpectedVersion != Append.Any && append.ExpectedVersion != head) return new StaleVersion(head);

        foreach (var beside in append.Beside)
            if (beside.ExpectedVersion != Append.Any && beside.ExpectedVersion != Heads[beside.Stream]) return new StaleVersion(head);

        var hash = append.CommandHash.ToArray();
        var stored = new Entry[pending.Encoded.Length];
        for (var part = 0; part < stored.Length; part++)
        {
            var entry = stored[part] = pending.Placed(part, Entry.NotYetPlaced, ++Heads[pending.Encoded[part].Stream]);
            Entries.Add(new NewRow(Entries.Count, part, hash, entry));
        }

        Commands[append.CommandId] = new Command(append.CommandId, hash, append.Stream, head + 1, append.Entries.Count);
        return new Appended(stored);
    }
}
