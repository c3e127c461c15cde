using System.Collections.Concurrent;
using System.Threading.Channels;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Monitoring;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Monitoring;

/// <summary>Draws a chart of every tag that a step watches, and reports what somebody should look at although no limit forbids it.</summary>
/// <remarks>One dictionary look-up and some sums a reading. A chart begins anew when the server starts: it learns within an hour, and what was said already is not said again.</remarks>
public sealed class AdviceWatch(Desk.Desk desk, ILogger<AdviceWatch> log) : BackgroundService
{
    private readonly record struct TagKey(string Equipment, string Tag);

    private sealed record Charted(TagKey Key, string Batch, string Step, DateTimeOffset Since, string Parameter, string Unit, string Title, TagChart Chart);

    private readonly Channel<ReportAdvice> reports = Channel.CreateUnbounded<ReportAdvice>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, IReadOnlyList<Charted>> byBatch = new(StringComparer.Ordinal);
    private volatile Dictionary<TagKey, Charted[]> byTag = [];

    /// <summary>Whether it has heard of a batch's step and charts what that watches.</summary>
    internal bool Charts(string batch, string step) => byTag.Values.Any(charts => charts.Any(charted => charted.Batch == batch && charted.Step == step));

    /// <summary>Takes in readings that are durable, in their order.</summary>
    public void Saw(IReadOnlyList<Reading> readings)
    {
        var tags = byTag;
        if (tags.Count == 0) return;
        foreach (var reading in readings)
        {
            if (reading.Historical || reading.Quality == Quality.Bad || !double.IsFinite(reading.Value) || !tags.TryGetValue(new TagKey(reading.Equipment, reading.Tag), out var charts)) continue;
            foreach (var charted in charts)
            {
                if (reading.At < charted.Since || reading.Unit != charted.Unit || reading.For?.Is(charted.Batch, charted.Step) == false) continue;
                if (charted.Chart.Take(reading.Value, reading.At) is var (kind, sentence))
                    reports.Writer.TryWrite(new ReportAdvice(charted.Batch, charted.Step, charted.Parameter, reading.Equipment, kind, $"{charted.Title} of {reading.Equipment} {sentence}.", reading.At, reading.Address));
            }
        }
    }

    /// <summary>Follows a batch: which tags its active steps watch now. A chart that is drawn already goes on.</summary>
    public void Saw(Batch batch)
    {
        var before = byBatch.GetValueOrDefault(batch.Id, []);
        var now = WatchedTag.Of(batch).Select(watched =>
        {
            var key = new TagKey(watched.Equipment, watched.Parameter.Tag!);
            return before.FirstOrDefault(charted => charted.Key == key && charted.Step == watched.Step.Key && charted.Parameter == watched.Parameter.Name)
                ?? new Charted(key, batch.Id, watched.Step.Key, watched.Step.StartedAt, watched.Parameter.Name, watched.Parameter.Unit, watched.Parameter.Title, new TagChart(watched.Parameter));
        }).ToList();
        if (now.Count == before.Count && now.SequenceEqual(before)) return;
        if (now.Count == 0) byBatch.TryRemove(batch.Id, out _);
        else byBatch[batch.Id] = now;
        byTag = byBatch.Values.SelectMany(list => list).GroupBy(charted => charted.Key).ToDictionary(group => group.Key, group => group.ToArray());
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var said = new HashSet<(string, string, string, string, AdviceKind)>();
        await foreach (var report in reports.Reader.ReadAllAsync(stoppingToken))
        {
            // A tag that stands still says so at every reading.
            if (!said.Add((report.BatchId, report.Step, report.Parameter, report.Equipment, report.Kind))) continue;
            try
            {
                await desk.SendAsync(report, new Caller(Performer.System, "monitoring", Guid.CreateVersion7()), stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // It says so again at its next reading.
                said.Remove((report.BatchId, report.Step, report.Parameter, report.Equipment, report.Kind));
                log.LogError(fault, "Advice on batch {Batch} could not be recorded yet", report.BatchId);
            }
        }
    }
}
