using Microsoft.Data.Sqlite;

namespace Cellwright.Ledger;

/// <summary>The one connection that writes a SQLite record. Not safe for several threads: its owner holds a lock.</summary>
internal sealed class SqliteWriter(SqliteConnection connection) : IDisposable
{
    private const int HeadsKept = 100_000;

    private readonly Dictionary<string, long> _heads = new(StringComparer.Ordinal);
    private readonly SqliteStatement _head = new(connection, "SELECT max(version) FROM entry WHERE stream = $1");
    private readonly SqliteStatement _insertEntry = new(connection, "INSERT INTO entry(idx, stream, version, bytes) VALUES ($1, $2, $3, $4)");
    private readonly SqliteStatement _insertCommand = new(connection, "INSERT INTO command(id, hash, first, entries) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");
    private readonly SqliteStatement _findCommand = new(connection, "SELECT hash, first, entries FROM command WHERE id = $1");
    private readonly SqliteStatement _readEntries = new(connection, "SELECT idx, stream, version, bytes FROM entry WHERE idx >= $1 AND idx < $1 + $2 ORDER BY idx");
    private readonly SqliteStatement _begin = new(connection, "BEGIN IMMEDIATE");
    private readonly SqliteStatement _commit = new(connection, "COMMIT");
    private readonly SqliteStatement _dataVersion = new(connection, "PRAGMA data_version");
    private long _next;
    private long _seen = -1;

    /// <summary>Gives each append its result and makes the group durable, or throws and has written nothing.</summary>
    public void Commit(IReadOnlyList<PendingAppend> group) => InTransaction(() =>
    {
        foreach (var pending in group)
        {
            try
            {
                pending.Result = Decide(pending.Append);
            }
            catch (RecordDamagedException e)
            {
                // Found while reading back a first answer: the others of the group have no part in it.
                pending.Fault = e;
            }
        }
    });

    /// <summary>Runs work under the database's write lock.</summary>
    public void InTransaction(Action work)
    {
        _begin.Run();
        try
        {
            Refresh();
            work();
            _commit.Run();
        }
        catch
        {
            // SQLite has rolled back by itself after some faults (https://www.sqlite.org/lang_transaction.html, section 3).
            _seen = -1;
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0) SqliteSchema.Execute(connection, "ROLLBACK");
            throw;
        }
    }

    /// <summary>Stores tiles and checkpoint unless the tree no longer stands at <paramref name="fromSize"/>; runs inside a transaction.</summary>
    public bool GrowTree(long fromSize, IReadOnlyList<Tile> tiles, StoredCheckpoint checkpoint)
    {
        if (SqliteSchema.Scalar(connection, "SELECT coalesce(max(size), 0) FROM checkpoint") != fromSize) return false;
        using var tile = new SqliteStatement(connection, "INSERT INTO tile(level, number, hashes) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET hashes = excluded.hashes");
        foreach (var (level, number, hashes) in tiles) tile.With(1, level).With(2, number).With(3, hashes).Run();
        using var insert = new SqliteStatement(connection, "INSERT INTO checkpoint(size, text, at) VALUES ($1, $2, $3)");
        insert.With(1, checkpoint.Size).With(2, checkpoint.Text).With(3, checkpoint.At.ToString("O", System.Globalization.CultureInfo.InvariantCulture)).Run();
        return true;
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_head, _insertEntry, _insertCommand, _findCommand, _readEntries, _begin, _commit, _dataVersion]) statement.Dispose();
        connection.Dispose();
    }

    /// <summary>What is remembered holds only while no other connection has written (https://www.sqlite.org/pragma.html#pragma_data_version).</summary>
    private void Refresh()
    {
        var version = _dataVersion.Number();
        if (version == _seen && _heads.Count < HeadsKept) return;
        _heads.Clear();
        _next = SqliteSchema.Scalar(connection, "SELECT coalesce(max(idx) + 1, 0) FROM entry");
        _seen = version;
    }

    private AppendResult Decide(Append append)
    {
        var id = append.CommandId.ToByteArray(bigEndian: true);
        var head = Head(append.Stream);
        if (append.ExpectedVersion != Append.Any && append.ExpectedVersion != head)
            return Before(append, id) ?? new StaleVersion(head);
        foreach (var beside in append.Beside)
            if (beside.ExpectedVersion != Append.Any && beside.ExpectedVersion != Head(beside.Stream))
                return Before(append, id) ?? new StaleVersion(head);
        if (_insertCommand.With(1, id).With(2, append.CommandHash.Span).With(3, _next).With(4, append.Entries.Count).Run() == 0)
            return Before(append, id)!;

        var entries = new List<Entry>(append.Entries.Count);
        for (var number = 0; number < append.Parts; number++) Insert(append.Part(number), entries);
        return new Appended(entries);
    }

    private void Insert(Append append, List<Entry> entries)
    {
        var head = Head(append.Stream);
        for (var i = 0; i < append.Entries.Count; i++)
        {
            var (type, data) = append.Entries[i];
            var bytes = EntryCodec.Encode(append.Stream, head + 1 + i, type, append.Actor, append.At, append.CommandId, data.Span);
            _insertEntry.With(1, _next + i).With(2, append.Stream).With(3, head + 1 + i).With(4, bytes).Run();
            entries.Add(EntryCodec.Stored(_next + i, head + 1 + i, append, i, bytes));
        }

        _next += append.Entries.Count;
        _heads[append.Stream] = head + append.Entries.Count;
    }

    private long Head(string stream)
    {
        if (!_heads.TryGetValue(stream, out var head)) _heads[stream] = head = _head.With(1, stream).Number();
        return head;
    }

    /// <summary>The answer of the first time, where the command was seen before.</summary>
    private AppendResult? Before(Append append, byte[] id)
    {
        (byte[] Hash, long First, long Entries)? found = null;
        _findCommand.With(1, id).Read(row => found = (row.Blob(0), row.Long(1), row.Long(2)));
        if (found is not { } before) return null;
        if (!append.CommandHash.Span.SequenceEqual(before.Hash)) return new CommandIdReused(append.CommandId);
        var entries = new List<Entry>();
        _readEntries.With(1, before.First).With(2, before.Entries).Read(row => entries.Add(StoredRow.Decode(row.Long(0), row.Text(1), row.Long(2), row.Blob(3))));
        StoredRow.RequireNoGap(entries, before.First);
        return new AlreadyDone(entries);
    }
}
