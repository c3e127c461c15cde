using System.Data.Common;
using Cellwright.Domain.Basics;
using Cellwright.Server.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cellwright.Tests.Access;

/// <summary>Accounts that an older version made: the layouts in <c>Layouts</c> are as that version made them.</summary>
public class UpgradingAccounts(Postgres postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact, Requirement("P11-100a")]
    public async Task In_SQLite_keeps_people_and_comes_to_the_layout_of_a_new_site()
    {
        var directory = Directory.CreateTempSubdirectory("access").FullName;
        await using (var old = new SqliteConnection($"Data Source={Path.Combine(directory, "access.db")}"))
        {
            await old.OpenAsync(Ct);
            await RunAsync(old, await LayoutAsync("1-sqlite"));
            await RunAsync(old, AccountOfAnna(
                "insert into accounts (\"Id\", \"UserName\", \"NormalizedUserName\", \"PasswordHash\", \"SecurityStamp\", \"EmailConfirmed\", \"PhoneNumberConfirmed\", \"TwoFactorEnabled\", \"LockoutEnabled\", \"AccessFailedCount\") values ('anna', 'anna', 'ANNA', '{0}', 'stamp', 0, 0, 0, 1, 0)"));
        }

        SqliteConnection.ClearAllPools();
        await using var site = await OpenWithAnnaAsync(directory, null);
        await using var fresh = await Site.OpenAsync();
        var columns = "select m.name || '.' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || c.pk from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite%' union select name || ' ' || tbl_name from sqlite_master where type = 'index' and sql is not null";
        Assert.Equal(
            await ColumnsAsync(new SqliteConnection($"Data Source={Path.Combine(fresh.Directory, "access.db")}"), columns),
            await ColumnsAsync(new SqliteConnection($"Data Source={Path.Combine(directory, "access.db")}"), columns));
    }

    [Fact, Requirement("P11-100a")]
    public async Task In_PostgreSQL_keeps_people_and_comes_to_the_layout_of_a_new_site()
    {
        var (before, beside) = (await postgres.NewDatabaseAsync(), await postgres.NewDatabaseAsync());
        await using (var old = new NpgsqlConnection(before))
        {
            await old.OpenAsync(Ct);
            await RunAsync(old, await LayoutAsync("1-postgres"));
            await RunAsync(old, AccountOfAnna(
                "insert into access.accounts (\"Id\", \"UserName\", \"NormalizedUserName\", \"PasswordHash\", \"SecurityStamp\", \"EmailConfirmed\", \"PhoneNumberConfirmed\", \"TwoFactorEnabled\", \"LockoutEnabled\", \"AccessFailedCount\") values ('anna', 'anna', 'ANNA', '{0}', 'stamp', false, false, false, true, 0)"));
        }

        await using var site = await OpenWithAnnaAsync(null, before);
        await using var fresh = await Site.OpenAsync(postgres: beside);
        const string columns = "select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(character_maximum_length::text, '') from information_schema.columns where table_schema = 'access' union select indexname || ' ' || tablename from pg_indexes where schemaname = 'access' order by 1";
        Assert.Equal(await ColumnsAsync(new NpgsqlConnection(beside), columns), await ColumnsAsync(new NpgsqlConnection(before), columns));
    }

    [Fact]
    public async Task Is_refused_by_a_version_that_is_older_than_the_layout()
    {
        var directory = Directory.CreateTempSubdirectory("access").FullName;
        var site = await Site.OpenAsync(directory: directory);
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "access.db")}"))
        {
            await connection.OpenAsync(Ct);
            await RunAsync(connection, "update schema_version set version = 99");
        }

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => site.RestartAsync());
        Assert.Contains("layout 99", refused.Message);
        SqliteConnection.ClearAllPools();
        Directory.Delete(directory, recursive: true);
    }

    private static async Task<Site> OpenWithAnnaAsync(string? directory, string? connection)
    {
        var site = await Site.OpenAsync(directory: directory, postgres: connection);
        site.Employ("anna", Role.Operator);
        var anna = await site.SignedInAsync("anna");
        Assert.Equal(System.Net.HttpStatusCode.OK, (await anna.GetAsync("/api/batches")).StatusCode);
        Assert.False((await site.Get<SecondFactors>().OfAsync("anna")).Any);
        return site;
    }

    private static string AccountOfAnna(string insert) =>
        string.Format(null, insert, new PasswordHasher<Account>().HashPassword(new Account(), Site.Password));

    private static Task<string> LayoutAsync(string name) =>
        File.ReadAllTextAsync(Path.Combine(Checkout.Root, "tests", "Tests", "Access", "Layouts", name + ".sql"), Ct);

    private static async Task RunAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static async Task<List<string>> ColumnsAsync(DbConnection connection, string sql)
    {
        await using var owned = connection;
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var columns = new List<string>();
        while (await reader.ReadAsync(Ct)) columns.Add(reader.GetString(0));
        columns.Sort(StringComparer.Ordinal);
        return columns;
    }
}
