using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Cellwright.Ledger;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using SQLitePCL;

namespace Cellwright.Bench;

/// <summary>
/// Step-size appends (about 600 bytes stored) through the record, against plain inserts of the same bytes in transactions of the same size.
/// <c>ledger-append [--postgres [CONNECTION]]</c>; the PostgreSQL database must be empty, and without a connection it is a private one. Goal: a ratio of at least 0.5.
/// </summary>
internal static class LedgerAppend
{
    private const int Appends = 20_000;
    private const int Rounds = 3;

    public static async Task<int> RunAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("cellwright-bench-").FullName;
        using var server = args is ["--postgres"] ? PostgresServer.Start() : null;
        var postgres = args is ["--postgres", var connection] ? connection : server?.Connection;
        var met = true;
        foreach (var group in (int[])[16, 64, 256])
        {
            var ratios = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                await using var record = SqliteRecord.Open(Path.Combine(folder, $"record-{group}-{round}.db"));
                ratios.Add(await CompareAsync("SQLite", group, record, (rows, size) => RawSqlite(Path.Combine(folder, $"raw-{group}-{round}.db"), rows, size)));
            }

            met &= Report("SQLite", group, ratios);
            if (postgres is null) continue;
            await using var node = await PostgresRecord.OpenAsync(postgres);
            ratios.Clear();
            for (var round = 0; round < Rounds; round++) ratios.Add(await CompareAsync("PostgreSQL", group, node, (rows, size) => RawPostgresAsync(postgres, rows, size)));
            met &= Report("PostgreSQL", group, ratios);
        }

        Directory.Delete(folder, recursive: true);
        if (postgres is null) Console.WriteLine("PostgreSQL: skipped, --postgres was not given, or it is not installed");
        return met ? 0 : 2;
    }

    private static async Task<double> CompareAsync(string name, int group, IRecord record, Func<IReadOnlyList<byte[]>, int, Task> raw)
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        var appends = Enumerable.Range(0, Appends).Select(i => Step(tag, i, group)).ToArray();
        var rows = appends.Select(a => EntryCodec.Encode(a.Stream, 1, a.Entries[0].Type, a.Actor, a.At, a.CommandId, a.CommandHash.Span, a.Entries[0].Data.Span)).ToArray();
        await Task.WhenAll(appends.Take(group).Select(a => record.AppendAsync(a with { Stream = "warm/" + a.CommandId, ExpectedVersion = Append.Any, CommandId = Guid.NewGuid() })));

        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Appends; i += group)
        {
            // As many as are under way at once: the record gathers them into its own groups.
            foreach (var result in await Task.WhenAll(appends.Skip(i).Take(group).Select(a => record.AppendAsync(a))))
            {
                if (result is not Appended) throw new InvalidOperationException($"an append gave {result}");
            }
        }

        var ours = watch.Elapsed;
        watch.Restart();
        await raw(rows, group);
        var theirs = watch.Elapsed;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}, groups of {group}: record {Appends / ours.TotalSeconds:F0}/s, plain inserts of the same {rows.Average(r => r.Length):F0} bytes {Appends / theirs.TotalSeconds:F0}/s, ratio {theirs / ours:F2}"));
        return theirs / ours;
    }

    private static bool Report(string name, int group, List<double> ratios)
    {
        ratios.Sort();
        var median = ratios[ratios.Count / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, groups of {group}: median ratio {median:F2} ({(median >= 0.5 ? "met" : "MISSED")}: at least 0.5)"));
        return median >= 0.5;
    }

    // As many batches as append at once, each step of a batch after the other. The command ids are time-ordered (UUID version 7):
    // random ones would dirty a page of the id index each, which costs more than the entry itself.
    private static Append Step(string tag, int i, int group) => new(
        $"batch/{tag}-{i % group}", i / group, Guid.CreateVersion7(), SHA256.HashData(BitConverter.GetBytes(i)), "operator-7",
        new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.FromHours(1)).AddSeconds(i), [new NewEntry("StepCompleted", Data(i))]);

    private static byte[] Data(int i) => System.Text.Encoding.UTF8.GetBytes($"{{\"step\":\"op-{i % 40}\",\"value\":{i},\"shown\":\"{new string('a', 470)}\"}}");

    /// <summary>
    /// Plain inserts, as fast as SQLite does them on the settings of the record (journal, sync at every commit, cache, folding in of the journal):
    /// one table of number and bytes, one prepared statement, bound without ADO.NET, one transaction a group.
    /// </summary>
    internal static Task RawSqlite(string path, IReadOnlyList<byte[]> rows, int group)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8192; PRAGMA cache_size = -8192");
        Execute("CREATE TABLE raw(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT");
        using var begin = Prepare("BEGIN IMMEDIATE");
        using var insert = Prepare("INSERT INTO raw(bytes) VALUES (?)");
        using var commit = Prepare("COMMIT");
        for (var i = 0; i < rows.Count; i += group)
        {
            Run(begin);
            for (var j = i; j < Math.Min(i + group, rows.Count); j++)
            {
                raw.sqlite3_bind_blob(insert, 1, rows[j]);
                Run(insert);
            }

            Run(commit);
        }

        return Task.CompletedTask;

        sqlite3_stmt Prepare(string sql)
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement), connection.Handle);
            return statement;
        }

        void Run(sqlite3_stmt statement)
        {
            raw.sqlite3_step(statement);
            SqliteException.ThrowExceptionForRC(raw.sqlite3_reset(statement), connection.Handle);
        }

        void Execute(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Plain inserts, as fast as PostgreSQL does them short of COPY: a group is one prepared statement with an array, which is one transaction and one round trip.</summary>
    internal static async Task RawPostgresAsync(string connectionString, IReadOnlyList<byte[]> rows, int group)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using (var create = new NpgsqlCommand("CREATE TABLE IF NOT EXISTS raw(id bigserial PRIMARY KEY, bytes bytea NOT NULL)", connection)) await create.ExecuteNonQueryAsync();
        await using var insert = new NpgsqlCommand("INSERT INTO raw(bytes) SELECT unnest($1)", connection);
        var bytes = insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea, Value = Array.Empty<byte[]>() });
        await insert.PrepareAsync();
        for (var i = 0; i < rows.Count; i += group)
        {
            bytes.Value = rows.Skip(i).Take(group).ToArray();
            await insert.ExecuteNonQueryAsync();
        }
    }
}
