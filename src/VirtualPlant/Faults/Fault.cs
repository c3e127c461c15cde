using Cellwright.VirtualPlant.Devices;

namespace Cellwright.VirtualPlant.Faults;

/// <summary>Something wrong with one device, from one instant to another. It wraps the stream of what the device reads.</summary>
public abstract class Fault(FaultOrder order, DateTimeOffset ordered)
{
    private DateTimeOffset? ended;

    /// <summary>As ordered.</summary>
    public FaultOrder Order => order;

    /// <summary>First instant at which it acts.</summary>
    public DateTimeOffset From { get; } = ordered + order.After;

    /// <summary>From here on it no longer acts.</summary>
    public DateTimeOffset Until => ended ?? (order.For is { } lasts ? From + lasts : Lasting is { } usual ? From + usual : DateTimeOffset.MaxValue);

    /// <summary>How long it lasts where the order does not say; null for ever.</summary>
    protected virtual TimeSpan? Lasting => null;

    /// <summary>Makes the device itself misbehave; most faults touch only what it says.</summary>
    public virtual void Disturb(Device device) { }

    /// <summary>What reaches the network of what the device read, in the order in which it does.</summary>
    public virtual IEnumerable<Sample> Pass(IEnumerable<Sample> samples) => samples;

    /// <summary>True while the device is off the network.</summary>
    public virtual bool Away(DateTimeOffset at) => false;

    /// <summary>Ends it; what it held back is still delivered.</summary>
    public void End(DateTimeOffset at) => ended = at < Until ? at : Until;

    /// <summary>True while the fault acts.</summary>
    protected bool Acts(DateTimeOffset at) => at >= From && at < Until;
}
