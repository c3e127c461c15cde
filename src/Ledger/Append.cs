namespace Cellwright.Ledger;

/// <summary>A request to add entries to one stream, and to others beside it: all of them or none.</summary>
/// <param name="Stream">Name of the stream; not empty, without control characters.</param>
/// <param name="ExpectedVersion">The version that the decision was based on: 0 for a new stream, <see cref="Any"/> for whatever it is.</param>
/// <param name="CommandId">Id of the command; the same id never has a second effect.</param>
/// <param name="CommandHash">SHA-256 of the command's body: tells a retry from another command under a used id. 32 bytes.</param>
/// <param name="Actor">Who acts.</param>
/// <param name="At">When, with the UTC offset of the place.</param>
/// <param name="Entries">At least one entry, in order.</param>
public sealed record Append(
    string Stream,
    long ExpectedVersion,
    Guid CommandId,
    ReadOnlyMemory<byte> CommandHash,
    string Actor,
    DateTimeOffset At,
    IReadOnlyList<NewEntry> Entries)
{
    /// <summary>Expected version of an append that fits whatever stands in the stream.</summary>
    public const long Any = -1;

    /// <summary>Entries of further streams that become durable with these, or none does.</summary>
    public IReadOnlyList<Beside> Beside { get; init; } = [];

    /// <summary>All its entries, those of its own stream first, with versions still to come. Refuses what could never be stored, before it reaches the writer that others wait for.</summary>
    /// <exception cref="ArgumentException">The append can never succeed: a fault of the program, not of the operator.</exception>
    internal EncodedEntry[] Encode()
    {
        if (CommandHash.Length != EntryCodec.HashBytes) throw new ArgumentException("A command hash is the 32 bytes of a SHA-256.");
        var count = Entries.Count;
        for (var index = 0; index < Beside.Count; index++) count += Beside[index].Entries.Count;
        var encoded = new EncodedEntry[count];
        var filled = EncodeInto(encoded, 0, Stream, ExpectedVersion, Entries);
        foreach (var beside in Beside)
        {
            if (encoded.Take(filled).Any(entry => entry.Stream == beside.Stream)) throw new ArgumentException("An append names each stream once.");
            filled = EncodeInto(encoded, filled, beside.Stream, beside.ExpectedVersion, beside.Entries);
        }

        return encoded;
    }

    private int EncodeInto(EncodedEntry[] encoded, int filled, string stream, long expectedVersion, IReadOnlyList<NewEntry> entries)
    {
        if (expectedVersion < Any) throw new ArgumentException("An expected version is 0 or more, or Append.Any.");
        if (entries.Count == 0) throw new ArgumentException("An append has at least one entry.");
        for (var index = 0; index < entries.Count; index++)
            encoded[filled++] = new(stream, entries[index], EntryCodec.Encode(stream, 1, entries[index].Type, Actor, At, CommandId, CommandHash.Span, entries[index].Data.Span));
        return filled;
    }
}

/// <summary>An entry as it will be stored but for its version.</summary>
internal readonly record struct EncodedEntry(string Stream, NewEntry Entry, byte[] Bytes);

/// <summary>What an append adds to a further stream.</summary>
/// <param name="Stream">Name of the stream.</param>
/// <param name="ExpectedVersion">The version that the decision was based on, as in <see cref="Append"/>.</param>
/// <param name="Entries">At least one entry, in order.</param>
public sealed record Beside(string Stream, long ExpectedVersion, IReadOnlyList<NewEntry> Entries);

/// <summary>What became of an append. Refusals are values; an unreachable record is a <see cref="RecordUnavailableException"/>.</summary>
public abstract record AppendResult;

/// <summary>The entries are durable.</summary>
/// <param name="Entries">As stored, in order: those of the append's own stream first.</param>
public sealed record Appended(IReadOnlyList<Entry> Entries) : AppendResult;

/// <summary>Somebody else was first, on this stream or on one beside it; nothing was written.</summary>
/// <param name="Actual">The version at which the append's own stream stands.</param>
public sealed record StaleVersion(long Actual) : AppendResult;

/// <summary>This command was done before; nothing was written again.</summary>
/// <param name="Entries">The entries of the first time, of the append's own stream.</param>
public sealed record AlreadyDone(IReadOnlyList<Entry> Entries) : AppendResult;

/// <summary>The command id belongs to another command; nothing was written.</summary>
/// <param name="CommandId">The id that was used before with another body.</param>
public sealed record CommandIdReused(Guid CommandId) : AppendResult;
