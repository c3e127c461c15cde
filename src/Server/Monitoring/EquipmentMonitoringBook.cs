using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Monitoring;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Monitoring;

/// <summary>What monitoring says of a room or utility.</summary>
/// <param name="Equipment">The item.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Models">The one in force first, then those in shadow.</param>
/// <param name="Alarms">Every alarm on record, in order.</param>
/// <param name="LastReading">Source time of the newest reading of a tag that counts; null where there is none.</param>
public sealed record EquipmentMonitoringView(string Equipment, ContinuousKind Kind, IReadOnlyList<ModelOnEquipment> Models, IReadOnlyList<EquipmentAlarm> Alarms, DateTimeOffset? LastReading)
{
    /// <summary>The model in force, or null.</summary>
    public ModelOnEquipment? InForce => Models is [{ Standing: ModelStanding.InForce } first, ..] ? first : null;
}

/// <summary>A model on a room or utility.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Standing">Where it stands now.</param>
/// <param name="Card">What it rests on, and what it cannot do.</param>
/// <param name="Unavailable">Why it says nothing, or null.</param>
/// <param name="IsAlarming">Whether it alarms.</param>
/// <param name="Since">Since when it does, or does no more; null while nothing changed.</param>
/// <param name="TopTags">What bears the alarm, the strongest first.</param>
/// <param name="Points">The latest hours.</param>
/// <param name="Silent">Sentences about tags that say nothing.</param>
public sealed record ModelOnEquipment(
    string Model, ModelStanding Standing, Domain.Monitoring.ModelCard Card, string? Unavailable, bool IsAlarming, DateTimeOffset? Since, IReadOnlyList<string> TopTags, IReadOnlyList<PointView> Points, IReadOnlyList<string> Silent);

/// <summary>An alarm, computed again.</summary>
/// <param name="Recorded">What is on record.</param>
/// <param name="Again">The same from the readings; null where it cannot be computed.</param>
/// <param name="IsSame">Whether both are the same to the last byte.</param>
/// <param name="Because">Why not, or null.</param>
public sealed record EquipmentRecomputation(EquipmentVerdict Recorded, EquipmentVerdict? Again, bool IsSame, string? Because);

/// <summary>What clients and pages read of the monitoring of rooms and utilities.</summary>
public sealed class EquipmentMonitoringBook(Desk.Desk desk, ReadingStore store, ModelShelf shelf, EquipmentWatch watch)
{
    /// <summary>What an item is that runs without batches, or null where it does not.</summary>
    public static ContinuousKind? KindOf(EquipmentItem item) => item is { Registered: true, Retired: false } ? EquipmentClasses.Find(item.Class)?.Continuous : null;

    /// <summary>Every room and utility, by id.</summary>
    public async Task<IReadOnlyList<EquipmentMonitoringView>> AllAsync(CancellationToken ct = default)
    {
        var views = new List<EquipmentMonitoringView>();
        foreach (var item in await desk.StatesAsync<EquipmentItem>("", ct))
            if (await OfAsync(item, ct) is { } view) views.Add(view);
        return views;
    }

    /// <summary>What monitoring says of an item; null where it is no room or utility in service.</summary>
    public async Task<EquipmentMonitoringView?> OfAsync(EquipmentItem item, CancellationToken ct = default)
    {
        if (KindOf(item) is not { } kind) return null;
        var all = await desk.StatesAsync<MonitoringModel>("", ct);
        var models = new List<ModelOnEquipment>();
        foreach (var model in ModelLifecycle.Following(all, item.Id))
        {
            var (_, why) = await shelf.FindOfEquipmentAsync(model.Hash, ct);
            var now = watch.Of(item.Id, model.Name);
            models.Add(new(model.Name, ModelLifecycle.Of(model, all), model.Card!, why, now?.IsAlarming == true, now?.Since, now?.TopTags ?? [], [.. (now?.Rows ?? []).Select(Point)], now?.Silent ?? []));
        }

        var last = EquipmentModel.TagsOf(EquipmentClasses.Find(item.Class)!).Select(tag => store.Latest(item.Id, tag.Name)?.At).Max();
        return new(item.Id, kind, models, (await desk.StateAsync<EquipmentMonitoring>(item.Id, ct)).Alarms, last);
    }

    /// <summary>Computes the beginning of an alarm, or its end, again from the readings; null where there is none.</summary>
    /// <param name="equipment">The item.</param>
    /// <param name="ordinal">Which alarm, from 1.</param>
    /// <param name="end">True for its end.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<EquipmentRecomputation?> AgainAsync(string equipment, int ordinal, bool end, CancellationToken ct = default)
    {
        var alarm = (await desk.StateAsync<EquipmentMonitoring>(equipment, ct)).Alarms.ElementAtOrDefault(ordinal - 1);
        if ((end ? alarm?.Ended : alarm?.Began) is not { } said) return null;
        var (file, why) = await shelf.FindOfEquipmentAsync(said.ModelHash, ct);
        if (file is null) return new(said, null, false, why);
        using var course = new EquipmentCourse(file, said.Through - MinuteGrid.Length);
        foreach (var row in await MinuteGrid.RowsAsync(equipment, file.Tags, course.From, said.Through, store.WindowAsync)) course.Take(row);
        var again = course.Rows.Count >= course.Confirm ? course.Said(said.Model, said.ModelHash) : null;
        var same = again is not null && Bytes(again).AsSpan().SequenceEqual(Bytes(said));
        return new(said, again, same, same ? null : again?.Inputs == said.Inputs ? "The same rows give another verdict: the program is another." : $"The rows are others than those that were judged: look at the readings of {equipment}.");
    }

    private static PointView Point(JudgedRow row) => new(row.From + MinuteGrid.Length, "", row.Point.IsOutside,
        [.. Statistics.Monitoring.Continuous.ContinuousModel.Statistics.Zip(row.Point.Statistics, (name, one) => new StatisticView(name, one.Value, one.Limit > 0 ? one.Limit : null))]);

    private static byte[] Bytes(EquipmentVerdict said) => JsonSerializer.SerializeToUtf8Bytes(said, EventCatalogue.Options);
}
