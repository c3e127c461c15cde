namespace Cellwright.Domain.Equipment;

/// <summary>How far a value can be trusted, as its source and the gateway judged it.</summary>
public enum Quality
{
    /// <summary>The device vouches for it and the gateway found nothing against it.</summary>
    Good,

    /// <summary>Usable with care: replayed after a gap, or from a device whose clock is off.</summary>
    Uncertain,

    /// <summary>The device itself says that the value is not to be used.</summary>
    Bad,
}

/// <summary>For which work a device says that it measured.</summary>
/// <param name="Batch">Batch.</param>
/// <param name="Step">Key of its step; empty where the device names the batch only.</param>
public sealed record MeasuredFor(string Batch, string Step)
{
    /// <summary>Longest name that is taken from a device.</summary>
    public const int Longest = 64;

    /// <summary>Whether it is for this step of this batch.</summary>
    public bool Is(string batch, string step) => Batch == batch && (Step.Length == 0 || Step == step);

    /// <inheritdoc />
    public override string ToString() => Step.Length == 0 ? $"batch {Batch}" : $"step {Step} of batch {Batch}";
}

/// <summary>One value of one tag at one instant, as equipment reported it.</summary>
/// <param name="Equipment">Identity of the equipment item, e.g. <c>CP-01</c>.</param>
/// <param name="Tag">Name of the tag on that item, e.g. <c>chamber-temperature</c>.</param>
/// <param name="Value">The number exactly as the device sent it.</param>
/// <param name="Unit">UCUM unit declared by the device at birth.</param>
/// <param name="Quality">How far it can be trusted.</param>
/// <param name="At">Source time: when the value was true at the device, corrected for nothing.</param>
/// <param name="Received">When the gateway received it.</param>
/// <param name="Historical">True for a replayed or stored-and-forwarded value; it is never taken for live.</param>
/// <param name="Address">Where the reading is kept for ever: unique, and stable across restarts.</param>
public sealed record Reading(
    string Equipment,
    string Tag,
    double Value,
    string Unit,
    Quality Quality,
    DateTimeOffset At,
    DateTimeOffset Received,
    bool Historical,
    string Address)
{
    /// <summary>For which batch and step it was measured, where the device says so; null where it cannot.</summary>
    public MeasuredFor? For { get; init; }
}
