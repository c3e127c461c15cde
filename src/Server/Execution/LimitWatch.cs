using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Desk;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Execution;

/// <summary>Compares every reading with the limits of the steps that watch its tag, and reports what leaves or re-enters a range.</summary>
/// <remarks>One dictionary look-up a reading; the domain decides again, so a late or doubled report does nothing.</remarks>
public sealed class LimitWatch(Desk.Desk desk, ReadingStore store, ILogger<LimitWatch> log) : BackgroundService
{
    private readonly record struct TagKey(string Equipment, string Tag);

    private sealed record Watched(TagKey Key, string Batch, string Step, DateTimeOffset Since, Parameter Parameter)
    {
        public Assessment Last { get; set; }
    }

    private readonly Channel<ReportExcursion> reports = Channel.CreateUnbounded<ReportExcursion>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, ImmutableList<Watched>> byBatch = new();
    private volatile Dictionary<TagKey, Watched[]> byTag = [];

    /// <summary>Takes in readings that are durable. Cheap: called for every reading of the plant.</summary>
    public void Saw(IReadOnlyList<Reading> readings)
    {
        var tags = byTag;
        if (tags.Count == 0) return;
        foreach (var reading in readings)
        {
            if (reading.Historical || reading.Quality == Quality.Bad) continue;
            if (!tags.TryGetValue(new TagKey(reading.Equipment, reading.Tag), out var watching)) continue;
            foreach (var watched in watching)
            {
                if (reading.At < watched.Since || reading.For?.Is(watched.Batch, watched.Step) == false) continue;
                var assessment = watched.Parameter.Assess(reading.Value);
                if (assessment == watched.Last) continue;
                watched.Last = assessment;
                reports.Writer.TryWrite(new ReportExcursion(
                    watched.Batch, watched.Step, watched.Parameter.Name, reading.Equipment, reading.Value, reading.Unit, reading.At, reading.Address));
            }
        }
    }

    /// <summary>Follows a batch: which tags its active steps watch now.</summary>
    public void Saw(Batch batch)
    {
        var watched = WatchedBy(batch).ToImmutableList();
        var before = byBatch.GetValueOrDefault(batch.Id, []);
        if (watched.IsEmpty && before.IsEmpty) return;
        if (watched.IsEmpty) byBatch.TryRemove(batch.Id, out _);
        else byBatch[batch.Id] = watched;
        byTag = byBatch.Values.SelectMany(list => list).GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.ToArray());
        // What came between the start of a step and this moment was compared with nothing: the latest of it is compared now.
        var begun = watched.Where(now => !before.Exists(then => then.Key == now.Key && then.Step == now.Step));
        Saw([.. begun.Select(now => store.Latest(now.Key.Equipment, now.Key.Tag)).OfType<Reading>()]);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var report in reports.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                var answer = await desk.SendAsync(report, new Caller(Performer.System, "limits", Guid.CreateVersion7()), stoppingToken);
                // What was not taken must not leave the watch believing that it was: it looks at the batch again.
                if (answer.Happened.Count == 0) Saw(await desk.StateAsync<Batch>(report.BatchId, stoppingToken));
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // Not lost: it is put back and reported once the record can be written again.
                log.LogError(fault, "An excursion of batch {Batch} could not be recorded yet", report.BatchId);
                reports.Writer.TryWrite(report);
                await Task.Delay(TimeSpan.FromMilliseconds(500), stoppingToken);
            }
        }
    }

    private static IEnumerable<Watched> WatchedBy(Batch batch) => WatchedTag.Of(batch).Select(watched =>
        new Watched(new TagKey(watched.Equipment, watched.Parameter.Tag!), batch.Id, watched.Step.Key, watched.Step.StartedAt, watched.Parameter)
        {
            Last = batch.Excursions.GetValueOrDefault($"{watched.Step.Key}/{watched.Parameter.Name}", Assessment.Normal),
        });
}
