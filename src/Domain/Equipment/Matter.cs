using static System.FormattableString;

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
public sealed record Matter(Attention Attention, MatterKind Kind, string Sentence, DateTimeOffset? Due = null)
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
        "Its device is gone" + (item.Device is { Kind: DeviceEventKind.Offline } gone ? Invariant($" since {gone.At.ToOffset(at.Offset):yyyy-MM-dd HH:mm zzz}") : "")
        + (item.Users.IsEmpty ? ": no value comes from it." : $": no value comes from it into {Batches(item.Users)}.") + " Look at the device and its network.");

    /// <summary>What stops when the calibration lapses, in one sentence.</summary>
    public static string CalibrationStops(EquipmentItem item) => item.Users.IsEmpty
        ? "No batch can check it in then, and no value is taken from it."
        : $"No value is taken from it then, also not into {Batches(item.Users)}, and no further batch can check it in.";

    /// <summary>What stops when the cleaning lapses, in one sentence.</summary>
    public static string CleaningStops(EquipmentItem item) => item.Users.IsEmpty
        ? "No batch can check it in then."
        : $"No further batch can check it in then; {Batches(item.Users)} may go on with it.";

    private static IEnumerable<Matter> All(EquipmentItem item, DateTimeOffset at)
    {
        foreach (var found in item.OutOfTolerances)
            if (found.ToJudge.Select(served => served.Batch).ToList() is { Count: > 0 } left)
                yield return new(Attention.Now, MatterKind.Judgement, $"It was found out of tolerance ({found.Found}); {Batches(left)} used it before and {(left.Count == 1 ? "is" : "are")} to be judged.");
        if (item.Retired) yield break;
        if (item.Contested is { } contested) yield return new(Attention.Now, MatterKind.Device, contested.Sentence);
        if (item.OutOfService is { } away)
            yield return new(item.Users.IsEmpty ? Attention.Blocked : Attention.Now, MatterKind.Service,
                Invariant($"Out of service since {away.Since:yyyy-MM-dd HH:mm zzz}: {away.Reason.TrimEnd('.')}. {(item.Users.IsEmpty ? "No batch can check it in." : $"No value is taken from it into {Batches(item.Users)}.")}"));
        if (Calibration(item, at) is { } calibration) yield return calibration;
        if (Cleaning(item, at) is { } cleaning) yield return cleaning;
    }

    private static Matter? Calibration(EquipmentItem item, DateTimeOffset at)
    {
        var attention = item.Users.IsEmpty ? Attention.Blocked : Attention.Now;
        var stops = item.Users.IsEmpty ? "No batch can check it in until one passes." : $"No value is taken from it into {Batches(item.Users)} until one passes.";
        return item.CalibrationDue switch
        {
            null => new(attention, MatterKind.Calibration, $"No valid calibration is on record. {stops}"),
            { } due when due <= at => new(attention, MatterKind.Calibration, Invariant($"Its calibration lapsed on {due.ToOffset(at.Offset):yyyy-MM-dd HH:mm zzz}. {stops}"), due),
            { } due when due - at <= CalibrationNotice => new(Attention.Soon, MatterKind.Calibration, Invariant($"Its calibration lapses on {due.ToOffset(at.Offset):yyyy-MM-dd HH:mm zzz}. {CalibrationStops(item)}"), due),
            _ => null,
        };
    }

    // What one batch has to itself is cleaned after it; nothing is asked for before.
    private static Matter? Cleaning(EquipmentItem item, DateTimeOffset at)
    {
        if (!item.Shared && !item.Users.IsEmpty) return null;
        if (!item.IsClean(at))
            return new(Attention.Blocked, MatterKind.Cleaning, item.Cleanliness == Cleanliness.Clean
                ? Invariant($"Its cleaning lapsed on {item.CleanUntil!.Value.ToOffset(at.Offset):yyyy-MM-dd HH:mm zzz}. No batch can check it in until it is cleaned.")
                : "It is not clean. No batch can check it in until it is cleaned.", item.CleanUntil);
        return item.CleanUntil is { } until && until - at <= CleaningNotice
            ? new(Attention.Soon, MatterKind.Cleaning, Invariant($"Its cleaning lapses on {until.ToOffset(at.Offset):yyyy-MM-dd HH:mm zzz}. {CleaningStops(item)}"), until)
            : null;
    }

    private static string Batches(IReadOnlyCollection<string> ids)
    {
        const int most = 5;
        var named = string.Join(", ", ids.Take(most));
        return ids.Count switch { 1 => $"batch {named}", <= most => $"batches {named}", _ => $"batches {named} and {ids.Count - most} more" };
    }
}
