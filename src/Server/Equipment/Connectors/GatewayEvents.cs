namespace Cellwright.Server.Equipment.Connectors;

/// <summary>Something that came from equipment was not taken.</summary>
/// <param name="Rule">The rule that refused it, e.g. <c>equipment-registered</c>.</param>
/// <param name="Source">Identity of the equipment item, or the topic where there is none.</param>
/// <param name="Sentence">What happened and what to do.</param>
/// <param name="At">Gateway time.</param>
public sealed record Refusal(string Rule, string Source, string Sentence, DateTimeOffset At);

/// <summary>A device came or went.</summary>
/// <param name="Equipment">Identity of the equipment item.</param>
/// <param name="Online">True when it came.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="At">Gateway time.</param>
public sealed record DeviceSeen(string Equipment, bool Online, string Reason, DateTimeOffset At);

/// <summary>A second edge node announces a device that another one has, or no longer does.</summary>
/// <param name="Equipment">Identity of the equipment item.</param>
/// <param name="Stands">True when the conflict began, false when it is over.</param>
/// <param name="Sentence">What happened and what to do.</param>
/// <param name="At">Gateway time.</param>
public sealed record DeviceContested(string Equipment, bool Stands, string Sentence, DateTimeOffset At);

/// <summary>A device's clock departs from the gateway's by more than is tolerated, or has come back.</summary>
/// <param name="Equipment">Identity of the equipment item.</param>
/// <param name="Offset">Source minus gateway; positive when the device's clock is ahead.</param>
/// <param name="Off">True when it left the tolerance, false when it came back.</param>
/// <param name="Sentence">What happened and what follows from it.</param>
/// <param name="At">Gateway time.</param>
public sealed record ClockOff(string Equipment, TimeSpan Offset, bool Off, string Sentence, DateTimeOffset At);

/// <summary>What a device declares about a tag at birth.</summary>
/// <param name="Tag">Name of the tag.</param>
/// <param name="Unit">UCUM unit; a tag without one is refused.</param>
/// <param name="Interval">Nominal time between samples; null when the device does not say.</param>
/// <param name="OnEvent">True for a value that comes when something was measured: it is never stale by silence.</param>
public sealed record TagDeclaration(string Tag, string? Unit, TimeSpan? Interval, bool OnEvent);
