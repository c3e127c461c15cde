using Microsoft.Data.Sqlite;

namespace Cellwright.Ledger;

/// <summary>The tables of a record in one SQLite file.</summary>
internal static class SqliteSchema
{
    private const int ApplicationId = 0x43574C52; // "CWLR"
    private const int Version = 1;

    /// <summary>Durable commits: a write-ahead journal that is synced at each one (https://www.sqlite.org/pragma.html#pragma_synchronous).</summary>
    /// <remarks>The journal may grow to 8192 pages (32 MiB) before it is folded into the file, since command ids, being random, touch many pages again and again.</remarks>
    private const string Settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8192; PRAGMA cache_size = -65536;";

    // The triggers are no defence against a person with the file in hand (the tree is); they stop slips and say so.
    private const string Tables = """
        CREATE TABLE entry(idx INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, bytes BLOB NOT NULL, UNIQUE (stream, version)) STRICT;
        CREATE TABLE command(id BLOB PRIMARY KEY, hash BLOB NOT NULL, first INTEGER NOT NULL, entries INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE tile(level INTEGER NOT NULL, number INTEGER NOT NULL, hashes BLOB NOT NULL, UNIQUE (level, number)) STRICT;
        CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, text TEXT NOT NULL, at TEXT NOT NULL) STRICT;
        CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
        CREATE TRIGGER entry_is_not_removed BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
        CREATE TRIGGER command_is_not_changed BEFORE UPDATE ON command BEGIN SELECT RAISE(ABORT, 'commands are never changed'); END;
        CREATE TRIGGER command_is_not_removed BEFORE DELETE ON command BEGIN SELECT RAISE(ABORT, 'commands are never removed'); END;
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
