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
