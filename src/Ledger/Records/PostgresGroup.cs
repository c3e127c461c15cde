namespace Cellwright.Ledger;

/// <summary>What is known and what was decided for one group of appends.</summary>
internal sealed class PostgresGroup
{
    public sealed record Command(Guid Id, byte[] Hash, string Stream, long First, int Entries);

    public sealed record NewRow(int Place, string Stream, long Version, byte[] Bytes);

    /// <summary>Where each stream of the group stands, with the entries decided so far.</summary>
    public Dictionary<string, long> Heads { get; } = new(StringComparer.Ordinal);

    /// <summary>Commands that were done before, with those decided so far.</summary>
    public Dictionary<Guid, Command> Commands { get; } = [];

    public List<Command> New { get; } = [];

    public List<NewRow> Entries { get; } = [];

    /// <summary>The result, or null where the first answer is to be read back.</summary>
    public AppendResult? Decide(Append append)
    {
        if (Commands.TryGetValue(append.CommandId, out var before))
            return append.CommandHash.Span.SequenceEqual(before.Hash) ? null : new CommandIdReused(append.CommandId);
        var head = Heads[append.Stream];
        if (append.ExpectedVersion != Append.Any && append.ExpectedVersion != head) return new StaleVersion(head);
        foreach (var beside in append.Beside)
            if (beside.ExpectedVersion != Append.Any && beside.ExpectedVersion != Heads[beside.Stream]) return new StaleVersion(head);

        var stored = new List<Entry>(append.Entries.Count);
        for (var number = 0; number < append.Parts; number++) Add(append.Part(number), stored);
        var command = new Command(append.CommandId, append.CommandHash.ToArray(), append.Stream, head + 1, append.Entries.Count);
        Commands[append.CommandId] = command;
        New.Add(command);
        return new Appended(stored);
    }

    private void Add(Append append, List<Entry> stored)
    {
        var head = Heads[append.Stream];
        for (var i = 0; i < append.Entries.Count; i++)
        {
            var (type, data) = append.Entries[i];
            var bytes = EntryCodec.Encode(append.Stream, head + 1 + i, type, append.Actor, append.At, append.CommandId, data.Span);
            Entries.Add(new NewRow(Entries.Count, append.Stream, head + 1 + i, bytes));
            stored.Add(EntryCodec.Stored(Entry.NotYetPlaced, head + 1 + i, append, i, bytes));
        }

        Heads[append.Stream] = head + append.Entries.Count;
    }
}
