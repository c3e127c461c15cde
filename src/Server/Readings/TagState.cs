namespace Cellwright.Server.Readings;

/// <summary>A tag that the store knows.</summary>
/// <param name="Equipment">Identity of the equipment item.</param>
/// <param name="Tag">Name of the tag.</param>
/// <param name="Unit">UCUM unit of the latest value.</param>
/// <param name="Latest">The latest reading.</param>
/// <param name="Age">Time since the latest value was true at the device, by the store's clock.</param>
public sealed record TagState(string Equipment, string Tag, string Unit, Domain.Equipment.Reading Latest, TimeSpan Age);

/// <summary>What a stretch of a trend held.</summary>
/// <param name="From">Start of the stretch.</param>
/// <param name="Minimum">Smallest value, in the tag's unit.</param>
/// <param name="Maximum">Largest value.</param>
/// <param name="Mean">Arithmetic mean of the samples.</param>
/// <param name="Count">Number of samples, at least 1: a stretch without samples gives no point.</param>
public sealed record TrendPoint(DateTimeOffset From, double Minimum, double Maximum, double Mean, int Count);
