using Cellwright.VirtualPlant.Biology;
using Cellwright.VirtualPlant.Devices;

namespace Cellwright.VirtualPlant.Faults;

/// <summary>Makes faults from orders, and refuses in a sentence what a device cannot have.</summary>
public static class FaultKinds
{
    /// <summary>The names that an order may use.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["temperature-drift", "probe-bias", "pump-slip", "drop-off", "stuck-value", "clock-offset", "duplicates", "out-of-order"];

    /// <summary>The fault that an order asks for.</summary>
    /// <exception cref="FormatException">No such fault, tag, pump or temperature; the message says what there is.</exception>
    public static Fault Make(FaultOrder order, Device device, DateTimeOffset ordered, int seed)
    {
        var tag = order.Tag is null ? -1 : device.IndexOf(order.Tag);
        if (order.Tag is not null && tag < 0)
            throw new FormatException($"{device.Id} has no tag {order.Tag}; it has {string.Join(", ", device.Tags.Select(t => t.Name))}");
        var temperature = device.Tags.Any(t => t.Name.EndsWith("temperature", StringComparison.Ordinal));
        var draw = Draw.Of(seed, device.Id, order.Name);
        switch (order.Name)
        {
            case "temperature-drift" when !temperature: throw new FormatException($"{device.Id} regulates no temperature that could drift");
            case "temperature-drift": return new TemperatureDrift(order, ordered);
            case "pump-slip" when device.Pump is null: throw new FormatException($"{device.Id} has no pump that could slip");
            case "pump-slip": return new PumpSlip(order, ordered);
            case "probe-bias":
                var probe = tag < 0 ? 0 : tag;
                return new ProbeBias(order, ordered, probe, device.Tags[probe]);
            case "drop-off": return new DropOff(order, ordered);
            case "stuck-value": return new StuckValue(order, ordered, tag < 0 ? null : tag);
            case "clock-offset": return new ClockOffset(order, ordered);
            case "duplicates": return new Duplicates(order, ordered, draw);
            case "out-of-order": return new OutOfOrder(order, ordered, draw);
            default: throw new FormatException($"there is no fault {order.Name}; there are {string.Join(", ", Names)}, and clear");
        }
    }
}
