using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Monitoring;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Monitoring;

/// <summary>What a model says of a room or utility now.</summary>
/// <param name="IsAlarming">True from the row that confirmed an alarm until the one that confirmed that it is over.</param>
/// <param name="Since">Beginning of the first row of the latest change, or null while nothing changed.</param>
/// <param name="TopTags">What bears the alarm; none without one.</param>
/// <param name="Rows">The latest hours.</param>
/// <param name="Silent">Sentences about tags that say nothing.</param>
public sealed record EquipmentNow(bool IsAlarming, DateTimeOffset? Since, ImmutableList<string> TopTags, IReadOnlyList<JudgedRow> Rows, IReadOnlyList<string> Silent);

/// <summary>
/// Follows rooms and utilities by the models that are in force or in shadow for them, row by row, and reports when one in force alarms and when it is over. It keeps nothing that it could
/// not compute again: after a start it goes on from what is on record, and what those rows had shown is not said twice.
/// </summary>
/// <param name="desk">Where alarms are reported; the domain decides again.</param>
/// <param name="reactor">Tells of new models.</param>
/// <param name="store">Readings.</param>
/// <param name="shelf">Files of models.</param>
/// <param name="log">Where a model that cannot be used is noted.</param>
public sealed class EquipmentWatch(Desk.Desk desk, Reactor reactor, ReadingStore store, ModelShelf shelf, ILogger<EquipmentWatch> log) : ModelWatch(desk, reactor, log)
{
    /// <summary>Rows of so long are judged again after a start: what lies further back came from a server that ran, or has no reading that counts.</summary>
    private static readonly TimeSpan Back = 2 * EquipmentCourse.Length;

    private sealed class Followed(EquipmentModel file, DateTimeOffset since)
    {
        public EquipmentModel File { get; } = file;

        /// <summary>Rows before this say nothing: the model did not follow yet, or what they showed is on record.</summary>
        public DateTimeOffset Since { get; } = since;

        public EquipmentCourse? Course { get; set; }

        public bool IsAlarming { get; set; }

        public DateTimeOffset? Changed { get; set; }

        public ImmutableList<string> TopTags { get; set; } = [];
    }

    private readonly Dictionary<(string Equipment, string Model, bool Counts), Followed> following = [];
    private readonly ConcurrentDictionary<(string Equipment, string Model), EquipmentNow> latest = [];
    private readonly HashSet<string> complained = [];
    private volatile object? judged;

    /// <summary>What a model says of an item now; null while it said nothing.</summary>
    public EquipmentNow? Of(string equipment, string model) => latest.GetValueOrDefault((equipment, model));

    /// <inheritdoc />
    protected override string What => "rooms and utilities";

    /// <inheritdoc />
    protected override async Task JudgeAsync(IReadOnlyList<MonitoringModel> all, CancellationToken ct)
    {
        var closed = MinuteGrid.Closed(AtDesk.Now);
        if (judged is (DateTimeOffset before, IReadOnlyList<MonitoringModel> by) && before == closed && ReferenceEquals(by, all)) return;
        var items = all.Select(model => model.Equipment).OfType<string>().Distinct().ToList();
        foreach (var (equipment, model) in items.SelectMany(item => ModelLifecycle.Following(all, item).Select(model => (item, model))))
        {
            try
            {
                await FollowAsync(equipment, model, closed, ct);
            }
            catch
            {
                // From what is on record, the next time.
                if (following.Remove((equipment, model.Name, model.Approval is not null), out var broken)) broken.Course?.Dispose();
                throw;
            }
        }

        foreach (var item in items)
            if (ModelLifecycle.InForce(all, item) is null && (await AtDesk.StateAsync<EquipmentMonitoring>(item, ct)).Open is not null) await SendAsync(new EndEquipmentAlarm(item, null), ct);
        Forget(all);
        judged = (closed, all);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        foreach (var followed in following.Values) followed.Course?.Dispose();
    }

    private async Task FollowAsync(string equipment, MonitoringModel model, DateTimeOffset closed, CancellationToken ct)
    {
        var counts = model.Approval is not null;
        if (await FindAsync(equipment, model, counts, closed, ct) is not { } followed) return;
        for (var course = followed.Course!; course.Next < closed; course = followed.Course)
        {
            var to = course.Begins + EquipmentCourse.Length is var end && end < closed ? end : closed;
            foreach (var row in await MinuteGrid.RowsAsync(equipment, followed.File.Tags, course.Next, to, store.WindowAsync))
            {
                course.Take(row);
                if (!row.IsEmpty && row.From >= course.Begins && course.Agree(followed.Since) is { } outside && outside != followed.IsAlarming) await ChangeAsync(equipment, model, counts, followed, course, ct);
            }

            if (course.Next < end) break;
            followed.Course = new(followed.File, end);
            await WarmAsync(equipment, followed, end);
            course.Dispose();
        }

        latest[(equipment, model.Name)] = new(followed.IsAlarming, followed.Changed, followed.TopTags, [.. followed.Course!.Rows], followed.Course.Silent());
    }

    private async Task<Followed?> FindAsync(string equipment, MonitoringModel model, bool counts, DateTimeOffset closed, CancellationToken ct)
    {
        if (following.TryGetValue((equipment, model.Name, counts), out var known)) return known;
        var (file, why) = await shelf.FindOfEquipmentAsync(model.Hash, ct);
        if (file is null)
        {
            if (complained.Add(model.Name)) Log.LogError("{Model} does not follow {Equipment}: {Why}", model.Name, equipment, why);
            return null;
        }

        complained.Remove(model.Name);
        var since = counts ? model.Approval!.At : model.ShadowSince!.Value;
        var followed = new Followed(file, since);
        if (counts && await AtDesk.StateAsync<EquipmentMonitoring>(equipment, ct) is { Through: { } through } said)
        {
            followed = new(file, through > since ? through : since) { IsAlarming = said.Open is not null, Changed = said.Open?.Began.Since ?? said.Alarms[^1].Ended?.Since, TopTags = said.Open?.Began.TopTags ?? [] };
        }

        // The rows of its first course that lie before the first one to be judged only show the model where it stands.
        var first = followed.Since > closed - Back ? followed.Since : closed - Back;
        if (first >= closed) first = closed - MinuteGrid.Length;
        followed.Course = new(file, first);
        await WarmAsync(equipment, followed, followed.Course.Begins);
        return following[(equipment, model.Name, counts)] = followed;
    }

    private async Task WarmAsync(string equipment, Followed followed, DateTimeOffset until)
    {
        foreach (var row in await MinuteGrid.RowsAsync(equipment, followed.File.Tags, followed.Course!.Next, until, store.WindowAsync)) followed.Course.Take(row);
    }

    private async Task ChangeAsync(string equipment, MonitoringModel model, bool counts, Followed followed, EquipmentCourse course, CancellationToken ct)
    {
        var said = course.Said(model.Name, model.Hash);
        if (counts && said.IsOutside) await SendAsync(new BeginEquipmentAlarm(equipment, said, await StepsAsync(equipment, ct)), ct);
        else if (counts) await SendAsync(new EndEquipmentAlarm(equipment, said), ct);
        (followed.IsAlarming, followed.Changed, followed.TopTags) = (said.IsOutside, said.Since, said.TopTags);
    }

    // A room concerns whoever has an item checked in that stands there; a utility those who have it checked in itself.
    private async Task<ImmutableList<StepThere>> StepsAsync(string equipment, CancellationToken ct)
    {
        var items = await AtDesk.StatesAsync<EquipmentItem>("", ct);
        if (items.FirstOrDefault(item => item.Id == equipment) is not { } room) return [];
        var isRoom = EquipmentClasses.Find(room.Class) is { Continuous: ContinuousKind.Room } && room.Room.Length > 0;
        var there = new List<StepThere>();
        foreach (var batch in items.Where(item => item.Id == equipment || (isRoom && item.Room == room.Room)).SelectMany(item => item.Users).Distinct().Order(StringComparer.Ordinal))
            if (StepThere.Of(await AtDesk.StateAsync<Batch>(batch, ct)) is { } step) there.Add(step);
        return [.. there];
    }

    private async Task SendAsync(Command<EquipmentMonitoring> command, CancellationToken ct) => await AtDesk.SendAsync(command, new Caller(Performer.System, "monitoring", Guid.CreateVersion7()), ct);

    private void Forget(IReadOnlyList<MonitoringModel> all)
    {
        foreach (var key in following.Keys.Where(key => !ModelLifecycle.Following(all, key.Equipment).Any(model => model.Name == key.Model && model.Approval is not null == key.Counts)).ToList())
        {
            if (following.Remove(key, out var gone)) gone.Course?.Dispose();
            if (!following.Keys.Any(other => (other.Equipment, other.Model) == (key.Equipment, key.Model))) latest.TryRemove((key.Equipment, key.Model), out _);
        }
    }
}
