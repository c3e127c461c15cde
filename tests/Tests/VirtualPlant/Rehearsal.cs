extern alias plant;

using plant::Cellwright.VirtualPlant;
using plant::Cellwright.VirtualPlant.Devices;
using plant::Cellwright.VirtualPlant.Faults;

namespace Cellwright.Tests.VirtualPlant;

/// <summary>A plant that lives without a broker: phases go in, samples come out.</summary>
public sealed class Rehearsal
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private readonly List<(string Equipment, string Tag, Sample Sample)> heard = [];

    public Rehearsal(int seed = 1, string[]? faults = null, string[]? unlucky = null)
    {
        Plant = new Plant(seed, [.. (faults ?? []).Select(FaultOrder.Parse)], unlucky ?? []);
        Plant.Begin(Start);
    }

    public Plant Plant { get; }

    public DateTimeOffset Now => Plant.Now!.Value;

    public IReadOnlyList<(string Equipment, string Tag, Sample Sample)> Heard => heard;

    public void Live(TimeSpan time, TimeSpan step)
    {
        for (var to = Now + step; to <= Now + time; to += step)
        {
            time -= step;
            foreach (var (device, samples) in Plant.Advance(to))
                heard.AddRange(samples.Select(sample => (device.Id, device.Tags[sample.Tag].Name, sample)));
        }
    }

    public void Live(double hours) => Live(TimeSpan.FromHours(hours), TimeSpan.FromMinutes(10));

    public void Order(string equipment, string phase, string batch = "B-1", bool start = true, params (string Name, double Value)[] numbers)
    {
        var setPoints = numbers.Where(n => !n.Name.StartsWith('@')).ToDictionary(n => n.Name, n => n.Value);
        var parameters = numbers.Where(n => n.Name.StartsWith('@')).ToDictionary(n => n.Name[1..], n => n.Value);
        Assert.Null(Plant.Act(equipment, new PhaseCommand(phase, batch, "S", start, setPoints, parameters)));
    }

    /// <summary>Measures and gives the value that the instrument publishes within a minute.</summary>
    public double Measure(string equipment, string tag, string batch = "B-1")
    {
        Order(equipment, "measure", batch);
        var before = heard.Count;
        Live(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10));
        return heard.Skip(before).Single(h => h.Equipment == equipment && h.Tag == tag).Sample.Value;
    }

    public IReadOnlyList<Sample> Of(string equipment, string tag) =>
        [.. heard.Where(h => h.Equipment == equipment && h.Tag == tag).Select(h => h.Sample)];

    public double Last(string equipment, string tag) => Of(equipment, tag)[^1].Value;
}
