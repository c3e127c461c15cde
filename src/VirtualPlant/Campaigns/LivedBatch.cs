using Cellwright.VirtualPlant.Devices;
using Cellwright.VirtualPlant.Faults;

namespace Cellwright.VirtualPlant.Campaigns;

/// <summary>One batch of a campaign, lived through on the devices of a plant of its own.</summary>
internal abstract class LivedBatch
{
    private static readonly DateTimeOffset First = new(2025, 1, 6, 8, 0, 0, TimeSpan.Zero);
    private readonly DateTimeOffset began;
    private readonly List<(string Device, string Tag, Sample Sample)> heard = [];

    /// <param name="seed">Of the plant.</param>
    /// <param name="number">Of the batch in its campaign, from 0: one begins each week.</param>
    /// <param name="id">Batch id.</param>
    /// <param name="fault">What goes wrong, counted from the beginning; null for nothing.</param>
    /// <param name="devices">That the batch needs.</param>
    protected LivedBatch(int seed, int number, string id, FaultOrder? fault, params IReadOnlyCollection<string> devices)
    {
        (Id, Fault) = (id, fault);
        began = First + TimeSpan.FromDays(7 * number);
        Plant = new Plant(seed, fault is null ? [] : [fault], [], devices);
    }

    public string Id { get; }

    public FaultOrder? Fault { get; }

    /// <summary>When its fault began, as the rows count time; NaN without one.</summary>
    public double Onset => Fault is { } acts ? TimeOf(acts.After.TotalHours) : double.NaN;

    /// <summary>What is known of it before it begins, in the order of its campaign's variables.</summary>
    public abstract IReadOnlyList<double> Starting { get; }

    /// <summary>Time of each row, in hours.</summary>
    public List<double> Times { get; } = [];

    /// <summary>Rows × tags.</summary>
    public List<double[]> Rows { get; } = [];

    /// <summary>Measurand, value and unit.</summary>
    public List<(string Measurand, double Value, string Unit)> Results { get; } = [];

    protected Plant Plant { get; }

    /// <summary>A time since it began as the rows count it.</summary>
    public virtual double TimeOf(double hours) => hours;

    protected void Begin() => Hear(Plant.Begin(began));

    /// <summary>What was heard since a moment, by device and tag.</summary>
    protected ILookup<(string Device, string Tag), double> Since(int before) => heard.Skip(before).ToLookup(one => (one.Device, one.Tag), one => one.Sample.Value);

    /// <summary>This moment, for <see cref="Since"/>.</summary>
    protected int Moment => heard.Count;

    protected void Measure(params string[] instruments)
    {
        foreach (var instrument in instruments) Order(instrument, "measure");
        To(((Plant.Now!.Value - began).TotalHours) + (1.0 / 60));
    }

    // Two hours at a time, so that readings are thinned to one in five minutes.
    protected void To(double hours)
    {
        var end = began + TimeSpan.FromSeconds(Math.Round(hours * 3600));
        while (Plant.Now < end)
        {
            var next = Plant.Now!.Value + TimeSpan.FromHours(2);
            Hear(Plant.Advance(next < end ? next : end));
        }
    }

    protected void Order(string equipment, string phase, params (string Name, double Value)[] parameters)
    {
        if (Plant.Act(equipment, new PhaseCommand(phase, Id, phase, true, new Dictionary<string, double>(), parameters.ToDictionary(one => one.Name, one => one.Value))) is { } refused)
            throw new InvalidOperationException(refused);
    }

    // A device that is off the network gives nothing: then the value is missing, as it would be.
    protected double Last(string device, string tag)
    {
        var at = heard.FindLastIndex(one => one.Device == device && one.Tag == tag);
        return at < 0 ? double.NaN : heard[at].Sample.Value;
    }

    private void Hear(IReadOnlyList<(Device Device, IReadOnlyList<Sample> Samples)> all)
    {
        foreach (var (device, samples) in all)
            heard.AddRange(samples.Select(sample => (device.Id, device.Tags[sample.Tag].Name, sample)));
    }
}
