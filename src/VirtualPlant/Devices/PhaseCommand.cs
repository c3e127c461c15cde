namespace Cellwright.VirtualPlant.Devices;

/// <summary>An ISA-88 equipment phase ordered by the control system.</summary>
/// <param name="Phase">Name of the phase, e.g. <c>feed</c>.</param>
/// <param name="Batch">The batch that it is for; its id seeds the biology.</param>
/// <param name="Step">The recipe step that ordered it.</param>
/// <param name="Start">True to start, false to stop.</param>
/// <param name="SetPoints">Set point by tag name, in the tag's unit.</param>
/// <param name="Parameters">Further numbers by name, e.g. <c>moi</c>.</param>
public sealed record PhaseCommand(
    string Phase,
    string Batch,
    string Step,
    bool Start,
    IReadOnlyDictionary<string, double> SetPoints,
    IReadOnlyDictionary<string, double> Parameters)
{
    /// <summary>The set point of a tag, or what the device does without one.</summary>
    public double SetPoint(string tag, double otherwise) => SetPoints.TryGetValue(tag, out var value) ? value : otherwise;

    /// <summary>A parameter, or what the device does without it.</summary>
    public double Parameter(string name, double otherwise) => Parameters.TryGetValue(name, out var value) ? value : otherwise;
}
