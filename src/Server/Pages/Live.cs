using Cellwright.Domain.Equipment;
using Cellwright.Server.Equipment.Connectors;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Pages;

/// <summary>A value as it stands now.</summary>
/// <param name="Reading">The latest reading.</param>
/// <param name="Age">Since it was true at the device.</param>
/// <param name="Stale">True when it is older than the tag allows: silence is a fact too.</param>
public sealed record LiveValue(Reading Reading, TimeSpan Age, bool Stale)
{
    /// <summary>True when it is not to be taken as it stands.</summary>
    public bool Doubtful => Stale || Reading.Quality != Quality.Good;
}

/// <summary>What the equipment says now, and said before.</summary>
public sealed class Live(ReadingStore store, Gateway gateway)
{
    /// <summary>The latest value of a tag, or null when none ever came.</summary>
    public LiveValue? Latest(string equipment, string tag) => store.Latest(equipment, tag) is { } reading ? Of(reading) : null;

    /// <summary>Every tag, by item and name.</summary>
    public ILookup<string, LiveValue> All() => store.Tags().ToLookup(tag => tag.Equipment, tag => Of(tag.Latest));

    /// <summary>Whether a device is connected; null when it was never heard of.</summary>
    public bool? IsOnline(string equipment) => gateway.Find(equipment)?.Online;

    /// <summary>Identities of the devices that are connected, registered or not.</summary>
    public IEnumerable<string> Connected() => gateway.Devices.Where(device => device.Online).Select(device => device.Equipment);

    /// <summary>The tags of an item: those of its class, and what its device declares beyond them.</summary>
    public IEnumerable<TagRow> TagsOf(EquipmentItem item)
    {
        var device = gateway.Find(item.Id);
        var known = EquipmentClasses.Find(item.Class)?.Tags ?? [];
        foreach (var tag in known)
        {
            var declared = device?.Find(tag.Name);
            var life = device is null ? TagLife.Unheard : !device.Online ? TagLife.Dead : declared is null ? TagLife.Undeclared
                : declared.Unit is { } unit && unit != tag.Unit ? TagLife.WrongUnit : TagLife.Born;
            yield return new(item, tag.Name, tag.Unit, tag.OnEvent, life, declared?.Unit, Latest(item.Id, tag.Name));
        }

        foreach (var tag in (device?.Tags ?? []).Where(tag => known.All(one => one.Name != tag.Tag)))
            yield return new(item, tag.Tag, tag.Unit ?? "", tag.OnEvent, device!.Online ? TagLife.Unknown : TagLife.Dead, tag.Unit, Latest(item.Id, tag.Tag));
    }

    /// <summary>A tag over a time, in at most so many stretches.</summary>
    public Task<IReadOnlyList<TrendPoint>> TrendAsync(string equipment, string tag, DateTimeOffset from, DateTimeOffset to, int stretches) =>
        store.TrendAsync(equipment, tag, from, to, stretches);

    private LiveValue Of(Reading reading)
    {
        var now = gateway.Time.GetUtcNow();
        var age = now - reading.At;
        return new LiveValue(reading, age < TimeSpan.Zero ? TimeSpan.Zero : age, gateway.IsStale(reading.Equipment, reading.Tag, now));
    }
}
