using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cellwright.Ledger;

/// <summary>
/// A prepared statement with parameters $1…$n, in that order, or ?1…?n in any, that is run again and again on one connection, on SQLite's own interface:
/// binding through ADO.NET would cost more than the insert itself.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        var code = raw.sqlite3_prepare_v2(_database, sql, out _statement);
        SqliteException.ThrowExceptionForRC(code, _database);
    }

    /// <summary>Binds the next run's parameters, in order.</summary>
    public SqliteStatement With(int place, long? value) =>
        Checked(value is { } number ? raw.sqlite3_bind_int64(_statement, place, number) : raw.sqlite3_bind_null(_statement, place));

    /// <inheritdoc cref="With(int, long?)"/>
    public SqliteStatement With(int place, string value) => Checked(raw.sqlite3_bind_text(_statement, place, value));

    /// <inheritdoc cref="With(int, long?)"/>
    public SqliteStatement With(int place, ReadOnlySpan<byte> value) =>
        Checked(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, place, 0) : raw.sqlite3_bind_blob(_statement, place, value));

    /// <summary>Binds a text that is UTF-8 already.</summary>
    public SqliteStatement WithText(int place, ReadOnlySpan<byte> utf8) => Checked(raw.sqlite3_bind_text(_statement, place, utf8));

    /// <summary>Runs it and says how many rows it changed.</summary>
    public int Run()
    {
        while (Step())
        {
        }

        return raw.sqlite3_changes(_database);
    }

    /// <summary>The number that it finds, 0 for none.</summary>
    public long Number()
    {
        var number = 0L;
        Read(row => number = row.Long(0));
        return number;
    }

    /// <summary>Hands over each row.</summary>
    public void Read(Action<SqliteStatement> row)
    {
        try
        {
            while (Step()) row(this);
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>A column of the row at hand, from 0.</summary>
    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <inheritdoc cref="Long"/>
    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <inheritdoc cref="Long"/>
    public byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    /// <summary>True while there is a row; resets itself behind the last.</summary>
    private bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW) return true;
        var reset = raw.sqlite3_reset(_statement);
        if (code != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(reset == raw.SQLITE_OK ? code : reset, _database);
        return false;
    }

    private SqliteStatement Checked(int code)
    {
        SqliteException.ThrowExceptionForRC(code, _database);
        return this;
    }
}
