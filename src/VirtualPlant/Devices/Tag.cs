namespace Cellwright.VirtualPlant.Devices;

/// <summary>One value that a device exposes.</summary>
/// <param name="Name">Metric name, e.g. <c>chamber-temperature</c>.</param>
/// <param name="Unit">UCUM unit.</param>
/// <param name="Interval">Nominal sampling interval in seconds; 0 for a tag published on an event.</param>
/// <param name="Noise">Standard deviation of the sensor's noise, in the tag's unit (engineering judgement).</param>
/// <param name="Resolution">Smallest step that the device shows, in the tag's unit (engineering judgement).</param>
public sealed record Tag(string Name, string Unit, double Interval, double Noise, double Resolution)
{
    /// <summary>True where the tag is published when something was measured, not at an interval.</summary>
    public bool OnEvent => Interval == 0;

    /// <summary>A tag that is published when it is measured; its scatter belongs to the assay, not to the tag.</summary>
    public static Tag Event(string name, string unit, double resolution) => new(name, unit, 0, 0, resolution);

    /// <summary>The value as the device shows it: rounded to the resolution.</summary>
    public double Show(double value)
    {
        var steps = Math.Round(value / Resolution);
        // Dividing by the whole reciprocal gives 37.02 and not 37.019999…; the value is what an operator would read.
        return Resolution < 1 ? steps / Math.Round(1 / Resolution) : steps * Resolution;
    }
}

/// <summary>One value of one tag at one instant, as the device's own clock stamps it.</summary>
/// <param name="Tag">Index of the tag in the device's list.</param>
/// <param name="At">Source time.</param>
/// <param name="Value">In the tag's unit.</param>
/// <param name="Historical">True for a value that waited in a buffer and is delivered late.</param>
/// <param name="Batch">The batch that it was measured for, as the phase command said; null for what is sampled all the time.</param>
/// <param name="Step">The step that it was measured for, likewise.</param>
public readonly record struct Sample(int Tag, DateTimeOffset At, double Value, bool Historical = false, string? Batch = null, string? Step = null);
