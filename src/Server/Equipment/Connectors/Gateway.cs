using System.Collections.Concurrent;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Equipment.Connectors;

/// <summary>The one way in for readings, whatever connector brings them: it judges, marks and stores, and knows which devices are there.</summary>
/// <param name="store">Where accepted readings are kept.</param>
/// <param name="registered">Whether an equipment identity is registered; asked for every message, so it must be quick.</param>
/// <param name="time">The gateway's clock, possibly simulated.</param>
/// <param name="options">What it tolerates.</param>
public sealed partial class Gateway(ReadingStore store, Func<string, bool> registered, TimeProvider time, GatewayOptions? options = null)
{
    /// <summary>Rule by which a device that nobody registered is refused.</summary>
    public const string NotRegistered = "equipment-registered";

    /// <summary>Rule by which the second edge node of a device is refused.</summary>
    public const string Claimed = "device-claimed";

    private readonly ConcurrentDictionary<string, Device> _devices = [];
    private readonly ConcurrentDictionary<(string, string, string), DateTimeOffset> _refusals = [];

    /// <summary>A device came or went.</summary>
    public event Action<DeviceSeen>? DeviceSeen;

    /// <summary>Something was not taken.</summary>
    public event Action<Refusal>? Refused;

    /// <summary>A device's clock left the tolerance or came back into it.</summary>
    public event Action<ClockOff>? ClockOff;

    /// <summary>A sentence for whoever looks after the system: readings cannot be stored at present, a broker cannot be reached.</summary>
    public event Action<string>? Trouble;

    /// <summary>What the gateway tolerates.</summary>
    public GatewayOptions Options { get; } = options ?? new GatewayOptions();

    /// <summary>The gateway's clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Every device that was heard of, by identity.</summary>
    public IReadOnlyCollection<Device> Devices => [.. _devices.Values.OrderBy(d => d.Equipment, StringComparer.Ordinal)];

    /// <summary>What is known of a device, or null when it was never heard of.</summary>
    public Device? Find(string equipment) => _devices.GetValueOrDefault(equipment);

    /// <summary>Takes a tag's declaration, which replaces an earlier one.</summary>
    public DeviceTag Declare(Device device, TagDeclaration declaration)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(declaration);
        var series = string.IsNullOrWhiteSpace(declaration.Unit) ? null : store.Series(device.Equipment, declaration.Tag, declaration.Unit);
        var tag = new DeviceTag(device, declaration, series) { Heard = device.Find(declaration.Tag)?.Heard ?? 0 };
        device.Set(tag);
        return tag;
    }

    /// <summary>Notes that a device came or went; what is known already is no event.</summary>
    public void Note(Device device, bool online, string reason)
    {
        ArgumentNullException.ThrowIfNull(device);
        device.ExpectedUntil = null;
        if (device.Online == online) return;
        (device.Online, device.LostWithNode) = (online, false);
        if (device.Holder is not null)
        {
            NoteContested(device);
            return;
        }

        if (online && !registered(device.Equipment)) RefuseUnregistered(device);
        DeviceSeen?.Invoke(new DeviceSeen(device.Equipment, online, reason, Time.GetUtcNow()));
    }

    /// <summary>Opens a message of a device for its samples.</summary>
    /// <param name="device">The device.</param>
    /// <param name="samples">How many samples to expect.</param>
    /// <param name="birth">Whether the message announces the device, and so repeats last values however old.</param>
    public Delivery Begin(Device device, int samples, bool birth = false)
    {
        ArgumentNullException.ThrowIfNull(device);
        return new Delivery(this, device, registered(device.Equipment), Time.GetUtcNow(), samples, birth);
    }

    /// <summary>Stores a message's samples and returns once they are durable; a full disk is waited out, so nothing is ever dropped.</summary>
    public async Task AcceptAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        JudgeClock(delivery);
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause = pause < TimeSpan.FromSeconds(10) ? pause * 2 : pause)
        {
            try
            {
                await store.AppendAsync(delivery.Batch);
                return;
            }
            catch (ReadingsNotStoredException fault)
            {
                Trouble?.Invoke(fault.Message);
            }

            await Task.Delay(pause, cancellationToken); // the disk's time, not the plant's: a simulated clock may stand still meanwhile
        }
    }

    /// <summary>Reports that something was not taken, at most once in <see cref="GatewayOptions.RefusalPause"/> for the same matter.</summary>
    /// <param name="rule">The rule that refused it.</param>
    /// <param name="source">Equipment identity or topic.</param>
    /// <param name="detail">What tells matters of one source apart, e.g. the tag.</param>
    /// <param name="sentence">What happened and what to do.</param>
    public void Refuse(string rule, string source, string detail, string sentence)
    {
        var now = Time.GetUtcNow();
        var key = (rule, source, detail);
        if (_refusals.TryGetValue(key, out var last) && now - last < Options.RefusalPause) return;
        if (_refusals.Count > 10_000) _refusals.Clear(); // a sender of ever new names must not fill the memory
        _refusals[key] = now;
        Refused?.Invoke(new Refusal(rule, source, sentence, now));
    }

    /// <summary>Passes a sentence on to whoever looks after the system.</summary>
    public void Report(string sentence) => Trouble?.Invoke(sentence);

    internal void RefuseUnregistered(Device device) =>
        Refuse(NotRegistered, device.Equipment, "", $"{device.Equipment} talks through edge node {device.Node} and is not registered, so its readings are refused. If it is an item of this site, register the equipment first, under the id on its label; if not, find out what it is and disconnect it.");
}
