using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Cellwright.Server.Access;

/// <summary>
/// The layout of the accounts' database. A new database is made in the latest one; an older one is brought up step by
/// step, each step in one transaction, and keeps its accounts.
/// </summary>
internal static class AccessSchema
{
    /// <summary>Version 1 had passwords and sessions and no number; 2 brought second factors, passkeys, ages and locked screens.</summary>
    public const int Current = 2;

    /// <summary>Makes the tables where they are missing, or brings them up to the current version.</summary>
    /// <exception cref="InvalidOperationException">A newer version of the server made the database.</exception>
    public static async Task BringUpAsync(AccessDb database, CancellationToken ct)
    {
        var creator = (RelationalDatabaseCreator)database.GetService<IDatabaseCreator>();
        if (!await creator.ExistsAsync(ct)) await creator.CreateAsync(ct);
        var isNew = !await HasTableAsync(database, "accounts", ct);
        if (isNew) await creator.CreateTablesAsync(ct);
        var version = await HasTableAsync(database, "schema_version", ct)
            ? await NumberAsync(database, $"select version from {Prefix(database)}schema_version", ct)
            : 0;
        if (version > Current)
            throw new InvalidOperationException($"The accounts' database has layout {version}; this version of Cellwright knows {Current}. Start the newer version, or restore the backup made before the upgrade.");
        if (version == Current) return;

        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        if (version == 0) await RunAsync(database, $"create table {Prefix(database)}schema_version (version integer not null); insert into {Prefix(database)}schema_version values ({(isNew ? Current : 1)})", ct);
        if (!isNew)
            for (var step = Math.Max(version, 1) + 1; step <= Current; step++)
                await RunAsync(database, StepTo(step, database.Database.IsNpgsql()), ct);
        await RunAsync(database, $"update {Prefix(database)}schema_version set version = {Current}", ct);
        await transaction.CommitAsync(ct);
    }

    private static string Prefix(AccessDb database) => database.Database.IsNpgsql() ? "access." : "";

    private static string StepTo(int version, bool postgres)
    {
        using var text = new StreamReader(typeof(AccessSchema).Assembly.GetManifestResourceStream($"access/{version}-{(postgres ? "postgres" : "sqlite")}.sql")!);
        return text.ReadToEnd();
    }

    // Not through EF's own helpers, which take braces in the text for parameters.
    private static async Task RunAsync(AccessDb database, string sql, CancellationToken ct)
    {
        await using var command = database.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = database.Database.CurrentTransaction!.GetDbTransaction();
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<bool> HasTableAsync(AccessDb database, string table, CancellationToken ct) =>
        await NumberAsync(database, database.Database.IsNpgsql()
            ? $"select count(*) from information_schema.tables where table_schema = 'access' and table_name = '{table}'"
            : $"select count(*) from sqlite_master where type = 'table' and name = '{table}'", ct) > 0;

    private static async Task<int> NumberAsync(AccessDb database, string sql, CancellationToken ct)
    {
        await database.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = database.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            return Convert.ToInt32(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        }
        finally
        {
            await database.Database.CloseConnectionAsync();
        }
    }
}
