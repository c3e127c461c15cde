using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;

namespace Cellwright.Tests.Equipment;

[Requirement("P211-105")]
public class NoticingWhatLapses
{
    private static readonly DateTimeOffset Now = Acting.Start;
    private static readonly EquipmentRegistered Processor = new("CP-01", "cell-processor", "Processor 1", "B-12", Shared: false);
    private static readonly CalibrationRecorded Calibrated = new(Now.AddDays(-1), Now.AddDays(180), Passed: true, "CAL-7");
    private static readonly CleaningRecorded Cleaned = new("IPA", Now.AddDays(2));

    [Fact]
    public void Says_nothing_of_an_item_that_is_ready_in_use_unknown_or_retired()
    {
        Assert.Empty(Of(Processor, Calibrated, Cleaned));
        Assert.Empty(Of(Processor, Calibrated, Cleaned, new UseStarted("B-1")));
        Assert.Empty(Of());
        Assert.Empty(Of(Processor, new EquipmentRetired("worn out")));
    }

    [Fact]
    public void Says_what_is_blocked_and_until_when()
    {
        Assert.Equal(
            [(Attention.Blocked, MatterKind.Calibration, "No valid calibration is on record. No batch can check it in until one passes."),
             (Attention.Blocked, MatterKind.Cleaning, "It is not clean. No batch can check it in until it is cleaned.")],
            Of(Processor).Select(matter => (matter.Attention, matter.Kind, matter.Sentence.ToString())));
        Assert.Equal("Its calibration lapsed on 2026-03-02 08:00 +01:00. No batch can check it in until one passes.", Single(Processor, Calibrated with { Due = Now.ToUniversalTime() }, Cleaned).Sentence.ToString());
        Assert.Equal("Its cleaning lapsed on 2026-03-02 08:00 +01:00. No batch can check it in until it is cleaned.", Single(Processor, Calibrated, Cleaned with { ValidUntil = Now }).Sentence.ToString());
    }

    [Fact]
    public void Says_beforehand_what_will_be_blocked_within_a_fortnight_or_a_day()
    {
        var calibration = Single(Processor, Calibrated with { Due = Now.AddDays(14) }, Cleaned);
        Assert.Equal((Attention.Soon, Now.AddDays(14)), (calibration.Attention, calibration.Due));
        Assert.Contains("No batch can check it in then, and no value is taken from it.", calibration.Sentence.ToString());
        Assert.Empty(Of(Processor, Calibrated with { Due = Now.AddDays(14).AddMinutes(1) }, Cleaned));

        var cleaning = Single(Processor, Calibrated, Cleaned with { ValidUntil = Now.AddHours(24) });
        Assert.Equal((Attention.Soon, MatterKind.Cleaning), (cleaning.Attention, cleaning.Kind));
        Assert.Empty(Of(Processor, Calibrated, Cleaned with { ValidUntil = Now.AddHours(25) }));
    }

    [Fact]
    public void Puts_first_what_concerns_a_batch_now()
    {
        var lapsed = Single(Processor, Calibrated with { Due = Now }, Cleaned, new UseStarted("B-1"));
        Assert.Equal((Attention.Now, "Its calibration lapsed on 2026-03-02 08:00 +01:00. No value is taken from it into batch B-1 until one passes."), (lapsed.Attention, lapsed.Sentence.ToString()));
        Assert.Equal(Attention.Now, Single(Processor, Calibrated, Cleaned, new UseStarted("B-1"), new EquipmentTakenOutOfService("Leaks.")).Attention);
        Assert.Equal(["Service", "Cleaning"], Of(Processor, Calibrated, new EquipmentTakenOutOfService("Leaks.")).Select(matter => matter.Kind.ToString()));
        Assert.Equal(Attention.Now, Single(Processor, Calibrated, Cleaned, new DeviceEventRecorded(DeviceEventKind.Contested, "Edge node B announces it too.")).Attention);
    }

    [Fact]
    public void Names_batches_to_be_judged_also_of_a_retired_item()
    {
        var item = Of(Processor with { Shared = true }, new UseStarted("B-1"), new UseStarted("B-2"), Calibrated with { Passed = false }, new UseEnded("B-1"), new UseEnded("B-2"), new EquipmentRetired("worn out"));
        Assert.Equal("It was found out of tolerance (calibration failed); batches B-1, B-2 used it before and are to be judged.", Assert.Single(item).Sentence.ToString());
    }

    [Fact]
    public void Says_that_its_device_is_gone_sooner_where_a_batch_has_it()
    {
        var gone = new DeviceEventRecorded(DeviceEventKind.Offline, "No word from CP-01.");
        var free = Matter.DeviceGone(Given.Events<EquipmentItem>(Processor, gone).State, Now);
        Assert.Equal((Attention.Soon, "Its device is gone since 2026-03-02 08:00 +01:00: no value comes from it. Look at the device and its network."), (free.Attention, free.Sentence.ToString()));
        var used = Matter.DeviceGone(Given.Events<EquipmentItem>(Processor, new UseStarted("B-1")).State, Now);
        Assert.Equal((Attention.Now, "Its device is gone: no value comes from it into batch B-1. Look at the device and its network."), (used.Attention, used.Sentence.ToString()));
    }

    [Fact]
    public void Names_a_few_of_many_batches()
    {
        var many = Enumerable.Range(1, 7).Select(Event<EquipmentItem> (number) => new UseStarted($"B-{number}"));
        Assert.Contains("batches B-1, B-2, B-3, B-4, B-5 and 2 more may go on with it", Matter.CleaningStops(Given.Events([Processor with { Shared = true }, .. many]).State).ToString());
    }

    private static IReadOnlyList<Matter> Of(params Event<EquipmentItem>[] events) => Matter.Of(Given.Events(events).State, Now);

    private static Matter Single(params Event<EquipmentItem>[] events) => Assert.Single(Of(events));
}
