using Microsoft.Data.Sqlite;

namespace Cellwright.Ledger;

/// <summary>A prepared statement with parameters $1…$n that is run again and again on one connection.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteCommand _command;

    public SqliteStatement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var i = 1; i <= parameters; i++) _command.Parameters.Add(new SqliteParameter { ParameterName = "$" + i });
    }

    /// <summary>Runs it and says how many rows it changed.</summary>
    public int Run(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>The number that it finds, 0 for none.</summary>
    public long Number(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return _command.ExecuteScalar() as long? ?? 0;
    }

    /// <summary>Hands over each row.</summary>
    public void Read(Action<SqliteDataReader> row, params ReadOnlySpan<object> values)
    {
        Bind(values);
        using var reader = _command.ExecuteReader();
        while (reader.Read()) row(reader);
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++) _command.Parameters[i].Value = values[i];
    }
}
