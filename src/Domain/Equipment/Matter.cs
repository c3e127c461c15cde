using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>How urgently a matter of an item needs somebody.</summary>
public enum Attention
{
    /// <summary>A batch is concerned now.</summary>
    Now,

    /// <summary>No batch can use the item until somebody acts.</summary>
    Blocked,

    /// <summary>It will be blocked soon.</summary>
    Soon,
}

/// <summary>What a matter is about.</summary>
public enum MatterKind
{
    /// <summary>Batches that it served out of tolerance are to be judged.</summary>
    Judgement,

    /// <summary>Its device is announced twice, or says nothing.</summary>
    Device,

    /// <summary>It is out of service.</summary>
    Service,

    /// <summary>Its calibration lapsed, or does soon.</summary>
    Calibration,

    /// <summary>Its cleaning lapsed, or does soon.</summary>
    Cleaning,
}

/// <summary>Something about an item that somebody must see to, with what follows when nobody does.</summary>
/// <param name="Attention">How urgent it is.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Sentence">What is so, and what it stops.</param>
/// <param name="Due">When it lapses or lapsed, or null.</param>
public sealed record Matter(Attention Attention, MatterKind Kind, Phrase Sentence, DateTimeOffset? Due = null)
{
    /// <summary>A calibration that lapses within this is announced: time enough to order the laboratory (engineering assumption).</summary>
    public static TimeSpan CalibrationNotice { get; } = TimeSpan.FromDays(14);

    /// <summary>A cleaning that lapses within this is announced: one shift to do it in, and two to spare (engineering assumption).</summary>
    public static TimeSpan CleaningNotice { get; } = TimeSpan.FromHours(24);

    /// <summary>The matters of an item at a time, most urgent first; none of one that is retired or that nobody registered.</summary>
    public static IReadOnlyList<Matter> Of(EquipmentItem item, DateTimeOffset at) =>
        [.. (item.Registered ? All(item, at) : []).OrderBy(matter => matter.Attention)];

    /// <summary>The matter of an item whose device is not there: the gateway knows that, not the item.</summary>
    public static Matter DeviceGone(EquipmentItem item, DateTimeOffset at) => new(
        item.Users.IsEmpty ? Attention.Soon : Attention.Now, MatterKind.Device,
        item.Device is { Kind: DeviceEventKind.Offline } gone
            ? item.Users.IsEmpty
                ? new Phrase("device-gone-since", "Its device is gone since {0:yyyy-MM-dd HH:mm zzz}: no value comes from it. Look at the device and its network.", gone.At.ToOffset(at.Offset))
                : new Phrase("device-gone-since-used", "Its device is gone since {0:yyyy-MM-dd HH:mm zzz}: no value comes from it into {1}. Look at the device and its network.", gone.At.ToOffset(at.Offset), Batches(item.Users))
            : item.Users.IsEmpty
                ? new Phrase("device-gone", "Its device is gone: no value comes from it. Look at the device and its network.")
                : new Phrase("device-gone-used", "Its device is gone: no value comes from it into {0}. Look at the device and its network.", Batches(item.Users)));

    /// <summary>What stops when the calibration lapses, in one sentence.</summary>
    public static Phrase CalibrationStops(EquipmentItem item) => item.Users.IsEmpty
        ? new Phrase("calibration-stops", "No batch can check it in then, and no value is taken from it.")
        : new Phrase("calibration-stops-used", "No value is taken from it then, also not into {0}, and no further batch can check it in.", Batches(item.Users));

    /// <summary>What stops when the cleaning lapses, in one sentence.</summary>
    public static Phrase CleaningStops(EquipmentItem item) => item.Users.IsEmpty
        ? new Phrase("cleaning-stops", "No batch can check it in then.")
        : new Phrase("cleaning-stops-used", "No further batch can check it in then; {0} may go on with it.", Batches(item.Users));

    private static IEnumerable<Matter> All(EquipmentItem item, DateTimeOffset at)
    {
        foreach (var found in item.OutOfTolerances)
            if (found.ToJudge.Select(served => served.Batch).ToList() is { Count: > 0 } left)
                yield return new(Attention.Now, MatterKind.Judgement, left.Count == 1
                    ? new Phrase("served-one", "It was found out of tolerance ({0}); batch {1} used it before and is to be judged.", found.Found, left[0])
                    : new Phrase("served-many", "It was found out of tolerance ({0}); {1} used it before and are to be judged.", found.Found, Batches(left)));
        if (item.Retired) yield break;
        if (item.Contested is { } contested) yield return new(Attention.Now, MatterKind.Device, Phrase.Verbatim(contested.Sentence));
        if (item.OutOfService is { } away)
            yield return new(item.Users.IsEmpty ? Attention.Blocked : Attention.Now, MatterKind.Service,
                item.Users.IsEmpty
                    ? new Phrase("out-of-service", "Out of service since {0:yyyy-MM-dd HH:mm zzz}: {1}. No batch can check it in.", away.Since, away.Reason.TrimEnd('.'))
                    : new Phrase("out-of-service-used", "Out of service since {0:yyyy-MM-dd HH:mm zzz}: {1}. No value is taken from it into {2}.", away.Since, away.Reason.TrimEnd('.'), Batches(item.Users)));
        if (Calibration(item, at) is { } calibration) yield return calibration;
        if (Cleaning(item, at) is { } cleaning) yield return cleaning;
    }

    private static Matter? Calibration(EquipmentItem item, DateTimeOffset at)
    {
        var attention = item.Users.IsEmpty ? Attention.Blocked : Attention.Now;
        Phrase stops = item.Users.IsEmpty
            ? new Phrase("until-passed", "No batch can check it in until one passes.")
            : new Phrase("until-passed-used", "No value is taken from it into {0} until one passes.", Batches(item.Users));
        return item.CalibrationDue switch
        {
            null => new(attention, MatterKind.Calibration, new Phrase("no-calibration", "No valid calibration is on record. {0}", stops)),
            { } due when due <= at => new(attention, MatterKind.Calibration, new Phrase("calibration-lapsed", "Its calibration lapsed on {0:yyyy-MM-dd HH:mm zzz}. {1}", due.ToOffset(at.Offset), stops), due),
            { } due when due - at <= CalibrationNotice => new(Attention.Soon, MatterKind.Calibration, new Phrase("calibration-lapses", "Its calibration lapses on {0:yyyy-MM-dd HH:mm zzz}. {1}", due.ToOffset(at.Offset), CalibrationStops(item)), due),
            _ => null,
        };
    }

    // What one batch has to itself is cleaned after it; nothing is asked for before.
    private static Matter? Cleaning(EquipmentItem item, DateTimeOffset at)
    {
        if (!item.Shared && !item.Users.IsEmpty) return null;
        if (!item.IsClean(at))
            return new(Attention.Blocked, MatterKind.Cleaning, item.Cleanliness == Cleanliness.Clean
                ? new Phrase("cleaning-lapsed", "Its cleaning lapsed on {0:yyyy-MM-dd HH:mm zzz}. No batch can check it in until it is cleaned.", item.CleanUntil!.Value.ToOffset(at.Offset))
                : new Phrase("not-clean", "It is not clean. No batch can check it in until it is cleaned."), item.CleanUntil);
        return item.CleanUntil is { } until && until - at <= CleaningNotice
            ? new(Attention.Soon, MatterKind.Cleaning, new Phrase("cleaning-lapses", "Its cleaning lapses on {0:yyyy-MM-dd HH:mm zzz}. {1}", until.ToOffset(at.Offset), CleaningStops(item)), until)
            : null;
    }

    private static Phrase Batches(IReadOnlyCollection<string> ids)
    {
        const int most = 5;
        var named = string.Join(", ", ids.Take(most));
        return ids.Count switch
        {
            1 => new Phrase("batch", "batch {0}", named),
            <= most => new Phrase("batches", "batches {0}", named),
            _ => new Phrase("batches-more", "batches {0} and {1} more", named, ids.Count - most),
        };
    }
}
