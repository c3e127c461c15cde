using System.Globalization;
using Npgsql;

namespace Cellwright.Ledger;

/// <summary>
/// The record in a PostgreSQL database, in the schema <c>ledger</c>; several servers may write it at once and each reconnects by itself.
/// An append is durable before it has its global index; reading or counting in global order places all that is durable first.
/// </summary>
public sealed class PostgresRecord : IRecord
{
    internal const string OfStream = """
        SELECT coalesce(c.first_index + e.place, -1), e.stream, e.version, e.command, e.hash, e.bytes
        FROM ledger.entry e LEFT JOIN ledger.commits c ON c.id = e.commit_id
        WHERE e.stream = $1 AND e.version > $2 ORDER BY e.version LIMIT $3
        """;

    private const string InOrder = """
        SELECT c.first_index + e.place, e.stream, e.version, e.command, e.hash, e.bytes
        FROM ledger.commits c JOIN ledger.entry e ON e.commit_id = c.id
        WHERE c.first_index >= coalesce((SELECT max(first_index) FROM ledger.commits WHERE first_index <= $1), 0)
          AND c.first_index < $1 + $2 AND c.first_index + e.place >= $1
        ORDER BY c.first_index, e.place LIMIT $2
        """;

    /// <summary>
    /// So many groups are on their way at once: while one waits for disk or network, PostgreSQL works on the others. A stream always goes to the same
    /// writer, so that they meet only where an append touches several streams, and there the database decides as between servers.
    /// </summary>
    private const int Writers = 4;

    private const int MostConnections = 24; // PostgreSQL grants 100 to all servers and programs together unless it is told otherwise

    private readonly NpgsqlDataSource _source;
    private readonly GroupCommit[] _writers;

    private PostgresRecord(NpgsqlDataSource source)
    {
        _source = source;
        _writers = [.. Enumerable.Range(0, Writers).Select(_ => new GroupCommit(new PostgresWriter(source).Commit))];
    }

    /// <summary>Opens the record in this database and makes its tables where there are none.</summary>
    /// <exception cref="RecordUnavailableException">The database cannot be reached or used.</exception>
    public static async Task<PostgresRecord> OpenAsync(string connectionString, CancellationToken ct = default)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // What the record rests on, whatever the server's defaults are.
            Options = @"-c default_transaction_isolation=read\ committed -c synchronous_commit=on",
            MaxAutoPrepare = 20,
            AutoPrepareMinUsages = 2,
            MaxPoolSize = MostConnections,
        };
        var source = NpgsqlDataSource.Create(settings);
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
            await using var command = new NpgsqlCommand(PostgresSchema.Ensure, connection, transaction);
            await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            await transaction.CommitAsync(ct).ConfigureAwait(false);
            return new PostgresRecord(source);
        }
        catch (Exception e) when (PostgresErrors.IsFault(e))
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw PostgresErrors.Unavailable(e);
        }
    }

    /// <inheritdoc />
    public Task<AppendResult> AppendAsync(Append append, CancellationToken ct = default) =>
        _writers[(uint)append.Stream.GetHashCode(StringComparison.Ordinal) % Writers].AppendAsync(append, ct);

    /// <inheritdoc />
    public Task<IReadOnlyList<Entry>> ReadStreamAsync(string stream, long afterVersion = 0, CancellationToken ct = default) => UseAsync(async connection =>
    {
        var entries = await EntriesAsync(connection, OfStream, ct, stream, afterVersion, int.MaxValue).ConfigureAwait(false);
        StoredRow.RequireConsecutive(entries, stream, afterVersion);
        return entries;
    }, ct);

    /// <inheritdoc />
    public Task<IReadOnlyList<Entry>> ReadAsync(long fromIndex, int limit, CancellationToken ct = default) => UseAsync(async connection =>
    {
        await PlaceAsync(connection, ct).ConfigureAwait(false);
        var entries = await EntriesAsync(connection, InOrder, ct, fromIndex, (long)limit).ConfigureAwait(false);
        StoredRow.RequireNoGap(entries, fromIndex);
        return entries;
    }, ct);

    /// <inheritdoc />
    public Task<long> CountAsync(CancellationToken ct = default) => UseAsync(connection => PlaceAsync(connection, ct), ct);

    /// <inheritdoc />
    public Task CheckTablesAsync(CancellationToken ct = default) => UseAsync(async connection =>
    {
        await using var command = Command(connection, PostgresSchema.OutOfPlace);
        command.CommandTimeout = 0; // it reads all rows, however many
        await using var row = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        return await row.ReadAsync(ct).ConfigureAwait(false) ? throw StoredRow.OutOfPlace(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetString(3)) : true;
    }, ct);

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> StreamsAsync(string prefix, CancellationToken ct = default) => UseAsync<IReadOnlyList<string>>(async connection =>
    {
        // Hops from stream to stream along the index rather than over every entry.
        await using var command = Command(connection, """
            WITH RECURSIVE s(name) AS (
                SELECT min(stream) FROM ledger.entry WHERE stream >= $1
                UNION ALL SELECT (SELECT min(stream) FROM ledger.entry WHERE stream > s.name) FROM s WHERE starts_with(s.name, $1))
            SELECT name FROM s WHERE starts_with(name, $1)
            """, prefix);
        await using var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        var names = new List<string>();
        while (await reader.ReadAsync(ct).ConfigureAwait(false)) names.Add(reader.GetString(0));
        return names;
    }, ct);

    /// <inheritdoc />
    public Task<StoredCheckpoint?> LatestCheckpointAsync(CancellationToken ct = default) => UseAsync(async connection =>
    {
        await using var command = Command(connection, "SELECT size, text, at FROM ledger.checkpoint ORDER BY size DESC LIMIT 1");
        await using var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        if (!await reader.ReadAsync(ct).ConfigureAwait(false)) return null;
        return new StoredCheckpoint(reader.GetInt64(0), reader.GetString(1), StoredRow.Time(reader.GetString(2)));
    }, ct);

    /// <inheritdoc />
    public Task<Tile?> ReadTileAsync(int level, long number, CancellationToken ct = default) => UseAsync(async connection =>
    {
        await using var command = Command(connection, "SELECT hashes FROM ledger.tile WHERE level = $1 AND number = $2", level, number);
        return await command.ExecuteScalarAsync(ct).ConfigureAwait(false) is byte[] hashes ? new Tile(level, number, hashes) : null;
    }, ct);

    /// <inheritdoc />
    public Task<bool> GrowTreeAsync(long fromSize, IReadOnlyList<Tile> tiles, StoredCheckpoint checkpoint, CancellationToken ct = default) => UseAsync(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
        await using var lockOut = Command(connection, "LOCK TABLE ledger.checkpoint IN EXCLUSIVE MODE");
        await lockOut.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        await using var size = Command(connection, "SELECT coalesce(max(size), 0) FROM ledger.checkpoint");
        if ((long)(await size.ExecuteScalarAsync(ct).ConfigureAwait(false))! != fromSize) return false;
        await using var insert = Command(connection, """
            INSERT INTO ledger.tile(level, number, hashes) SELECT * FROM unnest($1, $2, $3) ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes
            """, tiles.Select(t => t.Level).ToArray(), tiles.Select(t => t.Number).ToArray(), tiles.Select(t => t.Hashes).ToArray());
        await insert.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        await using var note = Command(connection, "INSERT INTO ledger.checkpoint(size, text, at) VALUES ($1, $2, $3)",
            checkpoint.Size, checkpoint.Text, checkpoint.At.ToString("O", CultureInfo.InvariantCulture));
        await note.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        await transaction.CommitAsync(ct).ConfigureAwait(false);
        return true;
    }, ct);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers) await writer.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<Entry>> EntriesAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        var entries = new List<Entry>();
        while (await reader.ReadAsync(ct).ConfigureAwait(false)) entries.Add(EntryOf(reader));
        return entries;
    }

    /// <summary>The entry of a row of index, stream, version, command, hash and bytes.</summary>
    internal static Entry EntryOf(NpgsqlDataReader row) =>
        StoredRow.Decode(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetGuid(3), row.GetFieldValue<byte[]>(4), row.GetFieldValue<byte[]>(5));

    private static async Task<long> PlaceAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = Command(connection, "SELECT ledger.place_commits()");
        return (long)(await command.ExecuteScalarAsync(ct).ConfigureAwait(false))!;
    }

    internal static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    private async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken ct)
    {
        for (var broken = false; ; broken = true)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(ct).ConfigureAwait(false);
                return await use(connection).ConfigureAwait(false);
            }
            catch (Exception e) when (PostgresErrors.IsBroken(e) && !broken)
            {
                _source.Clear();
            }
            catch (Exception e) when (PostgresErrors.IsFault(e))
            {
                throw PostgresErrors.Unavailable(e);
            }
        }
    }
}
