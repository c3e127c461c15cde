using Npgsql;
using NpgsqlTypes;

namespace Cellwright.Ledger;

/// <summary>Decides and commits one group of appends. Several of a node, and of several nodes, may do so at once: uniqueness in the database decides, and the loser decides again.</summary>
internal sealed class PostgresWriter(NpgsqlDataSource source)
{
    private const int MaxRaces = 50;
    private const int HeadsKept = 100_000;

    // Where streams stood after this writer's own commits. It may be behind another's: then a unique index says so, and the group is decided anew.
    // Only the one thread of GroupCommit uses it.
    private readonly Dictionary<string, long> _heads = new(StringComparer.Ordinal);

    /// <summary>Gives each append its result and makes the group durable, or throws and has written nothing.</summary>
    public void Commit(IReadOnlyList<PendingAppend> group)
    {
        if (TryAtOnce(group)) return;
        var broken = false;
        for (var races = 0; ;)
        {
            try
            {
                CommitOnce(group);
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

    /// <summary>One round trip, where what this writer knows of the streams suffices and turns out to be right; else nothing was written.</summary>
    private bool TryAtOnce(IReadOnlyList<PendingAppend> group)
    {
        var decided = new PostgresGroup();
        var results = new AppendResult[group.Count];
        for (var i = 0; i < group.Count; i++)
        {
            foreach (var (stream, _, _) in group[i].Encoded)
            {
                if (decided.Heads.ContainsKey(stream)) continue;
                if (!_heads.TryGetValue(stream, out var head)) return false;
                decided.Heads[stream] = head;
            }

            if (decided.Decide(group[i]) is not Appended appended) return false;
            results[i] = appended;
        }

        try
        {
            using var connection = source.OpenConnection();
            Write(connection, decided);
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

    private void CommitOnce(IReadOnlyList<PendingAppend> group)
    {
        var decided = new PostgresGroup();
        using var connection = source.OpenConnection();
        Read(connection, group, decided);
        foreach (var pending in group) pending.Result = decided.Decide(pending);
        if (decided.Entries.Count > 0) Write(connection, decided);
        foreach (var pending in group)
        {
            if (pending.Result is null) AnswerAgain(connection, decided.Commands[pending.Append.CommandId], pending);
        }

        Remember(decided);
    }

    private static void Read(NpgsqlConnection connection, IReadOnlyList<PendingAppend> group, PostgresGroup decided)
    {
        using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("""
                    SELECT command, hash, stream, version, (SELECT count(*)::integer FROM ledger.entry e WHERE e.command = own.command AND e.stream = own.stream)
                    FROM ledger.entry own WHERE command = ANY($1) AND part = 0
                    """)
                    { Parameters = { new() { Value = group.Select(p => p.Append.CommandId).ToArray() } } },
                new NpgsqlBatchCommand("SELECT s, (SELECT coalesce(max(version), 0) FROM ledger.entry WHERE stream = s) FROM unnest($1) s")
                    { Parameters = { new() { Value = group.SelectMany(p => p.Encoded.Select(entry => entry.Stream)).Distinct().ToArray() } } },
            },
        };
        using var reader = batch.ExecuteReader();
        while (reader.Read())
            decided.Commands[reader.GetGuid(0)] = new(reader.GetGuid(0), reader.GetFieldValue<byte[]>(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt32(4));
        reader.NextResult();
        while (reader.Read()) decided.Heads[reader.GetString(0)] = reader.GetInt64(1);
    }

    // The commit's id is drawn here, after the decision. So it is higher than that of every commit that the decision rests on,
    // and the global order, which places by id, never puts an effect before its cause. One statement is one transaction; a batch of two costs half as much again.
    // Rows go in sorted, so that two writers that meet wait for each other in one direction only.
    private static void Write(NpgsqlConnection connection, PostgresGroup decided)
    {
        var rows = decided.Entries.OrderBy(row => row.Entry.Stream, StringComparer.Ordinal).ToArray();
        using var command = new NpgsqlCommand("""
            WITH own AS (INSERT INTO ledger.commits(id, entries) VALUES (nextval('ledger.commit_id'), $1) RETURNING id)
            INSERT INTO ledger.entry(commit_id, place, stream, version, command, part, hash, bytes)
            SELECT own.id, row.* FROM own, unnest($2, $3, $4, $5, $6, $7, $8) row
            """, connection)
        {
            Parameters =
            {
                new() { Value = rows.Length },
                new() { Value = Array.ConvertAll(rows, row => row.Place) },
                new() { Value = Array.ConvertAll(rows, row => row.Entry.Stream) },
                new() { Value = Array.ConvertAll(rows, row => row.Entry.Version) },
                new() { Value = Array.ConvertAll(rows, row => row.Entry.CommandId) },
                new() { Value = Array.ConvertAll(rows, row => row.Part) },
                new() { Value = Array.ConvertAll(rows, row => row.Hash), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
                new() { Value = Array.ConvertAll(rows, row => row.Entry.Bytes), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            },
        };
        command.ExecuteNonQuery();
    }

    private static void AnswerAgain(NpgsqlConnection connection, PostgresGroup.Command first, PendingAppend pending)
    {
        try
        {
            using var command = PostgresRecord.Command(connection, PostgresRecord.OfStream, first.Stream, first.First - 1, first.Entries);
            using var reader = command.ExecuteReader();
            var entries = new List<Entry>();
            while (reader.Read()) entries.Add(PostgresRecord.EntryOf(reader));
            StoredRow.RequireConsecutive(entries, first.Stream, first.First - 1);
            pending.Result = new AlreadyDone(entries);
        }
        catch (RecordDamagedException e)
        {
            pending.Fault = e;
        }
    }
}
