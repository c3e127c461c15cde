using System.Data.Common;
using System.Text;
using Cellwright.Ledger;

namespace Cellwright.Tests.Ledger;

/// <summary>What every record promises, whatever database stands behind it.</summary>
public abstract class RecordContract : IAsyncLifetime
{
    protected IRecord Record { get; private set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected abstract Task<IRecord> OpenAsync();

    /// <summary>Runs a statement behind the record's back, with <c>{entry}</c> standing for its table of entries.</summary>
    protected abstract Task ExecuteAsync(string sql);

    public virtual async ValueTask InitializeAsync() => Record = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (Record is not null) await Record.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact, Requirement("P11-10e1", "DI-5")]
    public async Task An_entry_is_read_back_as_it_was_appended()
    {
        var append = Sample.Step("batch/A", 0) with { At = new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.FromMinutes(-210)), Actor = "Åsa Ørn" };
        var appended = Assert.IsType<Appended>(await Record.AppendAsync(append, Ct));
        var entry = Assert.Single(await Record.ReadStreamAsync("batch/A", 0, Ct));
        Assert.Equal(("batch/A", 1, "StepCompleted", "Åsa Ørn", append.CommandId), (entry.Stream, entry.Version, entry.Type, entry.Actor, entry.CommandId));
        Assert.Equal(append.At, entry.At);
        Assert.Equal(append.At.Offset, entry.At.Offset);
        Assert.Equal(append.Entries[0].Data.ToArray(), entry.Data.ToArray());
        Assert.Equal(appended.Entries[0].Bytes.ToArray(), entry.Bytes.ToArray());
    }

    [Theory, Requirement("P11-10c", "P11-10e4")]
    [InlineData("UPDATE {entry} SET hash = bytes")]
    [InlineData("DELETE FROM {entry}")]
    public async Task The_database_itself_refuses_to_change_or_remove_an_entry(string sql)
    {
        await Record.AppendAsync(Sample.Step("batch/A", 0), Ct);
        var refused = await Assert.ThrowsAnyAsync<DbException>(() => ExecuteAsync(sql));
        Assert.Contains("entries are never", refused.Message, StringComparison.Ordinal);
        Assert.Single(await Record.ReadStreamAsync("batch/A", 0, Ct));
    }

    [Fact]
    public async Task Versions_of_a_stream_count_from_one()
    {
        await Record.AppendAsync(Sample.Step("batch/A", 0, entries: 2), Ct);
        await Record.AppendAsync(Sample.Step("batch/A", 2), Ct);
        Assert.Equal([1, 2, 3], (await Record.ReadStreamAsync("batch/A", 0, Ct)).Select(e => e.Version));
        Assert.Equal([3], (await Record.ReadStreamAsync("batch/A", 2, Ct)).Select(e => e.Version));
    }

    [Fact]
    public async Task A_stale_version_is_refused_and_says_where_the_stream_stands()
    {
        await Record.AppendAsync(Sample.Step("batch/A", 0, entries: 3), Ct);
        Assert.Equal(new StaleVersion(3), await Record.AppendAsync(Sample.Step("batch/A", 2), Ct));
        Assert.Equal(new StaleVersion(3), await Record.AppendAsync(Sample.Step("batch/A", 4), Ct));
        Assert.Equal(new StaleVersion(0), await Record.AppendAsync(Sample.Step("batch/new", 1), Ct));
        Assert.Equal(3, await Record.CountAsync(Ct));
    }

    [Fact]
    public async Task Any_version_fits_an_append_that_does_not_mind()
    {
        await Record.AppendAsync(Sample.Step("log", Append.Any), Ct);
        await Record.AppendAsync(Sample.Step("log", Append.Any, entries: 2), Ct);
        Assert.Equal(3, (await Record.ReadStreamAsync("log", 0, Ct)).Count);
    }

    [Fact]
    public async Task A_command_that_is_sent_again_gets_its_first_answer()
    {
        var append = Sample.Step("batch/A", 0, entries: 2);
        var first = Assert.IsType<Appended>(await Record.AppendAsync(append, Ct));
        await Record.AppendAsync(Sample.Step("batch/A", 2), Ct);
        var again = Assert.IsType<AlreadyDone>(await Record.AppendAsync(append, Ct));
        Assert.Equal(first.Entries.Select(e => Convert.ToHexString(e.Bytes.Span)), again.Entries.Select(e => Convert.ToHexString(e.Bytes.Span)));
        Assert.Equal(3, await Record.CountAsync(Ct));
    }

    [Fact]
    public async Task A_command_id_with_another_body_is_refused()
    {
        var append = Sample.Step("batch/A", 0);
        await Record.AppendAsync(append, Ct);
        Assert.Equal(new CommandIdReused(append.CommandId), await Record.AppendAsync(append with { CommandHash = Sample.Hash("other") }, Ct));
        Assert.Equal(new CommandIdReused(append.CommandId), await Record.AppendAsync(append with { Stream = "batch/B", CommandHash = Sample.Hash("other") }, Ct));
        Assert.Equal(1, await Record.CountAsync(Ct));
    }

    [Fact]
    public async Task Five_at_once_with_one_command_have_one_effect()
    {
        for (var round = 0; round < 20; round++)
        {
            var append = Sample.Step($"batch/{round}", 0, entries: 2);
            var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => Record.AppendAsync(append, Ct))));
            Assert.Single(results.OfType<Appended>());
            Assert.Equal(4, results.OfType<AlreadyDone>().Count());
            Assert.Equal(2, (await Record.ReadStreamAsync($"batch/{round}", 0, Ct)).Count);
        }
    }

    [Fact]
    public async Task Of_five_different_commands_on_one_version_one_wins()
    {
        for (var round = 0; round < 20; round++)
        {
            var stream = $"batch/{round}";
            var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => Record.AppendAsync(Sample.Step(stream, 0), Ct))));
            Assert.Single(results.OfType<Appended>());
            Assert.Equal(4, results.OfType<StaleVersion>().Count());
        }
    }

    [Fact]
    public async Task Entries_of_several_streams_become_durable_together()
    {
        await Record.AppendAsync(Sample.Step("equipment/CP-01", 0, entries: 2), Ct);
        var append = Sample.Step("batch/A", 0) with { Beside = [new("equipment/CP-01", 2, Sample.Step("x", 0, entries: 2).Entries), new("lot/1", 0, Sample.Step("x", 0).Entries)] };
        var appended = Assert.IsType<Appended>(await Record.AppendAsync(append, Ct));
        Assert.Equal([("batch/A", 1L), ("equipment/CP-01", 3L), ("equipment/CP-01", 4L), ("lot/1", 1L)], appended.Entries.Select(e => (e.Stream, e.Version)));
        Assert.All(appended.Entries, e => Assert.Equal(append.CommandId, e.CommandId));
        Assert.Equal([1, 2, 3, 4], (await Record.ReadStreamAsync("equipment/CP-01", 0, Ct)).Select(e => e.Version));
        Assert.Equal(["batch/A", "equipment/CP-01", "equipment/CP-01", "lot/1"], (await Record.ReadAsync(2, 10, Ct)).Select(e => e.Stream));

        var again = Assert.IsType<AlreadyDone>(await Record.AppendAsync(append, Ct));
        Assert.Equal(Convert.ToHexString(appended.Entries[0].Bytes.Span), Convert.ToHexString(Assert.Single(again.Entries).Bytes.Span));
        Assert.Equal(6, await Record.CountAsync(Ct));
        Assert.IsType<Appended>(await Record.AppendAsync(Sample.Step("equipment/CP-01", 4), Ct));
    }

    [Fact]
    public async Task Nothing_is_written_when_a_stream_beside_has_moved_on()
    {
        await Record.AppendAsync(Sample.Step("equipment/CP-01", 0), Ct);
        var late = Sample.Step("batch/A", 0) with { Beside = [new("equipment/CP-01", 0, Sample.Step("x", 0).Entries)] };
        Assert.Equal(new StaleVersion(0), await Record.AppendAsync(late, Ct));
        Assert.Equal(1, await Record.CountAsync(Ct));
        Assert.IsType<Appended>(await Record.AppendAsync(late with { Beside = [late.Beside[0] with { ExpectedVersion = 1 }] }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Record.AppendAsync(Sample.Step("batch/B", 0) with { Beside = [new("batch/B", 1, Sample.Step("x", 0).Entries)] }, Ct));
    }

    [Fact]
    public async Task Of_many_that_want_one_stream_beside_their_own_one_wins()
    {
        for (var round = 0; round < 20; round++)
        {
            var item = $"equipment/{round}";
            var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(batch => Task.Run(() =>
                Record.AppendAsync(Sample.Step($"batch/{round}-{batch}", 0) with { Beside = [new(item, 0, Sample.Step("x", 0).Entries)] }, Ct))));
            Assert.Single(results.OfType<Appended>());
            Assert.Single(await Record.StreamsAsync($"batch/{round}-", Ct));
            Assert.Single(await Record.ReadStreamAsync(item, 0, Ct));
        }
    }

    [Fact]
    public async Task The_global_order_has_no_gaps_and_keeps_each_stream_in_order()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++) await Record.AppendAsync(Sample.Step($"batch/{writer}", i * 2, entries: 2), Ct);
        })));
        Assert.Equal(400, await Record.CountAsync(Ct));
        var all = new List<Entry>();
        while (await Record.ReadAsync(all.Count, 33, Ct) is { Count: > 0 } page) all.AddRange(page);
        Assert.Equal(Enumerable.Range(0, 400).Select(i => (long)i), all.Select(e => e.Index));
        foreach (var stream in all.GroupBy(e => e.Stream)) Assert.Equal(Enumerable.Range(1, 50).Select(i => (long)i), stream.Select(e => e.Version));
    }

    [Fact]
    public async Task Streams_are_found_by_prefix()
    {
        foreach (var name in (string[])["batch/B", "batch/A", "batch/Ä", "lot/1", "batch", "batcj"]) await Record.AppendAsync(Sample.Step(name, 0, entries: 2), Ct);
        Assert.Equal(["batch/A", "batch/B", "batch/Ä"], await Record.StreamsAsync("batch/", Ct));
        Assert.Equal(6, (await Record.StreamsAsync("", Ct)).Count);
        Assert.Empty(await Record.StreamsAsync("equipment/", Ct));
    }

    [Fact]
    public async Task An_append_that_can_never_succeed_is_a_fault_of_the_program()
    {
        var good = Sample.Step("batch/A", 0);
        await Assert.ThrowsAsync<ArgumentException>(() => Record.AppendAsync(good with { Entries = [] }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Record.AppendAsync(good with { Stream = "" }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Record.AppendAsync(good with { Stream = "a\nb" }, Ct));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Record.AppendAsync(good with { Actor = "\ud800" }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Record.AppendAsync(good with { CommandHash = new byte[31] }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Record.AppendAsync(good with { Entries = [new NewEntry("Big", new byte[EntryCodec.MaxBytes])] }, Ct));
        Assert.IsType<Appended>(await Record.AppendAsync(good, Ct));
    }

    [Fact]
    public async Task An_entry_may_hold_any_bytes()
    {
        var data = Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray();
        await Record.AppendAsync(Sample.Step("batch/A", 0) with { Entries = [new NewEntry("Empty", default), new NewEntry("Big", data)] }, Ct);
        var entries = await Record.ReadStreamAsync("batch/A", 0, Ct);
        Assert.Equal(0, entries[0].Data.Length);
        Assert.Equal(data, entries[1].Data.ToArray());
    }

    [Fact]
    public async Task The_tree_is_grown_by_one_node_only()
    {
        Assert.Null(await Record.LatestCheckpointAsync(Ct));
        Assert.Null(await Record.ReadTileAsync(0, 0, Ct));
        var tile = new Tile(0, 0, Encoding.ASCII.GetBytes(new string('h', 64)));
        Assert.True(await Record.GrowTreeAsync(0, [tile], new StoredCheckpoint(2, "text", Sample.Noon), Ct));
        Assert.False(await Record.GrowTreeAsync(0, [tile], new StoredCheckpoint(3, "other", Sample.Noon), Ct));
        Assert.Equal(new StoredCheckpoint(2, "text", Sample.Noon), await Record.LatestCheckpointAsync(Ct));
        Assert.True(await Record.GrowTreeAsync(2, [tile with { Hashes = new byte[96] }], new StoredCheckpoint(3, "next", Sample.Noon), Ct));
        Assert.Equal(new byte[96], (await Record.ReadTileAsync(0, 0, Ct))!.Hashes);
    }
}
