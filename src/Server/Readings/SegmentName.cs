using System.Globalization;
using System.Text.RegularExpressions;

namespace Cellwright.Server.Readings;

/// <summary>Names of sealed segments carry the span of their source times, so that a query opens only the files that it needs:
/// <c>000017_20260105T080000Z_20260105T090000Z.parquet</c>, the span rounded outwards to whole seconds.</summary>
internal static partial class SegmentName
{
    private const string Instant = "yyyyMMdd'T'HHmmss'Z'";

    public static string Of(int segment, long from, long to) => string.Create(
        CultureInfo.InvariantCulture,
        $"{segment:D6}_{Floor(from).ToString(Instant, CultureInfo.InvariantCulture)}_{Floor(to + 999_999).ToString(Instant, CultureInfo.InvariantCulture)}.parquet");

    /// <summary>Reads a name; null when the file is none of ours.</summary>
    public static (int Segment, long From, long To)? Parse(string name)
    {
        var match = Pattern().Match(name);
        if (!match.Success) return null;
        return (int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), Read(match.Groups[2].Value), Read(match.Groups[3].Value));
    }

    private static long Read(string text) => Microseconds.From(DateTimeOffset.ParseExact(
        text, Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));

    private static DateTime Floor(long microseconds)
    {
        var instant = Microseconds.ToInstant(microseconds).UtcDateTime;
        return instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerSecond));
    }

    [GeneratedRegex(@"^(\d{6,})_(\d{8}T\d{6}Z)_(\d{8}T\d{6}Z)\.parquet$")]
    private static partial Regex Pattern();
}
