using Cellwright.Ledger;
using Microsoft.Data.Sqlite;

namespace Cellwright.Tests.Ledger;

public sealed class KeepingTheRecordInSqlite : RecordContract
{
    private readonly string _folder = Sample.NewFolder();

    protected override Task<IRecord> OpenAsync() => Task.FromResult<IRecord>(SqliteRecord.Open(Path.Combine(_folder, "ledger.db")));

    protected override Task ExecuteAsync(string sql) => Task.Run(() =>
    {
        using var connection = Behind();
        Execute(connection, sql.Replace("{entry}", "entry", StringComparison.Ordinal));
    });

    [Fact]
    public async Task Waits_while_another_connection_has_the_file_for_itself()
    {
        await using var record = await OpenAsync();
        using var other = Behind();
        Execute(other, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
        var reading = record.ReadStreamAsync("batch/B-1", 0, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<TimeoutException>(() => reading.WaitAsync(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken));
        other.Close();
        Assert.Empty(await reading);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
    private SqliteConnection Behind()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "ledger.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
