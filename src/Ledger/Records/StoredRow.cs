using System.Globalization;

namespace Cellwright.Ledger;

/// <summary>Reads a row of the entry table without trusting it: the bytes are the truth, and the columns beside them must say the same.</summary>
internal static class StoredRow
{
    /// <exception cref="RecordDamagedException">The row was changed behind the record's back.</exception>
    public static Entry Decode(long index, string stream, long version, Guid command, byte[] hash, byte[] bytes)
    {
        Entry entry;
        try
        {
            entry = EntryCodec.Decode(index, bytes);
        }
        catch (FormatException e)
        {
            throw new RecordDamagedException(index, $"Entry {index} ({stream}, version {version}) was changed: {e.Message}");
        }

        if (entry.Stream != stream || entry.Version != version)
            throw new RecordDamagedException(index, $"Entry {index} was moved: its bytes say {entry.Stream} version {entry.Version}, its row says {stream} version {version}.");
        // These two decide whether a retry is harmless.
        if (entry.CommandId != command)
            throw new RecordDamagedException(index, $"Entry {index} ({stream}, version {version}) was given another command: its bytes say {entry.CommandId}, its row says {command}.");
        if (entry.CommandHash.Length > 0 && !entry.CommandHash.Span.SequenceEqual(hash))
            throw new RecordDamagedException(index, $"Entry {index} ({stream}, version {version}) was given the hash of another command: its row does not say what its bytes say.");
        return entry;
    }

    /// <exception cref="RecordDamagedException">An entry between others is missing.</exception>
    public static void RequireNoGap(IReadOnlyList<Entry> entries, long fromIndex)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Index != fromIndex + i)
                throw new RecordDamagedException(fromIndex + i, $"Entry {fromIndex + i} is missing from the record.");
        }
    }

    /// <exception cref="RecordDamagedException">A version of the stream is missing.</exception>
    public static void RequireConsecutive(IReadOnlyList<Entry> entries, string stream, long afterVersion)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Version != afterVersion + 1 + i)
                throw new RecordDamagedException(entries[i].Index, $"Version {afterVersion + 1 + i} of {stream}, before entry {entries[i].Index}, is missing from the record.");
        }
    }

    /// <summary>When a checkpoint was signed: we write one form, and whoever moved the database may have written another.</summary>
    /// <exception cref="FormatException">It is no time.</exception>
    public static DateTimeOffset Time(string at) =>
        DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw new FormatException($"The time of the newest checkpoint was changed: '{at}' is none.");

    /// <summary>What a check of the tables found.</summary>
    public static RecordDamagedException OutOfPlace(long index, string stream, long version, string wrong) =>
        new(index, $"Entry {index} ({stream}, version {version}) {wrong}.");
}
