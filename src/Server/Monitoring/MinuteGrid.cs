using Cellwright.Domain.Equipment;
using Cellwright.Server.Record;

namespace Cellwright.Server.Monitoring;

/// <summary>A minute of a room or utility.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="Values">The mean of each tag, in its unit; NaN where nothing counts.</param>
public sealed record MinuteRow(DateTimeOffset From, double[] Values)
{
    /// <summary>Whether no tag says anything: a gap.</summary>
    public bool IsEmpty => Array.TrueForAll(Values, double.IsNaN);
}

/// <summary>
/// The grid in which a room or utility is followed: means of whole minutes, which is how often such tags are published (EquipmentClasses.yaml). It is a function of the readings alone
/// that had arrived two minutes after a row's end, so the same rows come again on any day.
/// </summary>
internal static class MinuteGrid
{
    /// <summary>Length of a row.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    /// <summary>Readings that arrive within this time after a row ended still count, later ones never do (engineering assumption): an alarm must not wait for a device that is off the network.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>The end of the last row that can be judged now.</summary>
    public static DateTimeOffset Closed(DateTimeOffset now) => Floor(now - Grace, Length);

    /// <summary>The beginning of the stretch of that length, counted from midnight UTC, in which a moment lies.</summary>
    public static DateTimeOffset Floor(DateTimeOffset at, TimeSpan length) => new(at.UtcTicks - at.UtcTicks % length.Ticks, TimeSpan.Zero);

    /// <summary>The rows of a time, empty ones too.</summary>
    /// <param name="equipment">The item.</param>
    /// <param name="tags">Its tags with the unit that is expected of each.</param>
    /// <param name="from">Beginning of a row.</param>
    /// <param name="to">End of the last row.</param>
    /// <param name="readings">Where readings come from.</param>
    public static async Task<MinuteRow[]> RowsAsync(string equipment, IReadOnlyList<MonitoredTag> tags, DateTimeOffset from, DateTimeOffset to, ReadingsBetween readings)
    {
        var count = Math.Max(0, (int)((to - from).Ticks / Length.Ticks));
        var rows = new MinuteRow[count];
        for (var row = 0; row < count; row++) rows[row] = new(from + row * Length, [.. tags.Select(_ => double.NaN)]);
        for (var tag = 0; tag < tags.Count && count > 0; tag++)
        {
            var (sums, numbers) = (new double[count], new int[count]);
            foreach (var reading in await readings(equipment, tags[tag].Name, from, to))
            {
                var row = (int)((reading.At.UtcTicks - from.UtcTicks) / Length.Ticks);
                if (row >= count || reading.Unit != tags[tag].Unit || reading.Quality == Quality.Bad || !double.IsFinite(reading.Value) || reading.Received > rows[row].From + Length + Grace) continue;
                sums[row] += reading.Value;
                numbers[row]++;
            }

            for (var row = 0; row < count; row++)
                if (numbers[row] > 0) rows[row].Values[tag] = sums[row] / numbers[row];
        }

        return rows;
    }
}
