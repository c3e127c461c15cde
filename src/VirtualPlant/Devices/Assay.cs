using Cellwright.VirtualPlant.Biology;

namespace Cellwright.VirtualPlant.Devices;

/// <summary>The scatter of one run of an instrument: a second run at another instant scatters anew.</summary>
public readonly struct Assay(int seed, string instrument, DateTimeOffset at)
{
    /// <summary>A value with a relative standard deviation; never negative.</summary>
    public double Scaled(string quantity, double value, double cv) => value * Math.Max(1 + cv * Z(quantity), 0);

    /// <summary>A value with an absolute standard deviation; never negative.</summary>
    public double Shifted(string quantity, double value, double deviation) => Math.Max(value + deviation * Z(quantity), 0);

    /// <summary>A percentage with an absolute standard deviation, held within 0 to 100.</summary>
    public double Percent(string quantity, double value, double deviation) => Math.Min(Shifted(quantity, value, deviation), 100);

    private double Z(string quantity) => Math.Clamp(Draw.Of(seed, instrument, quantity).Normal(at.UtcTicks), -3, 3);
}
