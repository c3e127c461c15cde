using System.Text;
using Cellwright.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Cellwright.Tests.Ledger;

public sealed class Integrating
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_checkpoint_covers_every_entry_whatever_the_steps_and_restarts()
    {
        await using var site = new Site();
        var leaves = new List<TreeHash>();
        foreach (var entries in (int[])[1, 254, 1, 1, 300, 511, 3000])
        {
            await site.AppendAsync("batch/A", entries: entries);
            var health = await new Integrator(site.Record, site.Key).IntegrateOnceAsync(TimeProvider.System, Ct);
            while (await site.Record.ReadAsync(leaves.Count, 1000, Ct) is { Count: > 0 } page) leaves.AddRange(page.Select(e => TreeHash.Leaf(e.Bytes.Span)));
            Assert.Null(health.Problem);
            Assert.Equal((leaves.Count, leaves.Count), (health.Entries, health.Integrated));
            var checkpoint = Checkpoint.Open(Encoding.UTF8.GetBytes(health.Checkpoint!), site.Key.Public);
            Assert.Equal((leaves.Count, MerkleTree.Root(leaves.ToArray())), (checkpoint.Size, checkpoint.Root));
        }

        var check = await site.Integrator.CheckAsync(TimeProvider.System, Ct);
        Assert.True(check.IsSound, check.Problem);
        Assert.Equal(leaves.Count, check.Entries);
    }

    [Fact]
    public async Task A_batch_proof_leads_to_the_root_and_nothing_else_does()
    {
        await using var site = new Site();
        await site.AppendAsync("batch/A", entries: 700);
        await site.IntegrateAsync();
        var leaves = (await site.Record.ReadAsync(0, 700, Ct)).Select(e => TreeHash.Leaf(e.Bytes.Span)).ToArray();
        var root = MerkleTree.Root(leaves);
        foreach (var indexes in (long[][])[[0], [699], [0, 1, 2, 255, 256, 257, 511, 512, 698], [.. Enumerable.Range(0, 700).Select(i => (long)i)]])
        {
            var proof = await BatchProof.BuildAsync(site.Record, 700, indexes, Ct);
            var chosen = indexes.Select(i => (i, leaves[i])).ToArray();
            Assert.Equal(root, BatchProof.Root(700, chosen, proof));
            Assert.Null(BatchProof.Root(700, chosen, [.. proof, root]));
            Assert.NotEqual(root, BatchProof.Root(700, chosen.Select((c, n) => n == 0 ? (c.i, root) : c), proof));
            if (proof.Count > 0) Assert.Null(BatchProof.Root(700, chosen, proof.Take(proof.Count - 1)));
            if (indexes.Length == 1) Assert.True(MerkleProof.Includes(root, 700, indexes[0], leaves[indexes[0]], MerkleTree.InclusionProof(leaves, (int)indexes[0])));
        }
    }

    [Fact]
    public async Task It_runs_by_itself_and_says_how_the_record_stands()
    {
        await using var site = new Site();
        var clock = new FakeTimeProvider(Sample.Noon);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        stop.CancelAfter(TimeSpan.FromSeconds(30));
        var running = site.Integrator.RunAsync(clock, stop.Token);
        await site.AppendAsync("batch/A", appends: 3);
        while (site.Integrator.Health is not { Integrated: 3, LastCheck: not null })
        {
            Assert.False(running.IsCompleted);
            clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }

        Assert.True(site.Integrator.Health.LastCheck!.IsSound);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task It_does_not_sign_for_another_site()
    {
        await using var site = new Site();
        await site.AppendAsync("batch/A");
        await site.IntegrateAsync();
        await site.AppendAsync("batch/A");
        using var foreign = SiteKey.OpenOrCreate(Path.Combine(site.Folder, "foreign"), "leipzig");
        var health = await new Integrator(site.Record, foreign).IntegrateOnceAsync(TimeProvider.System, Ct);
        Assert.Contains("not signed with the site's key", health.Problem, StringComparison.Ordinal);
        Assert.Equal(1, (await site.Record.LatestCheckpointAsync(Ct))!.Size);
    }
}

[Requirement("P11-10a1", "P11-10e4")]
public sealed class TamperingWithTheFile
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"step\":1', '\"step\":9') AS BLOB) WHERE idx = 400", 400)]
    [InlineData("UPDATE entry SET bytes = substr(bytes, 1, length(bytes) - 1) WHERE idx = 7", 7)]
    [InlineData("UPDATE entry SET bytes = (SELECT bytes FROM entry WHERE idx = 9) WHERE idx = 8", 8)]
    [InlineData("UPDATE entry SET stream = 'batch/Z' WHERE idx = 12", 12)]
    [InlineData("UPDATE entry SET version = version + 1000 WHERE idx = 499", 499)]
    [InlineData("DELETE FROM entry WHERE idx = 300", 300)]
    [InlineData("DELETE FROM entry WHERE idx >= 450", 450)]
    [InlineData("UPDATE entry SET command = randomblob(16) WHERE idx = 25", 25)]
    [InlineData("UPDATE entry SET command = zeroblob(3) WHERE idx = 26", 26)]
    [InlineData("UPDATE entry SET hash = randomblob(32) WHERE idx = 31", 31)]
    [InlineData("UPDATE entry SET hash = (SELECT hash FROM entry WHERE idx = 5) WHERE command = (SELECT command FROM entry WHERE idx = 500)", 500)]
    [InlineData("UPDATE entry SET part = 7 WHERE idx = 44", 44)]
    [InlineData("UPDATE entry SET before = 3 WHERE idx = 499", 499)]
    [InlineData("UPDATE entry SET before = NULL WHERE idx = 77", 77)]
    [InlineData("UPDATE stream SET version = version + 3 WHERE name = 'batch/A'", 499)]
    [InlineData("UPDATE stream SET last = 495, version = 496 WHERE name = 'batch/A'", 499)]
    [InlineData("DELETE FROM stream WHERE name = 'batch/B'", 500)]
    [InlineData("INSERT INTO stream(name, version, last) VALUES ('batch/C', 1, 501)", 501)]
    [InlineData("UPDATE tile SET hashes = zeroblob(length(hashes)) WHERE level = 0 AND number = 1", 256)]
    [InlineData("UPDATE tile SET hashes = zeroblob(length(hashes)) WHERE level = 1", null)]
    [InlineData("UPDATE checkpoint SET text = replace(text, '501', '502')", null)]
    public async Task The_self_check_finds_it(string sql, int? firstBad)
    {
        await using var site = new Site();
        await site.AppendAsync("batch/A", appends: 100, entries: 5);
        await site.AppendAsync("batch/B");
        await site.IntegrateAsync();
        Assert.True((await site.Integrator.CheckAsync(TimeProvider.System, Ct)).IsSound);
        Tamper(site.Database, sql);
        var check = await site.Integrator.CheckAsync(TimeProvider.System, Ct);
        Assert.False(check.IsSound);
        Assert.Equal(firstBad, check.FirstBad);
        Assert.Equal(check.Problem, site.Integrator.Health.Problem);
    }

    [Theory]
    [InlineData("2026-01-05T12:00:00Z", null)]
    [InlineData("2026-01-05 12:00:00+01:00", null)]
    [InlineData("noon", "was changed")]
    public async Task The_time_of_a_checkpoint_in_another_form_stops_nothing(string at, string? problem)
    {
        await using var site = new Site();
        await site.AppendAsync("batch/A");
        await site.IntegrateAsync();
        Tamper(site.Database, $"UPDATE checkpoint SET at = '{at}'");
        Assert.Equal(problem is null, (await site.Integrator.CheckAsync(TimeProvider.System, Ct)).IsSound);
        await site.AppendAsync("batch/A");
        var health = await site.IntegrateAsync();
        Assert.Contains(problem ?? "", health.Problem ?? "", StringComparison.Ordinal);
        Assert.Equal(problem is null ? 2 : 1, health.Integrated);
    }

    [Fact]
    public async Task No_statement_changes_or_removes_an_entry_by_mistake()
    {
        await using var site = new Site();
        await site.AppendAsync("batch/A");
        foreach (var sql in (string[])["UPDATE entry SET version = 2", "DELETE FROM entry", "DELETE FROM stream"])
        {
            using var connection = new SqliteConnection($"Data Source={site.Database};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            Assert.Contains("never", Assert.Throws<SqliteException>(() => command.ExecuteNonQuery()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Removed_entries_stop_the_signing()
    {
        await using var site = new Site();
        await site.AppendAsync("batch/A", entries: 10);
        await site.IntegrateAsync();
        Tamper(site.Database, "DELETE FROM entry WHERE idx >= 5");
        Assert.Contains("entries were removed", (await site.IntegrateAsync()).Problem, StringComparison.Ordinal);
    }

    private static void Tamper(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DROP TRIGGER entry_is_not_changed; DROP TRIGGER entry_is_not_removed; DROP TRIGGER stream_is_not_removed; " + sql;
        command.ExecuteNonQuery();
    }
}
