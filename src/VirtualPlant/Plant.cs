using Cellwright.VirtualPlant.Biology;
using Cellwright.VirtualPlant.Devices;
using Cellwright.VirtualPlant.Faults;

namespace Cellwright.VirtualPlant;

/// <summary>The devices, the batches that pass through them, and what is wrong with them. Knows no protocol and no clock.</summary>
public sealed class Plant
{
    private readonly int seed;
    private readonly Batches batches;
    private readonly Dictionary<string, List<Fault>> faults = [];
    private readonly List<FaultOrder> waiting;

    /// <summary>Sets up the plant.</summary>
    /// <param name="seed">Two plants of one seed that are told the same do the same.</param>
    /// <param name="orders">Faults counted from the plant's first instant.</param>
    /// <param name="unlucky">Batches whose patient is an unlucky one.</param>
    /// <param name="only">Devices that it has; null for all of them.</param>
    /// <exception cref="FormatException">A fault that its device cannot have.</exception>
    public Plant(int seed, IReadOnlyList<FaultOrder> orders, IReadOnlyCollection<string> unlucky, IReadOnlyCollection<string>? only = null)
    {
        this.seed = seed;
        batches = new Batches(seed, unlucky);
        Devices = [.. Inventory.Of(seed, batches).Where(device => only is null || only.Contains(device.Id))];
        waiting = [.. orders];
        foreach (var order in orders) FaultKinds.Make(order, Find(order.Equipment), default, seed);
    }

    /// <summary>All devices, in the order in which they are born.</summary>
    public IReadOnlyList<Device> Devices { get; }

    /// <summary>The instant that the plant has reached; null before its first.</summary>
    public DateTimeOffset? Now { get; private set; }

    /// <summary>The living part of a batch.</summary>
    public Batch Batch(string id) => batches.Of(id);

    /// <summary>Puts the plant at an instant without living up to it, and yields what everything reads there.</summary>
    public IReadOnlyList<(Device Device, IReadOnlyList<Sample> Samples)> Begin(DateTimeOffset at)
    {
        Now = at;
        foreach (var order in waiting) Inject(order);
        waiting.Clear();
        return [.. Devices.Select(device => (device, Delivered(device, device.Snapshot(at))))];
    }

    /// <summary>Lives up to an instant and yields what reaches the network, per device.</summary>
    public IReadOnlyList<(Device Device, IReadOnlyList<Sample> Samples)> Advance(DateTimeOffset to)
    {
        // Backwards, or further than any rehearsal goes: the plant is put there without living up to it.
        if (Now is not { } from || to < from || to - from > TimeSpan.FromDays(60)) return Begin(to);
        var least = Thinning(to - from);
        batches.Rest(to - from);
        var all = Devices.Select(device => (device, Delivered(device, device.Advance(from, to, least)))).ToList();
        Now = to;
        return all;
    }

    /// <summary>Starts or stops a phase now. Returns a sentence where the device cannot, else null.</summary>
    public string? Act(string equipment, PhaseCommand command) =>
        Devices.FirstOrDefault(d => d.Id == equipment) is not { } device ? $"there is no device {equipment}"
        : Now is { } at ? device.Act(command, at)
        : $"{equipment} was given {command.Phase} before the plant had a clock";

    /// <summary>Places a fault, or removes those of a device (<c>clear</c>).</summary>
    /// <exception cref="FormatException">The device does not exist or cannot have it.</exception>
    public void Inject(FaultOrder order)
    {
        var device = Find(order.Equipment);
        if (Now is not { } at)
        {
            if (order.Name != "clear") FaultKinds.Make(order, device, default, seed);
            waiting.Add(order);
            return;
        }

        if (order.Name == "clear")
        {
            foreach (var acting in faults.GetValueOrDefault(device.Id, [])) acting.End(at);
            return;
        }

        var fault = FaultKinds.Make(order, device, at, seed);
        fault.Disturb(device);
        if (!faults.TryGetValue(device.Id, out var list)) faults[device.Id] = list = [];
        list.Add(fault);
    }

    /// <summary>True while a device is off the network.</summary>
    public bool Away(Device device) =>
        Now is { } at && faults.TryGetValue(device.Id, out var list) && list.Exists(fault => fault.Away(at));

    /// <summary>The shortest sampling interval within a step of the clock: long steps are thinned, so that twelve days stay small.</summary>
    public static TimeSpan Thinning(TimeSpan step) => TimeSpan.FromSeconds(step.TotalSeconds switch
    {
        <= 10 => 0,
        <= 60 => 5,
        < 300 => 15,
        <= 3600 => 60,
        <= 86400 => 300,
        _ => 3600,
    });

    private Device Find(string equipment) => Devices.FirstOrDefault(d => d.Id == equipment)
        ?? throw new FormatException($"there is no device {equipment}; there are {string.Join(", ", Devices.Select(d => d.Id))}");

    private IReadOnlyList<Sample> Delivered(Device device, IEnumerable<Sample> samples)
    {
        if (faults.TryGetValue(device.Id, out var list))
            foreach (var fault in list) samples = fault.Pass(samples);
        return [.. samples];
    }
}
