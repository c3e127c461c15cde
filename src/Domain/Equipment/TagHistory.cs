using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>Asks for the readings of one tag in a closed interval of source time.</summary>
public sealed record ReadingsOf(string Equipment, string Tag, DateTimeOffset From, DateTimeOffset To) : Need<TagHistory>;

/// <summary>Readings of one tag, ordered by source time, and how long the last one counts as live.</summary>
/// <param name="Readings">Ordered by <see cref="Reading.At"/>.</param>
/// <param name="StaleAfter">A value older than this is stale: silence is a fact too.</param>
/// <param name="OnEvent">True for an instrument that speaks only when it measures.</param>
public sealed record TagHistory(IReadOnlyList<Reading> Readings, TimeSpan StaleAfter, bool OnEvent);
