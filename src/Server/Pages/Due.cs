using System.Globalization;
using Cellwright.Domain.Equipment;

namespace Cellwright.Server.Pages;

/// <summary>A calibration or a cleaning in the calendar.</summary>
/// <param name="Item">Item.</param>
/// <param name="Last">When the latest one was performed or recorded, or null.</param>
/// <param name="At">When it lapses; null when there is none.</param>
public sealed record Due(EquipmentItem Item, DateTimeOffset? Last, DateTimeOffset? At)
{
    /// <summary>The calibrations of items that can be used, those without one first.</summary>
    public static IReadOnlyList<Due> Calibrations(IEnumerable<EquipmentItem> items) =>
        Ordered(Kept(items).Select(item => new Due(item, item.CalibratedAt, item.CalibrationDue)));

    /// <summary>The cleanings. An item that one batch has to itself is cleaned after it, and is in the calendar then.</summary>
    public static IReadOnlyList<Due> Cleanings(IEnumerable<EquipmentItem> items) =>
        Ordered(Kept(items).Where(item => item.Shared || item.Users.IsEmpty)
            .Select(item => new Due(item, item.UseLog.FindLast(line => line.Kind == UseKind.Cleaned)?.At, item.Cleanliness == Cleanliness.Clean ? item.CleanUntil : null)));

    /// <summary>The first day of the week (ISO 8601: Monday) or the month in which it lapses, at the site.</summary>
    public static DateOnly Begin(DateTimeOffset at, bool months)
    {
        var day = DateOnly.FromDateTime(at.Date);
        return months ? new DateOnly(day.Year, day.Month, 1) : day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }

    /// <summary>Number of the ISO week that begins on a day.</summary>
    public static int Week(DateOnly monday) => ISOWeek.GetWeekOfYear(monday.ToDateTime(TimeOnly.MinValue));

    private static IEnumerable<EquipmentItem> Kept(IEnumerable<EquipmentItem> items) => items.Where(item => item is { Registered: true, Retired: false });

    private static IReadOnlyList<Due> Ordered(IEnumerable<Due> dues) =>
        [.. dues.OrderBy(due => due.At ?? DateTimeOffset.MinValue).ThenBy(due => due.Item.Id, StringComparer.Ordinal)];
}
