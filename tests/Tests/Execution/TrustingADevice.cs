using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Execution;

/// <summary>Which devices and which of their readings may give a value (11.10(h)).</summary>
[Requirement("P11-10h")]
public sealed class TrustingADevice
{
    private static readonly RecordFromEquipment Temperature = new(Floor.Id, "R1", "temperature");
    private static readonly RecordFromEquipment Density = new(Floor.Id, "R1", "density");

    public static TheoryData<string, EquipmentItem, string> UnfitItems => new()
    {
        { "equipment-registered", EquipmentItem.Empty, "not registered" },
        { "equipment-retired", Fit with { Retired = true }, "retired" },
        { "equipment-class", Fit with { Class = "incubator" }, "incubator" },
        { "equipment-room", Fit with { Room = "CR-3" }, "stands in CR-3" },
        { "calibration", Fit with { CalibrationDue = null }, "no valid calibration" },
        { "calibration", Fit with { CalibrationDue = Floor.Start.AddMinutes(5) }, "was due" },
        { "in-use", Fit with { Users = ["B-2"] }, "in use by batch B-2" },
        { "cleaning", Fit with { Users = [], Cleanliness = Cleanliness.Used }, "not clean" },
        { "cleaning", Fit with { Users = [], CleanUntil = Floor.Start.AddMinutes(5) }, "lapsed" },
    };

    private static EquipmentItem Fit => Floor.Item("CP-01", "cell-processor");

    [Theory, MemberData(nameof(UnfitItems))]
    public void Refuses_an_item_that_is_unfit_now_though_it_was_fit_at_check_in(string rule, EquipmentItem item, string words)
    {
        var floor = Floor.In("R1").Reads("chamber-temperature", 5, 37).After(5);
        floor.Items["CP-01"] = item;
        floor.When(Temperature).ThenRefused(rule, words);
    }

    [Theory, MemberData(nameof(UnfitItems))]
    public void Refuses_the_same_at_check_in(string rule, EquipmentItem item, string words)
    {
        var floor = Floor.Ordered().Has(new BatchStarted(), new StepStarted("E1")).After(5);
        floor.Items["CP-01"] = item;
        floor.When(new CheckInEquipment(Floor.Id, "E1", "processor", "CP-01")).ThenRefused(rule, words);
    }

    [Fact]
    public void Accepts_calibration_until_the_instant_at_which_it_is_due()
    {
        var floor = Floor.In("R1").Reads("chamber-temperature", 5, 37).After(5);
        floor.Items["CP-01"] = Fit with { CalibrationDue = floor.Now.AddTicks(1) };
        floor.When(Temperature).Stands();
    }

    [Fact]
    public void Refuses_when_nothing_is_checked_in() =>
        Floor.Ordered().Has(new BatchStarted(), new StepStarted("R1")).When(Temperature).ThenRefused("equipment", "Check it in first");

    [Fact]
    public void Refuses_silence() => Floor.In("R1").After(5).When(Temperature).ThenRefused("stale", "No live value");

    [Fact]
    public void Refuses_a_value_older_than_its_tag_stays_live()
    {
        Floor.In("R1").Reads("chamber-temperature", 3, 37).After(5).When(Temperature).Stands();
        Floor.In("R1").Reads("chamber-temperature", 2.99, 37).After(5).When(Temperature).ThenRefused("stale", "is stale");
    }

    [Fact]
    public void Refuses_a_replayed_value_however_fresh() =>
        Floor.In("R1").Reads("chamber-temperature", 5, 37, historical: true).After(5).When(Temperature).ThenRefused("stale", "No live value");

    [Theory]
    [InlineData(Quality.Bad)]
    [InlineData(Quality.Uncertain)]
    public void Refuses_a_value_that_its_device_does_not_vouch_for(Quality quality) =>
        Floor.In("R1").Reads("chamber-temperature", 4, 37).Reads("chamber-temperature", 5, 37, quality: quality).After(5)
            .When(Temperature).ThenRefused("quality", quality.ToString());

    [Fact]
    public void Refuses_another_unit_than_the_master_asks_for() =>
        Floor.In("R1").Reads("chamber-temperature", 5, 98.6, "[degF]").After(5).When(Temperature).ThenRefused("unit", "[degF]");

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Refuses_what_is_no_number(double value) =>
        Floor.In("R1").Reads("chamber-temperature", 5, value).After(5).When(Temperature).ThenRefused("quality", "no number");

    [Fact]
    public void Leaves_what_is_no_number_out_of_the_evidence()
    {
        var floor = Floor.In("R1").Reads("chamber-temperature", 3, double.NaN).Reads("chamber-temperature", 5, 39).After(5);
        Assert.Equal([39], floor.When(Temperature).Stands().Happened.OfType<Cellwright.Domain.Execution.DeviationAnnounced>().Single().Evidence.Select(around => around.Value));
    }

    [Fact]
    public void Refuses_what_an_instrument_measured_before_the_step() =>
        Floor.In("R1").Reads("viable-cell-density", -1, 2e6, "/mL", equipment: "CC-01").After(5).When(Density).ThenRefused("stale", "before this step");

    [Fact]
    public void Accepts_what_an_instrument_measured_within_the_step_however_long_ago() =>
        Floor.In("R1").Reads("viable-cell-density", 0, 2e6, "/mL", equipment: "CC-01").After(50).When(Density).ThenOne<Cellwright.Domain.Execution.ValueRecorded>();

    [Fact]
    public void Refuses_a_device_whose_clock_runs_ahead() =>
        Floor.In("R1").Reads("chamber-temperature", 5.2, 37).After(5).When(Temperature).ThenRefused("stale");
}
