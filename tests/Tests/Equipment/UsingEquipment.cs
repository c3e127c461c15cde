using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;

namespace Cellwright.Tests.Equipment;

[Requirement("P11-10h")]
public class UsingEquipment
{
    private static readonly DateTimeOffset Now = Acting.Start;
    private static readonly EquipmentRegistered Processor = new("CP-01", "cell-processor", "Processor 1", "B-12", Shared: false);
    private static readonly CalibrationRecorded Calibrated = new(Now.AddDays(-1), Now.AddDays(180), Passed: true, "CAL-7");
    private static readonly CleaningRecorded Cleaned = new("70 % IPA, SOP-31", Now.AddDays(2));

    [Fact]
    public void Is_possible_for_the_right_item_in_the_right_room_calibrated_and_clean() =>
        Assert.Null(Ready().RefusalFor("cell-processor", "B-12", "B-1", Now));

    [Fact]
    public void Is_refused_for_an_item_that_nobody_registered() =>
        Refused(EquipmentItem.Empty, "equipment-registered", "not registered");

    [Fact]
    public void Is_refused_for_a_retired_item() => Refused(Ready(new EquipmentRetired("worn out")), "equipment-retired", "CP-01 is retired");

    [Fact]
    public void Is_refused_for_an_item_of_another_class() =>
        Refused(Ready(), "equipment-class", "asks for a bioreactor", equipmentClass: "bioreactor");

    [Fact]
    public void Is_refused_for_an_item_in_another_room() => Refused(Ready(new EquipmentMoved("B-14", "repair")), "equipment-room", "stands in B-14");

    [Fact]
    public void Is_possible_in_any_room_when_the_recipe_asks_for_none() =>
        Assert.Null(Ready(new EquipmentMoved("B-14", "repair")).RefusalFor("cell-processor", null, "B-1", Now));

    [Fact]
    public void Is_refused_from_the_moment_at_which_calibration_is_due_and_names_the_date() =>
        Refused(Given.Events<EquipmentItem>(Processor, Calibrated with { Due = Now }, Cleaned).State, "calibration", "2026-03-02 08:00 +01:00");

    [Fact]
    public void Is_refused_after_a_failed_calibration() =>
        Refused(Ready(Calibrated with { Passed = false }), "calibration", "no valid calibration");

    [Fact]
    public void Is_refused_when_never_cleaned_or_when_the_cleaning_lapsed()
    {
        Refused(Given.Events<EquipmentItem>(Processor, Calibrated).State, "cleaning", "not clean");
        Refused(Ready(Cleaned with { ValidUntil = Now }), "cleaning", "lapsed");
    }

    [Fact]
    public void Is_refused_while_another_batch_has_the_item() => Refused(Ready(new UseStarted("B-9")), "in-use", "batch B-9");

    [Fact]
    public void Goes_on_for_the_batch_that_has_it_when_the_cleaning_lapses_meanwhile() =>
        Assert.Null(Ready(new UseStarted("B-1")).RefusalFor("cell-processor", "B-12", "B-1", Now.AddDays(3)));

    [Fact]
    public void Of_a_shared_instrument_is_possible_for_several_batches_and_leaves_it_clean()
    {
        var counter = Given.Events<EquipmentItem>(
            Processor with { Shared = true }, Calibrated, Cleaned, new UseStarted("B-9"), new UseStarted("B-8"), new UseEnded("B-9")).State;

        Assert.Equal("B-8", counter.InUseBy);
        Assert.Null(counter.RefusalFor("cell-processor", "B-12", "B-1", Now));
    }

    [Fact]
    public void Needs_a_cleaning_after_the_batch_before() =>
        Refused(Ready(new UseStarted("B-9"), new UseEnded("B-9")), "cleaning", "not clean");

    private static EquipmentItem Ready(params Event<EquipmentItem>[] more) =>
        Given.Events([Processor, Calibrated, Cleaned, .. more]).State;

    private static void Refused(EquipmentItem item, string rule, string words, string equipmentClass = "cell-processor")
    {
        var refusal = item.RefusalFor(equipmentClass, "B-12", "B-1", Now);
        Assert.Equal(rule, refusal?.Rule);
        Assert.Contains(words, refusal?.Sentence);
    }
}
