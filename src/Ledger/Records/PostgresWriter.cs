using Npgsql;
using NpgsqlTypes;

namespace Cellwright.Ledger;

/// <summary>Decides and commits one group of appends. Several nodes may do so at once: uniqueness in the database decides, and the loser decides again.</summary>
internal sealed class PostgresWriter(NpgsqlDataSource source)
{
    private const int MaxRaces = 50;
    private const int HeadsKept = 100_000;

    // Where streams stood after this node's own commits. It may be behind another node's: then a unique index says so, and the group is decided anew.
    // Only the one writer of GroupCommit uses it.
    private readonly Dictionary<string, long> _heads = new(StringComparer.Ordinal);

    /// <summary>Gives each append its result and makes the group durable, or throws and has written nothing.</summary>
    public async Task CommitAsync(IReadOnlyList<PendingAppend> group)
    {
        if (await TryAtOnceAsync(group).ConfigureAwait(false)) return;
        var broken = false;
        for (var races = 0; ;)
        {
            try
            {
                await CommitOnceAsync(group).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (PostgresErrors.IsRace(e) && ++races < MaxRaces)
            {
            }
            catch (Exception e) when (PostgresErrors.IsBroken(e) && !broken)
            {
                // Should the first try have become durable after all, then the second finds its command ids.
                broken = true;
                source.Clear();
            }
            catch (Exception e) when (PostgresErrors.IsFault(e))
            {
                throw PostgresErrors.Unavailable(e);
            }
        }
    }

    /// <summary>One round trip, where what this node knows of the streams suffices and turns out to be right; else nothing was written.</summary>
    private async Task<bool> TryAtOnceAsync(IReadOnlyList<PendingAppend> group)
    {
        var decided = new PostgresGroup();
        var results = new AppendResult[group.Count];
        for (var i = 0; i < group.Count; i++)
        {
            var append = group[i].Append;
            for (var number = 0; number < append.Parts; number++)
            {
                var stream = number == 0 ? append.Stream : append.Beside[number - 1].Stream;
                if (decided.Heads.ContainsKey(stream)) continue;
                if (!_heads.TryGetValue(stream, out var head)) return false;
                decided.Heads[stream] = head;
            }

            if (decided.Decide(append) is not Appended appended) return false;
            results[i] = appended;
        }

        try
        {
            await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
            await WriteAsync(connection, decided).ConfigureAwait(false);
        }
        catch (Exception e) when (PostgresErrors.IsRace(e) || PostgresErrors.IsFault(e))
        {
            // Whatever it was, the long way finds out: it reads what stands, and this group's own command ids if they became durable after all.
            foreach (var stream in decided.Heads.Keys) _heads.Remove(stream);
            if (PostgresErrors.IsBroken(e)) source.Clear();
            return false;
        }

        for (var i = 0; i < group.Count; i++) group[i].Result = results[i];
        Remember(decided);
        return true;
    }

    private void Remember(PostgresGroup decided)
    {
        if (_heads.Count > HeadsKept) _heads.Clear();
        foreach (var (stream, head) in decided.Heads) _heads[stream] = head;
    }

    private async Task CommitOnceAsync(IReadOnlyList<PendingAppend> group)
    {
        var decided = new PostgresGroup();
        await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        await ReadAsync(connection, group, decided).ConfigureAwait(false);
        foreach (var pending in group) pending.Result = decided.Decide(pending.Append);
        if (decided.Entries.Count > 0) await WriteAsync(connection, decided).ConfigureAwait(false);
        foreach (var pending in group)
        {
            if (pending.Result is null) await AnswerAgainAsync(connection, decided.Commands[pending.Append.CommandId], pending).ConfigureAwait(false);
        }

        Remember(decided);
    }

    private static async Task ReadAsync(NpgsqlConnection connection, IReadOnlyList<PendingAppend> group, PostgresGroup decided)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("SELECT id, hash, stream, first, entries FROM ledger.command WHERE id = ANY($1)")
                    { Parameters = { new() { Value = group.Select(p => p.Append.CommandId).ToArray() } } },
                new NpgsqlBatchCommand("SELECT s, (SELECT coalesce(max(version), 0) FROM ledger.entry WHERE stream = s) FROM unnest($1) s")
                    { Parameters = { new() { Value = group.SelectMany(p => p.Append.Beside.Select(beside => beside.Stream).Prepend(p.Append.Stream)).Distinct().ToArray() } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
            decided.Commands[reader.GetGuid(0)] = new(reader.GetGuid(0), reader.GetFieldValue<byte[]>(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt32(4));
        await reader.NextResultAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false)) decided.Heads[reader.GetString(0)] = reader.GetInt64(1);
    }

    // The commit's id is drawn here, after the decision. So it is higher than that of every commit that the decision rests on,
    // and the global order, which places by id, never puts an effect before its cause. One batch is one transaction. Rows go in sorted, so that two nodes that meet wait for each other in one direction only.
    private static async Task WriteAsync(NpgsqlConnection connection, PostgresGroup decided)
    {
        var commands = decided.New.OrderBy(c => c.Id).ToArray();
        var entries = decided.Entries.OrderBy(e => e.Stream, StringComparer.Ordinal).ToArray();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("INSERT INTO ledger.commits(id, entries) VALUES (nextval('ledger.commit_id'), $1)")
                    { Parameters = { new() { Value = entries.Length } } },
                new NpgsqlBatchCommand("INSERT INTO ledger.command(id, hash, stream, first, entries) SELECT * FROM unnest($1, $2, $3, $4, $5)")
                {
                    Parameters =
                    {
                        new() { Value = commands.Select(c => c.Id).ToArray() },
                        new() { Value = commands.Select(c => c.Hash).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
                        new() { Value = commands.Select(c => c.Stream).ToArray() },
                        new() { Value = commands.Select(c => c.First).ToArray() },
                        new() { Value = commands.Select(c => c.Entries).ToArray() },
                    },
                },
                new NpgsqlBatchCommand("INSERT INTO ledger.entry(commit_id, place, stream, version, bytes) SELECT currval('ledger.commit_id'), * FROM unnest($1, $2, $3, $4)")
                {
                    Parameters =
                    {
                        new() { Value = entries.Select(e => e.Place).ToArray() },
                        new() { Value = entries.Select(e => e.Stream).ToArray() },
                        new() { Value = entries.Select(e => e.Version).ToArray() },
                        new() { Value = entries.Select(e => e.Bytes).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private static async Task AnswerAgainAsync(NpgsqlConnection connection, PostgresGroup.Command first, PendingAppend pending)
    {
        try
        {
            var entries = await PostgresRecord.EntriesAsync(connection, PostgresRecord.OfStream, default, first.Stream, first.First - 1, first.Entries).ConfigureAwait(false);
            StoredRow.RequireConsecutive(entries, first.Stream, first.First - 1);
            pending.Result = new AlreadyDone(entries);
        }
        catch (RecordDamagedException e)
        {
            pending.Fault = e;
        }
    }
}
