using Cellwright.Ledger;
using Npgsql;

namespace Cellwright.Tests.Ledger;

public sealed class KeepingTheRecordInPostgres(Postgres postgres) : RecordContract
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string _database = "";

    protected override async Task<IRecord> OpenAsync() => await PostgresRecord.OpenAsync(_database = await postgres.NewDatabaseAsync());

    protected override async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql.Replace("{entry}", "ledger.entry", StringComparison.Ordinal), connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    [Fact]
    public async Task Several_nodes_append_at_once_and_see_one_order()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PostgresRecord.OpenAsync(_database, Ct)));
        var same = Sample.Step("batch/once", 0);
        await Task.WhenAll(nodes.SelectMany((node, n) => Enumerable.Range(0, 4).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < 15; i++)
            {
                Assert.IsType<Appended>(await node.AppendAsync(Sample.Step($"batch/{n}-{w}", i), Ct));
                Assert.IsType<Appended>(await node.AppendAsync(Sample.Step("shared", Append.Any), Ct));
                await node.AppendAsync(same, Ct);
                await node.CountAsync(Ct);
            }
        }))));
        var orders = await Task.WhenAll(nodes.Select(async node => (await node.ReadAsync(0, 10_000, Ct)).Select(e => (e.Index, e.Stream, e.Version)).ToArray()));
        Assert.Equal(3 * 4 * 15 * 2 + 1, orders[0].Length);
        Assert.Equal(orders[0], orders[1]);
        Assert.Equal(orders[0], orders[2]);
        foreach (var stream in orders[0].GroupBy(e => e.Stream)) Assert.Equal(Enumerable.Range(1, stream.Count()).Select(v => (long)v), stream.Select(e => e.Version));
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [Theory, Requirement("P11-10a1")]
    [InlineData("UPDATE {entry} SET command = gen_random_uuid() WHERE version = 2", 1)]
    [InlineData("UPDATE {entry} SET hash = sha256('another') WHERE version = 3", 2)]
    [InlineData("UPDATE {entry} SET stream = 'batch/Z' WHERE version = 4", 3)]
    [InlineData("UPDATE {entry} SET part = 7 WHERE version = 5", 4)]
    [InlineData("UPDATE {entry} SET bytes = sha256(bytes) WHERE version = 6", 5)]
    [InlineData("UPDATE ledger.commits SET entries = entries + 1 WHERE first_index = 6", 6)]
    public async Task The_self_check_finds_what_was_changed_behind_its_back(string sql, int firstBad)
    {
        var folder = Sample.NewFolder();
        using var key = SiteKey.OpenOrCreate(folder, "leipzig");
        var integrator = new Integrator(Record, key);
        for (var i = 0; i < 3; i++) await Record.AppendAsync(Sample.Step("batch/A", Append.Any, entries: 3), Ct);
        await integrator.IntegrateOnceAsync(TimeProvider.System, Ct);
        Assert.True((await integrator.CheckAsync(TimeProvider.System, Ct)).IsSound);
        await ExecuteAsync("ALTER TABLE {entry} DISABLE TRIGGER entry_is_kept; " + sql);
        Assert.Equal((false, firstBad), (await integrator.CheckAsync(TimeProvider.System, Ct) is var check && check.IsSound, check.FirstBad));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_durable_entry_gets_its_place_when_somebody_looks()
    {
        var appended = Assert.IsType<Appended>(await Record.AppendAsync(Sample.Step("batch/A", 0), Ct));
        Assert.Equal(Entry.NotYetPlaced, appended.Entries[0].Index);
        Assert.Equal(1, await Record.CountAsync(Ct));
        Assert.Equal(0, (await Record.ReadStreamAsync("batch/A", 0, Ct))[0].Index);
    }
}

public sealed class LosingPostgres
{
    [Fact]
    public async Task An_append_fails_with_what_to_do_and_works_again_when_the_server_is_back()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var cluster = await PostgresCluster.StartAsync();
        await using var record = await PostgresRecord.OpenAsync(await cluster.NewDatabaseAsync(), ct);
        Assert.IsType<Appended>(await record.AppendAsync(Sample.Step("batch/A", 0), ct));
        await cluster.StopServerAsync("immediate");

        var lost = Sample.Step("batch/A", 1);
        var gone = await Assert.ThrowsAsync<RecordUnavailableException>(() => record.AppendAsync(lost, ct));
        Assert.Contains("check that it runs", gone.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RecordUnavailableException>(() => record.CountAsync(ct));

        await cluster.StartServerAsync();
        Assert.IsType<Appended>(await record.AppendAsync(lost, ct));
        Assert.Equal(2, await record.CountAsync(ct));

        // A restart in between is not even noticed.
        await cluster.StopServerAsync();
        await cluster.StartServerAsync();
        Assert.IsType<Appended>(await record.AppendAsync(Sample.Step("batch/A", 2), ct));
    }
}
