using Cellwright.Domain.Equipment;

namespace Cellwright.Server.Pages;

/// <summary>A value as it stands now.</summary>
/// <param name="Reading">The latest reading.</param>
/// <param name="Age">Since it was true at the device.</param>
/// <param name="Stale">True when it is older than the tag allows: silence is a fact too.</param>
public sealed record LiveValue(Reading Reading, TimeSpan Age, bool Stale);

/// <summary>A stretch of a trend.</summary>
/// <param name="At">Its start.</param>
/// <param name="Low">Lowest value in it.</param>
/// <param name="High">Highest value in it.</param>
/// <param name="Mean">Mean of it.</param>
public sealed record TrendStretch(DateTimeOffset At, double Low, double High, double Mean);

/// <summary>What the equipment says now, and said before.</summary>
public interface ILive
{
    /// <summary>The latest value of a tag, or null when none ever came.</summary>
    LiveValue? Latest(string equipment, string tag);

    /// <summary>Every tag of an item, by name.</summary>
    IReadOnlyList<LiveValue> Of(string equipment);

    /// <summary>Whether the device is connected; null when it was never heard of.</summary>
    bool? IsOnline(string equipment);

    /// <summary>A tag over a time, in at most so many stretches.</summary>
    Task<IReadOnlyList<TrendStretch>> TrendAsync(string equipment, string tag, DateTimeOffset from, DateTimeOffset to, int stretches);
}
