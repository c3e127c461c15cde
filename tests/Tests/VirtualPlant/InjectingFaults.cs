extern alias plant;

using plant::Cellwright.VirtualPlant.Devices;
using plant::Cellwright.VirtualPlant.Faults;

namespace Cellwright.Tests.VirtualPlant;

public sealed class InjectingFaults
{
    private static readonly DateTimeOffset Onset = Rehearsal.Start.AddHours(2);

    [Fact]
    public void Temperature_drift_warms_the_chamber_over_a_day_and_touches_nothing_else()
    {
        var (sound, faulty) = Pair("temperature-drift@CP-01:after=2h,size=1", 30);

        OnlyDiffers(sound, faulty, "CP-01", "chamber-temperature");
        Assert.Equal(1, faulty.Last("CP-01", "chamber-temperature") - sound.Last("CP-01", "chamber-temperature"), 0.05);
        Assert.InRange(Difference(sound, faulty, Onset.AddHours(8)), 0.2, 0.45);
    }

    [Fact]
    public void A_biased_probe_reads_wrong_by_a_constant_and_the_cells_do_not_feel_it()
    {
        var (sound, faulty) = Pair("probe-bias@CP-01/chamber-temperature:after=2h,size=0.5", 30);

        OnlyDiffers(sound, faulty, "CP-01", "chamber-temperature");
        Assert.Equal(0.5, Difference(sound, faulty, Onset.AddMinutes(20)), 0.011);
        Assert.Equal(sound.Plant.Batch("B-1").Cells.Viable, faulty.Plant.Batch("B-1").Cells.Viable);
    }

    [Fact]
    public void A_slipping_pump_delivers_less()
    {
        var (sound, faulty) = (new Rehearsal(), new Rehearsal(faults: ["pump-slip@CP-01:size=0.4"]));
        foreach (var r in new[] { sound, faulty })
        {
            r.Order("CP-01", "seed", numbers: ("chamber-volume", 70));
            r.Order("CP-01", "feed", numbers: [("@feed-volume", 100), ("chamber-volume", 200)]);
            r.Live(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(10));
        }

        Assert.Equal(170, sound.Last("CP-01", "chamber-volume"), 0.6);
        Assert.Equal(130, faulty.Last("CP-01", "chamber-volume"), 0.6);
        Assert.Equal(50, sound.Of("CP-01", "pump-flow").Max(s => s.Value), 1.0);
        Assert.Equal(30, faulty.Of("CP-01", "pump-flow").Max(s => s.Value), 1.0);
        OnlyDiffers(sound, faulty, "CP-01", "chamber-volume", "pump-flow", "line-pressure", "culture-ph");
    }

    [Fact]
    public void A_stuck_value_repeats_itself_while_time_goes_on()
    {
        var (sound, faulty) = Pair("stuck-value@EM-01/room-temperature:after=2h,for=1h", 5);

        OnlyDiffers(sound, faulty, "EM-01", "room-temperature");
        var stuck = faulty.Of("EM-01", "room-temperature").Where(s => s.At >= Onset && s.At < Onset.AddHours(1)).ToList();
        Assert.Equal(60, stuck.Count);
        Assert.Single(stuck.Select(s => s.Value).Distinct());
        Assert.Equal(sound.Of("EM-01", "room-temperature").Select(s => s.At), faulty.Of("EM-01", "room-temperature").Select(s => s.At));
    }

    [Fact]
    public void A_wrong_clock_shifts_stamps_and_leaves_values()
    {
        var (sound, faulty) = Pair("clock-offset@IN-01:after=2h,size=-7", 4);

        OnlyDiffers(sound, faulty, "IN-01", "temperature", "co2", "humidity", "door");
        var pairs = sound.Of("IN-01", "temperature").Zip(faulty.Of("IN-01", "temperature")).ToList();
        Assert.All(pairs, p => Assert.Equal(p.First.Value, p.Second.Value));
        Assert.All(pairs, p => Assert.Equal(p.First.At >= Onset ? -7 : 0, (p.Second.At - p.First.At).TotalMinutes));
    }

    [Fact]
    public void Duplicates_are_exact_and_nothing_is_lost()
    {
        var (sound, faulty) = Pair("duplicates@IN-01:after=2h,size=0.3", 8);

        Assert.Equal(sound.Heard, faulty.Heard.Distinct());
        Assert.InRange((faulty.Heard.Count - sound.Heard.Count) / (4.0 * 360), 0.2, 0.4);
    }

    [Fact]
    public void Out_of_order_samples_are_all_there_in_another_order()
    {
        var (sound, faulty) = Pair("out-of-order@IN-01:after=2h,size=0.3", 8);

        var times = faulty.Of("IN-01", "temperature").Select(s => s.At).ToList();
        Assert.NotEqual(times.Order(), times);
        Assert.Equal(sound.Of("IN-01", "temperature").SkipLast(1).ToHashSet().Count, sound.Of("IN-01", "temperature").SkipLast(1).Intersect(faulty.Of("IN-01", "temperature")).Count());
        Assert.Equal(times.Count, times.Distinct().Count());
    }

    [Fact]
    public void Clearing_ends_what_acts()
    {
        var r = new Rehearsal(faults: ["probe-bias@SH-01:size=3"]);
        r.Live(1);
        Assert.True(r.Last("SH-01", "payload-temperature") > 7);
        r.Plant.Inject(new FaultOrder("clear", "SH-01", null, TimeSpan.Zero, null, null));
        r.Live(1);

        Assert.True(r.Last("SH-01", "payload-temperature") < 7);
    }

    [Theory]
    [InlineData("probe-bias", "is not name@equipment")]
    [InlineData("probe-bias@CP-01:after=3weeks", "not a duration")]
    [InlineData("probe-bias@CP-01:size=big", "not a number")]
    [InlineData("probe-bias@CP-01:colour=red", "has no 'colour'")]
    [InlineData("explode@CP-01", "there is no fault explode")]
    [InlineData("probe-bias@ZZ-01", "there is no device ZZ-01")]
    [InlineData("probe-bias@CP-01/taste", "has no tag taste")]
    [InlineData("pump-slip@EM-01", "has no pump")]
    public void A_fault_that_cannot_be_is_refused_in_a_sentence(string text, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => new Rehearsal(faults: [text])).Message, StringComparison.Ordinal);

    private static (Rehearsal Sound, Rehearsal Faulty) Pair(string fault, double hours)
    {
        var pair = (Sound: new Rehearsal(), Faulty: new Rehearsal(faults: [fault]));
        foreach (var r in new[] { pair.Sound, pair.Faulty })
        {
            r.Order("CP-01", "seed");
            r.Live(hours);
        }

        return pair;
    }

    private static double Difference(Rehearsal sound, Rehearsal faulty, DateTimeOffset at) =>
        faulty.Of("CP-01", "chamber-temperature").First(s => s.At >= at).Value - sound.Of("CP-01", "chamber-temperature").First(s => s.At >= at).Value;

    private static void OnlyDiffers(Rehearsal sound, Rehearsal faulty, string equipment, params string[] tags)
    {
        foreach (var device in sound.Plant.Devices)
            foreach (var tag in device.Tags)
                if (device.Id != equipment || !tags.Contains(tag.Name)) Assert.Equal<Sample>(sound.Of(device.Id, tag.Name), faulty.Of(device.Id, tag.Name));
        Assert.NotEqual<Sample>(sound.Of(equipment, tags[0]), faulty.Of(equipment, tags[0]));
    }
}
