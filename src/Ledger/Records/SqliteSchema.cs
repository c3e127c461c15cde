using Microsoft.Data.Sqlite;

namespace Cellwright.Ledger;

/// <summary>
/// The tables of a record in one SQLite file. A stream is a chain: its row says where it stands, and each of its entries which one came before.
/// An index over (stream, version) would be written in as many places as streams are alive, and every commit would carry a page for each.
/// </summary>
internal static class SqliteSchema
{
    private const int ApplicationId = 0x43574C52; // "CWLR"
    private const int Version = 1;

    /// <summary>Durable commits: a write-ahead journal that is synced at each one (https://www.sqlite.org/pragma.html#pragma_synchronous).</summary>
    /// <remarks>
    /// The journal may grow to 8192 pages (32 MiB) before it is folded into the file, since the newest pages are written again and again.
    /// The cache is small because SQLite walks through all of it at the end of each commit in which a page was split.
    /// </remarks>
    private const string Settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8192; PRAGMA cache_size = -8192;";

    // The triggers are no defence against a person with the file in hand (the tree is); they stop slips and say so.
    private const string Tables = """
        CREATE TABLE stream(name TEXT PRIMARY KEY, version INTEGER NOT NULL, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE entry(
            idx INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, before INTEGER,
            command BLOB NOT NULL, part INTEGER NOT NULL, hash BLOB NOT NULL, bytes BLOB NOT NULL, UNIQUE (command, part)) STRICT;
        CREATE TABLE tile(level INTEGER NOT NULL, number INTEGER NOT NULL, hashes BLOB NOT NULL, UNIQUE (level, number)) STRICT;
        CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, text TEXT NOT NULL, at TEXT NOT NULL) STRICT;
        CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
        CREATE TRIGGER entry_is_not_removed BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
        CREATE TRIGGER stream_is_not_removed BEFORE DELETE ON stream BEGIN SELECT RAISE(ABORT, 'streams are never removed'); END;
        """;

    /// <summary>The first row that does not fit those around it. One statement sees one state, whatever is appended meanwhile.</summary>
    public const string OutOfPlace = """
        SELECT idx, stream, version, wrong FROM (
            SELECT idx, stream, version, CASE
                WHEN version <> lag(version, 1, 0) OVER own + 1 OR before IS NOT lag(idx) OVER own THEN 'does not follow the entry before it in its stream'
                WHEN part <> lag(part, 1, -1) OVER one + 1 OR part > 0 AND (idx <> lag(idx) OVER one + 1 OR hash IS NOT lag(hash) OVER one)
                    THEN 'does not fit the other entries of its command' END AS wrong
            FROM entry WINDOW own AS (PARTITION BY stream ORDER BY idx), one AS (PARTITION BY command ORDER BY idx))
        WHERE wrong IS NOT NULL
        UNION ALL
        SELECT coalesce(e.idx, s.last), coalesce(e.stream, s.name), coalesce(e.version, s.version),
            iif(e.idx IS NULL, 'is named by the row of its stream, and is not there', 'is the last of its stream, and the row of the stream says otherwise')
        FROM (SELECT stream, version, max(idx) AS idx FROM entry GROUP BY stream) e FULL JOIN stream s ON s.name = e.stream
        WHERE s.last IS NOT e.idx OR s.version IS NOT e.version
        ORDER BY 1 LIMIT 1
        """;

    public static void Ensure(SqliteConnection connection, string path)
    {
        Execute(connection, Settings);
        // In a transaction of its own, so that two that open a new file at once make the tables once.
        Execute(connection, "BEGIN IMMEDIATE");
        try
        {
            if (Scalar(connection, "SELECT count(*) FROM sqlite_schema") == 0)
                Execute(connection, $"{Tables} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};");
            if (Scalar(connection, "PRAGMA application_id") != ApplicationId)
                throw new RecordUnavailableException($"{path} is a database of another program: choose another data folder.");
            if (Scalar(connection, "PRAGMA user_version") != Version)
                throw new RecordUnavailableException($"{path} was written by a newer Cellwright: start that version, or restore the backup made before the upgrade.");
            Execute(connection, "COMMIT");
        }
        catch
        {
            Execute(connection, "ROLLBACK");
            throw;
        }
    }

    /// <summary>The entry of a row of index, stream, version, command, hash and bytes.</summary>
    public static Entry EntryOf(SqliteStatement row)
    {
        var command = row.Blob(3);
        return StoredRow.Decode(row.Long(0), row.Text(1), row.Long(2), command.Length == 16 ? new Guid(command, bigEndian: true) : Guid.Empty, row.Blob(4), row.Blob(5));
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
