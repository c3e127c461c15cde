using Microsoft.Data.Sqlite;

namespace Cellwright.Ledger;

/// <summary>The one connection that writes a SQLite record. Not safe for several threads: its owner holds a lock.</summary>
internal sealed class SqliteWriter(SqliteConnection connection) : IDisposable
{
    private const int HeadsKept = 100_000;

    /// <summary>Where a stream stands: its version, and the index of its last entry.</summary>
    private readonly record struct Head(long Version, long? Last);

    private readonly Dictionary<string, Head> _heads = new(StringComparer.Ordinal);
    private readonly SqliteStatement _head = new(connection, "SELECT version, last FROM stream WHERE name = $1");
    private readonly SqliteStatement _newHead = new(connection, "INSERT INTO stream(name, version, last) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING");
    private readonly SqliteStatement _moveHead = new(connection, "UPDATE stream SET version = ?2, last = ?3 WHERE name = ?1 AND version = ?4");
    private readonly SqliteStatement _insert = new(connection, """
        INSERT INTO entry(idx, stream, version, before, command, part, hash, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (command, part) DO NOTHING
        """);
    private readonly SqliteStatement _ofCommand = new(connection, "SELECT idx, stream, version, command, hash, bytes FROM entry WHERE command = $1 ORDER BY part");
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
                pending.Result = Decide(pending);
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
        foreach (var statement in (SqliteStatement[])[_head, _newHead, _moveHead, _insert, _ofCommand, _begin, _commit, _dataVersion]) statement.Dispose();
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

    private AppendResult Decide(PendingAppend pending)
    {
        var append = pending.Append;
        Span<byte> command = stackalloc byte[16];
        append.CommandId.TryWriteBytes(command, bigEndian: true, out _);
        var head = HeadOf(append.Stream);
        if (append.ExpectedVersion != Append.Any && append.ExpectedVersion != head.Version)
            return Before(append, command) ?? new StaleVersion(head.Version);

        foreach (var beside in append.Beside)
            if (beside.ExpectedVersion != Append.Any && beside.ExpectedVersion != HeadOf(beside.Stream).Version)
                return Before(append, command) ?? new StaleVersion(head.Version);

        var entries = new Entry[pending.Encoded.Length];
        for (var part = 0; part < entries.Length; part++)
        {
            var (version, last) = HeadOf(pending.Encoded[part].Stream);
            var entry = entries[part] = pending.Placed(part, _next, version + 1);
            var stream = EntryCodec.StreamOf(entry.Bytes.Span);
            _insert.With(1, _next).WithText(2, stream).With(3, entry.Version).With(4, last).With(5, command).With(6, part).With(7, append.CommandHash.Span).With(8, entry.Bytes.Span);
            if (_insert.Run() == 0) return Before(append, command)!;
            if ((last is null ? _newHead : _moveHead.With(4, version)).WithText(1, stream).With(2, entry.Version).With(3, _next).Run() == 0)
                throw new InvalidOperationException($"{entry.Stream} no longer stands at version {version}, though nobody else can have written.");
            _heads[entry.Stream] = new Head(entry.Version, _next++);
        }

        return new Appended(entries);
    }

    private Head HeadOf(string stream)
    {
        if (_heads.TryGetValue(stream, out var head)) return head;
        _head.With(1, stream).Read(row => head = new Head(row.Long(0), row.Long(1)));
        return _heads[stream] = head;
    }

    /// <summary>The answer of the first time, where the command was seen before.</summary>
    private AppendResult? Before(Append append, ReadOnlySpan<byte> command)
    {
        byte[]? hash = null;
        var entries = new List<Entry>();
        _ofCommand.With(1, command).Read(row =>
        {
            hash = row.Blob(4);
            entries.Add(SqliteSchema.EntryOf(row));
        });
        if (hash is null) return null;
        if (!append.CommandHash.Span.SequenceEqual(hash)) return new CommandIdReused(append.CommandId);
        StoredRow.RequireNoGap(entries, entries[0].Index);
        return new AlreadyDone([.. entries.Where(entry => entry.Stream == entries[0].Stream)]);
    }
}
