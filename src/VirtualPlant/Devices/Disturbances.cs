namespace Cellwright.VirtualPlant.Devices;

/// <summary>What is physically wrong with a device: cells and product feel it, unlike a wrong reading.</summary>
public sealed class Disturbances
{
    private readonly List<Func<DateTimeOffset, double>> temperature = [];
    private readonly List<Func<DateTimeOffset, double>> slip = [];

    /// <summary>Adds an offset in K, as a function of time, to what the device regulates.</summary>
    public void OffsetTemperature(Func<DateTimeOffset, double> offset) => temperature.Add(offset);

    /// <summary>Takes a fraction (0 to 1), as a function of time, off what the pump delivers.</summary>
    public void SlipPump(Func<DateTimeOffset, double> fraction) => slip.Add(fraction);

    /// <summary>Sum of the temperature offsets in K.</summary>
    public double Temperature(DateTimeOffset at)
    {
        var sum = 0.0;
        foreach (var offset in temperature) sum += offset(at);
        return sum;
    }

    /// <summary>Fraction of the ordered flow that the pump delivers, 0 to 1.</summary>
    public double PumpEfficiency(DateTimeOffset at)
    {
        var rest = 1.0;
        foreach (var fraction in slip) rest *= 1 - fraction(at);
        return rest;
    }
}
