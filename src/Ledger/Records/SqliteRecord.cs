using Microsoft.Data.Sqlite;

namespace Cellwright.Ledger;

/// <summary>The record in one SQLite file: the default of a site that starts small. One server writes it; write-ahead journal, synced at every commit.</summary>
public sealed class SqliteRecord : IRecord
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly string _connectionString;
    private readonly Lock _writing = new();
    private readonly GroupCommit _group;
    private SqliteWriter? _writer;

    private SqliteRecord(string path)
    {
        _path = Path.GetFullPath(path);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadWrite }.ToString();
        _group = new GroupCommit(group => Write(writer => writer.Commit(group)));
    }

    /// <summary>Opens the record in this file and makes it where there is none; its folder must exist.</summary>
    /// <exception cref="RecordUnavailableException">The file cannot be opened or is not a record.</exception>
    public static SqliteRecord Open(string path)
    {
        var record = new SqliteRecord(path);
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = record._path, Pooling = false }.ToString());
            connection.Open();
            SqliteSchema.Ensure(connection, record._path);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Unavailable(record._path, e);
        }

        return record;
    }

    /// <inheritdoc />
    public Task<AppendResult> AppendAsync(Append append, CancellationToken ct = default) => _group.AppendAsync(append, ct);

    /// <inheritdoc />
    public Task<IReadOnlyList<Entry>> ReadStreamAsync(string stream, long afterVersion = 0, CancellationToken ct = default) => ReadAsync(connection =>
    {
        using var statement = new SqliteStatement(connection, """
            WITH RECURSIVE chain(idx) AS (
                SELECT last FROM stream WHERE name = $1 AND version > $2
                UNION SELECT before FROM chain JOIN entry USING (idx) WHERE version > $2 + 1)
            SELECT idx, stream, version, command, hash, bytes FROM entry WHERE idx IN chain ORDER BY idx
            """);
        var entries = Entries(statement.With(1, stream).With(2, afterVersion), ct);
        StoredRow.RequireConsecutive(entries, stream, afterVersion);
        return entries;
    }, ct);

    /// <inheritdoc />
    public Task<IReadOnlyList<Entry>> ReadAsync(long fromIndex, int limit, CancellationToken ct = default) => ReadAsync(connection =>
    {
        using var statement = new SqliteStatement(connection, "SELECT idx, stream, version, command, hash, bytes FROM entry WHERE idx >= $1 ORDER BY idx LIMIT $2");
        var entries = Entries(statement.With(1, fromIndex).With(2, limit), ct);
        StoredRow.RequireNoGap(entries, fromIndex);
        return entries;
    }, ct);

    /// <inheritdoc />
    public Task<long> CountAsync(CancellationToken ct = default) =>
        ReadAsync(connection => SqliteSchema.Scalar(connection, "SELECT coalesce(max(idx) + 1, 0) FROM entry"), ct);

    /// <inheritdoc />
    public Task CheckTablesAsync(CancellationToken ct = default) => ReadAsync(connection =>
    {
        using var statement = new SqliteStatement(connection, SqliteSchema.OutOfPlace);
        statement.Read(row => throw StoredRow.OutOfPlace(row.Long(0), row.Text(1), row.Long(2), row.Text(3)));
        return true;
    }, ct);

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> StreamsAsync(string prefix, CancellationToken ct = default) => ReadAsync<IReadOnlyList<string>>(connection =>
    {
        // Hops from name to name along the index, and stops at the first with another beginning.
        using var statement = new SqliteStatement(connection, """
            WITH RECURSIVE s(name) AS (
                SELECT min(name) FROM stream WHERE name >= $1
                UNION ALL SELECT (SELECT min(name) FROM stream WHERE name > s.name) FROM s WHERE substr(s.name, 1, length($1)) = $1)
            SELECT name FROM s WHERE substr(name, 1, length($1)) = $1
            """);
        var names = new List<string>();
        statement.With(1, prefix).Read(row => names.Add(row.Text(0)));
        return names;
    }, ct);

    /// <inheritdoc />
    public Task<StoredCheckpoint?> LatestCheckpointAsync(CancellationToken ct = default) => ReadAsync(connection =>
    {
        using var statement = new SqliteStatement(connection, "SELECT size, text, at FROM checkpoint ORDER BY size DESC LIMIT 1");
        StoredCheckpoint? found = null;
        statement.Read(row => found = new StoredCheckpoint(row.Long(0), row.Text(1), StoredRow.Time(row.Text(2))));
        return found;
    }, ct);

    /// <inheritdoc />
    public Task<Tile?> ReadTileAsync(int level, long number, CancellationToken ct = default) => ReadAsync(connection =>
    {
        using var statement = new SqliteStatement(connection, "SELECT hashes FROM tile WHERE level = $1 AND number = $2");
        Tile? found = null;
        statement.With(1, level).With(2, number).Read(row => found = new Tile(level, number, row.Blob(0)));
        return found;
    }, ct);

    /// <inheritdoc />
    public Task<bool> GrowTreeAsync(long fromSize, IReadOnlyList<Tile> tiles, StoredCheckpoint checkpoint, CancellationToken ct = default) => Task.Run(() =>
    {
        var grown = false;
        Write(writer => writer.InTransaction(() => grown = writer.GrowTree(fromSize, tiles, checkpoint)));
        return grown;
    }, ct);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _group.DisposeAsync().ConfigureAwait(false);
        lock (_writing)
        {
            _writer?.Dispose();
            _writer = null;
        }

        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private void Write(Action<SqliteWriter> work)
    {
        lock (_writing)
        {
            // A file that was taken away would go on being written, unseen, until the last handle closes.
            if (!File.Exists(_path)) throw new RecordUnavailableException($"{_path} is gone: stop the server, put the file back (or restore the last backup) and start again.");
            try
            {
                work(_writer ??= OpenWriter());
            }
            catch (SqliteException e)
            {
                _writer?.Dispose();
                _writer = null;
                throw SqliteErrors.Unavailable(_path, e);
            }
        }
    }

    private SqliteWriter OpenWriter()
    {
        var connection = Opened(_connectionString + ";Pooling=False");
        SqliteSchema.Ensure(connection, _path);
        return new SqliteWriter(connection);
    }

    // Readers, too, find the file locked for a moment, when the journal is made or folded in for good (https://www.sqlite.org/wal.html, section 9).
    private static SqliteConnection Opened(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, (int)Patience.TotalMilliseconds);
        return connection;
    }

    private Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken ct) => Task.Run(() =>
    {
        try
        {
            using var connection = Opened(_connectionString);
            return read(connection);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Unavailable(_path, e);
        }
    }, ct);

    private static IReadOnlyList<Entry> Entries(SqliteStatement statement, CancellationToken ct)
    {
        var entries = new List<Entry>();
        statement.Read(row =>
        {
            ct.ThrowIfCancellationRequested();
            entries.Add(SqliteSchema.EntryOf(row));
        });
        return entries;
    }
}
