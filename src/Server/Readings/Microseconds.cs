namespace Cellwright.Server.Readings;

/// <summary>Instants as whole microseconds since 1970 UTC: the resolution at which readings are kept, in the write-ahead file as in Parquet.</summary>
internal static class Microseconds
{
    /// <summary>Whole microseconds since 1970 UTC; anything finer is cut off.</summary>
    public static long From(DateTimeOffset instant) =>
        Math.DivRem(instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks, TimeSpan.TicksPerMicrosecond, out var rest) - (rest < 0 ? 1 : 0);

    /// <summary>The instant, in UTC.</summary>
    public static DateTimeOffset ToInstant(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
