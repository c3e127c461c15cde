using System.Diagnostics;
using System.Globalization;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Monitoring;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cellwright.Bench;

/// <summary>
/// The charts of single tags: 190 live batches with 100 watched tags each, at 1 Hz. Time of the processor for a second of the plant, as a share of one core.
/// <c>advice [SECONDS]</c>. Goal: under 10 %.
/// </summary>
internal static class AdviceBench
{
    private const int Batches = 190, Tags = 100;

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = args.Length > 0 && int.TryParse(args[0], CultureInfo.InvariantCulture, out var given) ? given : 300;
        var folder = Directory.CreateTempSubdirectory("cellwright-bench-").FullName;
        await using var record = SqliteRecord.Open(Path.Combine(folder, "record.db"));
        var desk = new Desk(record, TimeProvider.System, TimeSpan.Zero, new Nothing());
        using var watch = new AdviceWatch(desk, NullLogger<AdviceWatch>.Instance);
        var text = Recipe();
        var start = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
        for (var batch = 0; batch < Batches; batch++) watch.Saw(Running($"B-{batch:000}", $"CP-{batch:000}", text, start));

        // What a second of the plant reads, each tag with noise of its own.
        var random = new Random(1);
        var readings = new Reading[Batches * Tags];
        var (spent, rounds) = (TimeSpan.Zero, 0);
        var process = Process.GetCurrentProcess();
        for (var second = 1; second <= seconds; second++)
        {
            var at = start.AddSeconds(second);
            for (var tag = 0; tag < readings.Length; tag++)
                readings[tag] = new Reading($"CP-{tag / Tags:000}", $"t{tag % Tags}", 37 + 0.05 * (random.NextDouble() - 0.5), "Cel", Quality.Good, at, at, false, "");
            process.Refresh();
            var before = process.TotalProcessorTime;
            watch.Saw(readings);
            process.Refresh();
            if (second <= 30) continue; // until everything is compiled and the charts have learned
            spent += process.TotalProcessorTime - before;
            rounds++;
        }

        var share = spent.TotalSeconds / rounds;
        Console.WriteLine(FormattableString.Invariant($"{Batches} batches x {Tags} tags at 1 Hz: {100 * share:0.00} % of one core, {1e9 * share / readings.Length:0} ns a reading (goal: under 10 %)"));
        Directory.Delete(folder, recursive: true);
        return share < 0.1 ? 0 : 2;
    }

    private static Batch Running(string id, string item, string text, DateTimeOffset at)
    {
        Event<Batch>[] past =
        [
            new BatchOrdered(id, RecipeReader.HashOf(text), text, "ORD", null), new BatchStarted(), new StepStarted("S1"),
            new EquipmentCheckedIn("S1", "processor", "processor", item, null), new StepCompleted("S1"), new StepStarted("S2"),
        ];
        return past.Select((happened, index) => (happened, index)).Aggregate(Batch.Empty, (state, one) => one.happened.After(state, new Happened("bench", at, one.index + 1)));
    }

    private static string Recipe() => $$"""
        id: bench
        version: "1"
        title: Many tags
        product: Nothing
        equipment:
          - {name: processor, class: cell-processor}
        procedure:
          - id: unit
            title: Unit
            operations:
              - id: only
                title: Only
                flow:
                  - {type: check-in, id: S1, title: Check in, roles: [processor]}
                  - type: incubate
                    id: S2
                    title: Incubate
                    equipment: processor
                    parameters:
        {{string.Concat(Enumerable.Range(0, Tags).Select(tag => $"              - {{name: p{tag}, unit: Cel, target: 37, normal: [36, 38], proven: [35, 39], class: CPP, observation: equipment, tag: t{tag}, watch: true}}\n"))}}
        """;

    private sealed class Nothing : IFactSource
    {
        public Task<object> AnswerAsync(Need need, CancellationToken ct) => throw new NotSupportedException();
    }
}
