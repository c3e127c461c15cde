using System.Collections.Concurrent;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Monitoring;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Monitoring;

/// <summary>
/// Follows the running batches by the models that are in force or in shadow for their recipe, and reports another verdict as it is reached. It keeps nothing that it could not
/// compute again: after a start each batch is judged from its beginning, and says what it said before.
/// </summary>
/// <param name="desk">Where verdicts are reported; the domain decides again.</param>
/// <param name="reactor">Tells of new models.</param>
/// <param name="store">Readings.</param>
/// <param name="shelf">Files of models.</param>
/// <param name="log">Where a model that cannot be used is noted.</param>
public sealed class MonitoringWatch(Desk.Desk desk, Reactor reactor, ReadingStore store, ModelShelf shelf, ILogger<MonitoringWatch> log) : ModelWatch(desk, reactor, log)
{
    /// <summary>A batch that ended is followed for so long, until its last station was judged.</summary>
    public static readonly TimeSpan FollowsOn = Station.Grace + Station.Length;

    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1); // of the site's time: a station is ten minutes long

    private sealed record Followed(Batch Batch, long Version)
    {
        /// <summary>Model to how many places were judged, whether its verdicts counted then, and what it said.</summary>
        public ConcurrentDictionary<string, (int Places, bool Counts, Judgement? Judged)> Said { get; } = new(StringComparer.Ordinal);

        /// <summary>When it was looked at last, and by which models.</summary>
        public (DateTimeOffset At, object Models) Looked { get; set; } = (DateTimeOffset.MinValue, new());
    }

    private readonly ConcurrentDictionary<string, Followed> running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> complained = new(StringComparer.Ordinal);

    /// <summary>Follows a batch from now on; one that is over until its last station was judged.</summary>
    public void Saw(Batch batch)
    {
        if (batch.StartedAt is null) return;
        if (batch.EndedAt is { } ended && AtDesk.Now - ended > FollowsOn && !running.ContainsKey(batch.Id)) return;
        running.AddOrUpdate(batch.Id, _ => new(batch, batch.Version), (_, before) => before.Version >= batch.Version ? before : Taken(before, batch));
    }

    /// <summary>What a model says of a running batch now, or null while it said nothing.</summary>
    public Judgement? Of(string batch, string model) => running.GetValueOrDefault(batch)?.Said.GetValueOrDefault(model).Judged;

    /// <inheritdoc />
    protected override string What => "batches";

    /// <inheritdoc />
    protected override async Task JudgeAsync(IReadOnlyList<MonitoringModel> all, CancellationToken ct)
    {
        foreach (var followed in running.Values)
        {
            var (batch, now) = (followed.Batch, AtDesk.Now);
            if (now - followed.Looked.At < Pace && ReferenceEquals(followed.Looked.Models, all)) continue;
            var over = batch.EndedAt is { } ended && now >= ended + Station.Grace;
            foreach (var model in ModelLifecycle.Following(all, batch.Recipe!.Id, batch.Recipe.Version)) await JudgeAsync(followed, model, ct);
            followed.Looked = (now, all);
            if (over) running.TryRemove(KeyValuePair.Create(batch.Id, followed));
        }
    }

    private async Task JudgeAsync(Followed followed, MonitoringModel model, CancellationToken ct)
    {
        var (file, why) = await shelf.FindAsync(model.Hash, ct);
        if (file is null)
        {
            if (complained.TryAdd(model.Name, 0)) Log.LogError("{Model} follows no batch: {Why}", model.Name, why);
            return;
        }

        complained.TryRemove(model.Name, out _);
        var batch = followed.Batch;
        var (places, _) = file.Whole(Judging.Ready(file.Plan, batch, AtDesk.Now));
        var counts = model.Approval is not null;
        if (places == 0 || (followed.Said.TryGetValue(model.Name, out var before) && before.Places >= places && before.Counts == counts)) return;
        var judged = await Judging.OfAsync(file, batch, places, new FeatureGrid(batch.Recipe!, store.WindowAsync));
        if (judged is not null)
        {
            var tag = StrongestOf(judged, batch);
            await AtDesk.SendAsync(new ReportVerdict(batch.Id, Judging.Said(judged, model, file, batch.Version), tag?.Equipment, tag?.Tag), new Caller(Performer.System, "monitoring", Guid.CreateVersion7()), ct);
        }

        followed.Said[model.Name] = (places, counts, judged);
    }

    // What a person looks at first: the item and the tag that bear the signal most.
    private static (string Equipment, string Tag)? StrongestOf(Judgement judged, Batch batch)
    {
        var columns = new Columns(batch.Recipe!).All.OfType<TagColumn>().ToDictionary(column => column.Name);
        foreach (var top in judged.Report.TopTags)
            if (columns.TryGetValue(top, out var column)
                && Domain.Deviations.Footprint.Of(batch).Items.FindLast(use => use.Role == column.Role && use.From <= judged.Last.From) is { } use) return (use.Item, column.TagName);
        return null;
    }

    private static Followed Taken(Followed before, Batch batch)
    {
        var after = new Followed(batch, batch.Version);
        foreach (var (model, said) in before.Said) after.Said[model] = said;
        return after;
    }
}
