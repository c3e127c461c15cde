using System.Net;
using Cellwright.Domain.Basics;
using Cellwright.Server.Access;
using Cellwright.Server.Access.Api;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cellwright.Tests.Access;

public class KeepingAccounts(Postgres postgres)
{
    [Fact]
    public async Task In_PostgreSQL_stands_beside_the_tables_of_others()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var connectionString = await postgres.NewDatabaseAsync();
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand("create table entries (id int); create table accounts (id int)", connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }

        await using var site = await Site.OpenAsync(postgres: connectionString);
        await site.AddAsync("anna", Role.Operator);
        var anna = await site.SignedInAsync("anna");
        await site.SignedInAsync("anna");
        Assert.Single((await anna.GetAsync<Me>("/api/me")).OtherTerminals);
        Assert.NotNull(await site.Get<Passwords>().IssueAsync("vera", Guid.NewGuid()));
        for (var attempt = 0; attempt < 5; attempt++)
            await anna.PostAsync("/api/sign-in", new { userName = "anna", password = "wrong" });
        Assert.Equal(HttpStatusCode.Locked, (await anna.PostAsync("/api/sign-in", new { userName = "anna", password = Site.Password })).StatusCode);

        await using var again = await Site.OpenAsync(postgres: connectionString, people: site.People);
        Assert.Equal(HttpStatusCode.Locked, (await again.Browser().PostAsync("/api/sign-in", new { userName = "anna", password = Site.Password })).StatusCode);
    }

    [Fact, Requirement("P11-10d")]
    public async Task Stores_no_password_that_can_be_read()
    {
        var directory = Directory.CreateTempSubdirectory("access").FullName;
        await using var site = await Site.OpenAsync(directory: directory);
        await site.AddAsync("anna", Role.Operator);
        var issued = await site.Get<Passwords>().IssueAsync("vera", Guid.NewGuid());
        SqliteConnection.ClearAllPools();

        var kept = string.Concat(Directory.GetFiles(directory, "access.db*").Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        Assert.Contains("anna", kept);
        Assert.DoesNotContain(Site.Password, kept);
        Assert.DoesNotContain(issued!.Secret, kept);
    }
}
