using Cellwright.Domain.Equipment;
using Cellwright.Statistics.Descriptive;

namespace Cellwright.Server.Monitoring;

/// <summary>What a station says of a tag.</summary>
internal enum Feature
{
    /// <summary>Median, in the tag's unit.</summary>
    Level,

    /// <summary>Median of the later half less that of the earlier half, over the time between their middles: unit an hour.</summary>
    Slope,

    /// <summary>Median absolute deviation from the straight line through level and slope, as a standard deviation.</summary>
    Spread,

    /// <summary>Lowest value.</summary>
    Low,

    /// <summary>Highest value.</summary>
    High,
}

/// <summary>The features of a tag in a station, of what counts among its readings: a few wild values do not move level, slope and spread.</summary>
internal static class Features
{
    /// <summary>Fewer readings say nothing of slope and spread (engineering assumption).</summary>
    private const int FewestForShape = 6;

    /// <summary>How many features a tag has.</summary>
    public static int Count { get; } = Enum.GetValues<Feature>().Length;

    /// <summary>Level, slope, spread, low and high; NaN where the readings do not say.</summary>
    /// <param name="readings">Of one tag, in the order of source time; those outside the station, in another unit, bad, late, or for another batch do not count.</param>
    /// <param name="station">The station.</param>
    /// <param name="unit">UCUM unit that is expected.</param>
    /// <param name="batch">Batch.</param>
    public static double[] Of(IEnumerable<Reading> readings, Station station, string unit, string batch)
    {
        var counted = readings.Where(reading => reading.At >= station.From && reading.At < station.To && reading.Received <= station.Closes && reading.Unit == unit
            && reading.Quality != Quality.Bad && double.IsFinite(reading.Value) && reading.For?.Is(batch, station.Place.Step) != false).ToList();
        var features = new double[Count];
        Array.Fill(features, double.NaN);
        if (counted.Count < 2) return features;
        var values = counted.ConvertAll(reading => reading.Value).ToArray();
        features[(int)Feature.Level] = Robust.Median(values);
        features[(int)Feature.Low] = values.Min();
        features[(int)Feature.High] = values.Max();
        if (values.Length < FewestForShape) return features;
        var hours = counted.ConvertAll(reading => (reading.At - station.From).TotalHours).ToArray();
        var half = values.Length / 2;
        var apart = Robust.Median(hours.AsSpan(half)) - Robust.Median(hours.AsSpan(0, half));
        if (apart <= 0) return features;
        var slope = (Robust.Median(values.AsSpan(half)) - Robust.Median(values.AsSpan(0, half))) / apart;
        var middle = Robust.Median(hours);
        features[(int)Feature.Slope] = slope;
        features[(int)Feature.Spread] = Robust.Mad([.. values.Zip(hours, (value, hour) => value - slope * (hour - middle))]);
        return features;
    }
}
