using System.Collections.Concurrent;

namespace Cellwright.Server.Equipment.Connectors;

/// <content>Whose word counts for a device: of the edge node that announced it first, for as long as that one has it.</content>
public sealed partial class Gateway
{
    private const int MostContested = 1000;
    private readonly ConcurrentDictionary<(string Equipment, string Node), Device> _contested = [];
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, bool Stands)> _conflicts = [];

    /// <summary>A conflict over a device began or is over.</summary>
    public event Action<DeviceContested>? Contested;

    /// <summary>
    /// The handle of a device that the named edge node speaks for. While another one has the device, the handle has a <see cref="Connectors.Device.Holder"/>
    /// and all that comes by it is refused. A device changes its node when the old one reports its end, or is lost, and the new one announces it after that.
    /// </summary>
    public Device Device(string node, string equipment)
    {
        var device = _devices.AddOrUpdate(
            equipment, _ => new Device(node, equipment), (_, known) => known.Node == node || Has(known) ? known : new Device(node, equipment));
        if (device.Node == node)
        {
            if (_contested.TryRemove((equipment, node), out _)) EndContested(equipment, $"{equipment} is announced by edge node {node} alone.");
            return device;
        }

        if (_contested.TryGetValue((equipment, node), out var known) && known.Holder == device.Node) return known;
        var second = new Device(node, equipment) { Holder = device.Node };
        if (_contested.Count < MostContested) _contested[(equipment, node)] = second; // beyond that it is refused all the same
        return second;
    }

    /// <summary>Keeps a device for the node that had it before a restart, until it speaks or <see cref="GatewayOptions.Expectation"/> is over.</summary>
    internal void Expect(Device device) =>
        device.ExpectedUntil = TimeProvider.System.GetTimestamp() + (long)(Options.Expectation.TotalSeconds * TimeProvider.System.TimestampFrequency);

    /// <summary>Whether somebody registered it.</summary>
    internal bool IsRegistered(string equipment) => registered(equipment);

    /// <summary>Whether a device is looked at: registered, known already, or one of not too many strangers.</summary>
    internal bool Admits(string equipment) =>
        registered(equipment) || _devices.ContainsKey(equipment) || _devices.Count < Options.MostStrangers || _devices.Keys.Count(known => !registered(known)) < Options.MostStrangers;

    /// <summary>An edge node started anew or is gone, and with it all that it had announced.</summary>
    internal void NodeGone(string node, string reason)
    {
        foreach (var device in _devices.Values.Concat(_contested.Values).Where(device => device.Node == node && device.Online))
        {
            Note(device, online: false, reason);
            device.LostWithNode = true;
        }
    }

    internal void RefuseContested(Device device)
    {
        Refuse(Claimed, device.Equipment, device.Node, Conflict(device));
        BeginContested(device);
    }

    private static bool Has(Device device) =>
        device.Online || (device.ExpectedUntil is { } until && TimeProvider.System.GetTimestamp() < until);

    private static string Conflict(Device device) =>
        $"Edge node {device.Node} announces {device.Equipment} too, which edge node {device.Holder} has; what {device.Node} sends of it is refused. "
        + $"Switch off the wrong one. To move {device.Equipment} on purpose, end it at {device.Holder} first, then start it anew at {device.Node}.";

    private void NoteContested(Device device)
    {
        if (device.Online)
        {
            _contested.TryAdd((device.Equipment, device.Node), device);
            BeginContested(device);
        }
        else if (_contested.TryRemove((device.Equipment, device.Node), out _))
        {
            EndContested(device.Equipment, $"Edge node {device.Node} no longer announces {device.Equipment}.");
        }
    }

    // Told once while it stands, and not again at once: a node that comes and goes, or many with made-up names, must not fill the record.
    private void BeginContested(Device device)
    {
        var now = Time.GetUtcNow();
        if (_conflicts.TryGetValue(device.Equipment, out var told) && (told.Stands || now - told.At < Options.RefusalPause)) return;
        _conflicts[device.Equipment] = (now, true);
        Contested?.Invoke(new DeviceContested(device.Equipment, true, Conflict(device), now));
    }

    private void EndContested(string equipment, string sentence)
    {
        if (_contested.Keys.Any(left => left.Equipment == equipment) || !_conflicts.TryGetValue(equipment, out var told) || !told.Stands) return;
        _conflicts[equipment] = told with { Stands = false };
        Contested?.Invoke(new DeviceContested(equipment, false, sentence, Time.GetUtcNow()));
    }
}
