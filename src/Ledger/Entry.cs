namespace Cellwright.Ledger;

/// <summary>An event that is to become an entry.</summary>
/// <param name="Type">Name of the event type; not empty, without control characters.</param>
/// <param name="Data">The event as UTF-8 JSON; kept byte for byte.</param>
public sealed record NewEntry(string Type, ReadOnlyMemory<byte> Data);

/// <summary>One entry of the record, as it is stored for ever.</summary>
/// <param name="Index">Place in the global order, from 0: the leaf index of the Merkle tree. <see cref="NotYetPlaced"/> for a durable entry that the PostgreSQL sequencer has not placed yet.</param>
/// <param name="Stream">The stream that it belongs to, e.g. <c>batch/B-0001</c>.</param>
/// <param name="Version">Place in its stream, from 1.</param>
/// <param name="Type">Name of the event type.</param>
/// <param name="Actor">Who did it: a user id, or the name of the part of the system that acted.</param>
/// <param name="At">When it was done, with the UTC offset of the place where it was done.</param>
/// <param name="CommandId">The command that caused it.</param>
/// <param name="CommandHash">SHA-256 of that command, see <see cref="Append"/>; empty in entries of format 1.</param>
/// <param name="Data">The event as UTF-8 JSON.</param>
/// <param name="Bytes">The exact stored bytes: what the Merkle leaf is the hash of. See <see cref="EntryCodec"/>.</param>
public sealed record Entry(
    long Index,
    string Stream,
    long Version,
    string Type,
    string Actor,
    DateTimeOffset At,
    Guid CommandId,
    ReadOnlyMemory<byte> CommandHash,
    ReadOnlyMemory<byte> Data,
    ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Stands in <see cref="Index"/> until the entry has its place in the global order.</summary>
    public const long NotYetPlaced = -1;
}
