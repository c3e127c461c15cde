using Cellwright.Domain.Equipment;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Equipment.Connectors;

/// <summary>The samples of one message of one device, on their way in. Made by <see cref="Gateway.Begin"/>, handed back to <see cref="Gateway.AcceptAsync"/>.</summary>
public sealed class Delivery
{
    private readonly Gateway _gateway;
    private readonly bool _registered;
    private readonly bool _follows;
    private readonly bool _birth;

    internal Delivery(Gateway gateway, Device device, bool registered, DateTimeOffset received, int capacity, bool birth)
    {
        _gateway = gateway;
        _registered = registered;
        _birth = birth;
        _follows = gateway.FollowsClock(device.Node);
        Device = device;
        Received = Microseconds.From(received);
        Batch = new ReadingBatch(capacity);
    }

    internal Device Device { get; }

    internal long Received { get; }

    internal ReadingBatch Batch { get; }

    internal long NewestLive { get; private set; } = long.MinValue;

    /// <summary>Adds a sample, unless the gateway refuses it.</summary>
    /// <param name="tag">The tag, from <see cref="Gateway.Declare"/>.</param>
    /// <param name="value">The number exactly as the device sent it, in the declared unit.</param>
    /// <param name="quality">What the device says about it.</param>
    /// <param name="at">Source time, microseconds since 1970 UTC.</param>
    /// <param name="historical">Whether the device marks it as replayed.</param>
    /// <param name="purpose">For which batch and step the device says that it measured, or null where it does not say.</param>
    public void Add(DeviceTag tag, double value, Quality quality, long at, bool historical, MeasuredFor? purpose = null)
    {
        ArgumentNullException.ThrowIfNull(tag);
        if (Device.Holder is not null)
            _gateway.RefuseContested(Device);
        else if (!_registered)
            _gateway.RefuseUnregistered(Device);
        else if (tag.Series is null)
            _gateway.Refuse("unit-declared", Device.Equipment, tag.Tag, $"{Device.Equipment} sends {tag.Tag} without a unit; declare engUnit in its birth.");
        else if (!double.IsFinite(value))
            _gateway.Refuse("value-finite", Device.Equipment, tag.Tag, $"{Device.Equipment} sent {tag.Tag} = {value}, which is no measurement; check the sensor.");
        else if (purpose is { Batch.Length: 0 or > MeasuredFor.Longest } or { Step.Length: > MeasuredFor.Longest })
            _gateway.Refuse("measured-for", Device.Equipment, tag.Tag, $"{Device.Equipment} says of {tag.Tag} for which batch and step it was measured, in names that are empty or longer than {MeasuredFor.Longest} characters; send those of the equipment phase that it was told.");
        else
            Take(tag, value, quality, at, historical, purpose);
    }

    private void Take(DeviceTag tag, double value, Quality quality, long at, bool historical, MeasuredFor? purpose)
    {
        var late = historical || _gateway.IsLate(Device, at, Received, _birth);
        Batch.Add(tag.Series!, value, quality, at, Received, late, purpose);
        if (late) return;
        if (at > NewestLive) NewestLive = at;
        if (quality == Quality.Bad) return; // the device speaks, and says that it does not know
        var heard = _follows ? at : Device.ClockIsOff ? Received : Math.Min(at, Received);
        if (heard > tag.Heard) tag.Heard = heard;
    }
}
