using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Ledger;
using Cellwright.Server.Desk;

namespace Cellwright.Bench;

/// <summary>
/// Step commits through the whole Desk path, against plain inserts of the bytes that came of them, on the same database in the same run. <c>desk [ROUNDS] [--sqlite | --postgres]</c>.
/// Goal: a ratio of at least 0.5 on both databases.
/// </summary>
/// <remarks>
/// Ours: so many batches at once, each giving a command when the one before is answered: its id made, state read, decided, event and command written as JSON,
/// hashed, appended, durable, folded, answered. Theirs: exactly the stored bytes, already in memory, into a table with a number and nothing else (no stream,
/// version, command id, hash or index), by one thread that waits for nobody (<see cref="LedgerAppend.RawSqlite"/>, <see cref="LedgerAppend.RawPostgresAsync"/>).
/// Both sync at every commit, and theirs holds as many entries as ours held on average, by count of the record's own commits. Before the first
/// round the desk works for some seconds that are not counted: a plant's server has run for weeks, and the runtime compiles in stages. Processor time is that of this process, without PostgreSQL's.
/// </remarks>
internal static class DeskBench
{
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(6);
    private const int Steps = 26;
    private const int Sentences = 3;
    private const int Values = 2;
    internal const int CommandsPerBatch = Steps * (2 + Sentences + Values);
    private static readonly Recipe Recipe = RecipeReader.Read(Text());

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args is [var number, ..] && int.TryParse(number, CultureInfo.InvariantCulture, out var given) ? given : 5;
        var folder = Directory.CreateTempSubdirectory("cellwright-bench-").FullName;
        using var postgres = args.Contains("--sqlite") ? null : PostgresServer.Start();
        if (postgres is null) Console.WriteLine("PostgreSQL: skipped, --sqlite was given or it is not installed");
        var met = true;
        await using (var sqlite = args.Contains("--postgres") ? null : SqliteRecord.Open(Path.Combine(folder, "record.db")))
            foreach (var batches in sqlite is null ? [] : (int[])[64, 190])
                met &= await CompareAsync("SQLite", sqlite!, batches, rounds, (rows, size, round) => LedgerAppend.RawSqlite(Path.Combine(folder, $"raw-{batches}-{round}.db"), rows, size));
        if (postgres is not null)
            await using (var record = await PostgresRecord.OpenAsync(postgres.Connection))
                foreach (var batches in (int[])[64, 190])
                    met &= await CompareAsync("PostgreSQL", record, batches, rounds, (rows, size, _) => LedgerAppend.RawPostgresAsync(postgres.Connection, rows, size));
        Directory.Delete(folder, recursive: true);
        return met ? 0 : 2;
    }

    private static async Task<bool> CompareAsync(string name, IRecord record, int batches, int rounds, Func<IReadOnlyList<byte[]>, int, int, Task> raw)
    {
        var commits = 0L;
        using var meter = new MeterListener();
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "cellwright.ledger.commits") listener.EnableMeasurementEvents(instrument);
        };
        meter.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref commits, count));
        meter.Start();
        var desk = new Desk(record, TimeProvider.System, TimeSpan.Zero, new NoReadings());
        await ApproveAsync(desk);
        var ratios = new List<double>();
        for (var (warming, part) = (Stopwatch.StartNew(), 0); warming.Elapsed < Warming; part++) await PerformAsync(desk, await OpenAsync(desk, batches, $"W{part}"));
        for (var round = 1; round <= rounds; round++)
        {
            var ids = await OpenAsync(desk, batches, $"R{round}");
            var from = await record.CountAsync();
            commits = 0;
            var (cpu, allocated, watch) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), Stopwatch.StartNew());
            await PerformAsync(desk, ids);
            var (ours, used) = (watch.Elapsed, Environment.CpuUsage.TotalTime - cpu);
            allocated = (GC.GetTotalAllocatedBytes() - allocated) / (batches * CommandsPerBatch);
            var made = Interlocked.Read(ref commits);
            var rows = await BytesAsync(record, from);
            var group = (int)Math.Round((double)rows.Count / made);
            watch.Restart();
            await raw(rows, group, round);
            var theirs = watch.Elapsed;
            ratios.Add(theirs / ours);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}, {batches} batches at once: desk {batches * CommandsPerBatch / ours.TotalSeconds:F0} commands/s ({rows.Count / ours.TotalSeconds:F0} entries/s of {rows.Average(row => row.Length):F0} bytes, {used.TotalMicroseconds / (batches * CommandsPerBatch):F0} µs CPU and {allocated:N0} B allocated a command), "
                + $"plain inserts in groups of {group} {rows.Count / theirs.TotalSeconds:F0} entries/s, ratio {theirs / ours:F2}"));
        }

        ratios.Sort();
        var median = ratios[ratios.Count / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, {batches} batches at once: median ratio {median:F2} ({(median >= 0.5 ? "met" : "MISSED")}: at least 0.5)"));
        return median >= 0.5;
    }

    private static async Task<string[]> OpenAsync(Desk desk, int batches, string name)
    {
        var ids = Enumerable.Range(0, batches).Select(batch => $"{name}-{batches}-{batch:D4}").ToArray();
        await Task.WhenAll(ids.Select(id => OpenAsync(desk, id)));
        return ids;
    }

    private static Task PerformAsync(Desk desk, string[] batches) => Task.WhenAll(batches.Select(batch => PerformAsync(desk, batch)));

    internal static async Task PerformAsync(Desk desk, string batch)
    {
        for (var step = 1; step <= Steps; step++)
        {
            await GiveAsync(desk, new StartStep(batch, $"S{step}"), Operator);
            for (var number = 1; number <= Sentences; number++) await GiveAsync(desk, new Confirm(batch, $"S{step}", $"statement-{number}"), Operator);
            for (var number = 1; number <= Values; number++) await GiveAsync(desk, new RecordByHand(batch, $"S{step}", $"value-{number}", 37 + number / 10.0, "Cel", null), Operator);
            await GiveAsync(desk, new CompleteStep(batch, $"S{step}"), Operator);
        }
    }

    internal static async Task OpenAsync(Desk desk, string batch)
    {
        await GiveAsync(desk, new OrderBatch(batch, Recipe.Id, Recipe.Version, $"ORD-{batch}", null), Supervisor);
        await GiveAsync(desk, new StartBatch(batch), Supervisor);
    }

    internal static async Task ApproveAsync(Desk desk)
    {
        await GiveAsync(desk, new SubmitRecipe(Recipe.Id, Recipe.Version, Recipe.Text), Person("engineer", Role.Engineer));
        foreach (var signer in new[] { Supervisor, Person("quality", Role.QA) })
            await GiveAsync(desk, new ApproveRecipe(Recipe.Id, Recipe.Version), signer, new SignatureGiven(signer, "approval", Recipe.Hash));
    }

    private static async Task GiveAsync<TState>(Desk desk, Command<TState> command, Performer by, SignatureGiven? signature = null)
        where TState : IStream<TState>
    {
        var answer = await desk.SendAsync(command, new Caller(by, "bench", Guid.CreateVersion7(), signature));
        if (answer.Refusal is { } refusal) throw new InvalidOperationException($"{command}: {refusal.Sentence}");
    }

    private static async Task<IReadOnlyList<byte[]>> BytesAsync(IRecord record, long from)
    {
        var rows = new List<byte[]>();
        while (await record.ReadAsync(from + rows.Count, 5000) is { Count: > 0 } page) rows.AddRange(page.Select(entry => entry.Bytes.ToArray()));
        return rows;
    }

    private static Performer Operator { get; } = Person("operator", Role.Operator);

    private static Performer Supervisor { get; } = Person("supervisor", Role.Supervisor);

    private static Performer Person(string id, Role role) =>
        new(id, id, [role], ImmutableDictionary<string, DateTimeOffset>.Empty.Add(Recipe.Name, DateTimeOffset.MaxValue));

    // As many steps as the example for CAR-T has, each with what an operator typically does in one.
    private static string Text() => $$"""
        id: bench
        version: "1"
        title: Steps by hand
        product: Nothing
        example: true
        planned-duration: 12 d
        procedure:
          - id: unit
            title: Unit
            operations:
              - id: only
                title: Only
                flow:
        {{string.Concat(Enumerable.Range(1, Steps).Select(Step))}}
        """;

    private static string Step(int step) => $$"""
                  - type: confirm
                    id: S{{step}}
                    title: Step number {{step}}
                    statements: [{{string.Join(", ", Enumerable.Range(1, Sentences).Select(number => $"What is asked for in sentence {number} of step {step} is done."))}}]
                    parameters:
        {{string.Join('\n', Enumerable.Range(1, Values).Select(number => $"              - {{name: value-{number}, unit: Cel, normal: [36, 38], proven: [35, 39], class: KPP, observation: equipment}}"))}}

        """;

    internal sealed class NoReadings : IFactSource
    {
        public Task<object> AnswerAsync(Need need, CancellationToken ct) => throw new NotSupportedException($"{need} is not asked for here.");
    }
}
