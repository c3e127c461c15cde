using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;

namespace Cellwright.Tests.Equipment;

public class KeepingEquipment
{
    private static readonly DateTimeOffset Now = Acting.Start;
    private static readonly Act Engineer = Acting.As(Role.Engineer);
    private static readonly Act Server = Acting.By(Performer.System);
    private static readonly EquipmentRegistered Processor = new("CP-01", "cell-processor", "Processor 1", "B-12", Shared: false);

    [Fact]
    public void Registers_an_item_once()
    {
        var outcome = Given.Nothing<EquipmentItem>()
            .When(new RegisterEquipment("CP-01", "cell-processor", "Processor 1", "B-12", Shared: false), Engineer)
            .Then(Processor);
        outcome.Stream.When(new RegisterEquipment("CP-01", "incubator", "Other", "B-1", Shared: false), Engineer)
            .ThenRefused("equipment-id", "never given again");
    }

    [Theory]
    [InlineData(""), InlineData("cp-01"), InlineData("CP 01"), InlineData("CP/01"), InlineData("C")]
    public void Refuses_an_id_that_no_label_bears(string id)
    {
        Given.Nothing<EquipmentItem>()
            .When(new RegisterEquipment(id, "cell-processor", "Processor 1", "B-12", Shared: false), Engineer).ThenRefused("equipment-id");
        Given.Nothing<EquipmentItem>()
            .When(new RecordDeviceEvent(id, DeviceEventKind.Online, "Connected."), Server).ThenRefused("equipment-id");
    }

    [Fact]
    public void Refuses_an_item_without_class_name_or_room() => Given.Nothing<EquipmentItem>()
        .When(new RegisterEquipment("CP-01", "cell-processor", "Processor 1", " ", Shared: false), Engineer)
        .ThenRefused("equipment", "room");

    [Fact]
    public void Records_a_calibration_until_the_next_is_due()
    {
        var outcome = Given.Events(Processor)
            .When(new RecordCalibration("CP-01", Now.AddHours(-2), Now.AddDays(180), Passed: true, "CAL-7"), Engineer)
            .Then(new CalibrationRecorded(Now.AddHours(-2), Now.AddDays(180), Passed: true, "CAL-7"));
        Assert.Equal(Now.AddDays(180), outcome.State.CalibrationDue);
    }

    [Fact]
    public void Refuses_a_calibration_of_the_future_of_the_past_or_without_proof()
    {
        var item = Given.Events<EquipmentItem>(Processor, new CalibrationRecorded(Now.AddDays(-1), Now.AddDays(9), Passed: true, "CAL-7"));
        item.When(new RecordCalibration("CP-01", Now.AddHours(1), Now.AddDays(9), true, "CAL-8"), Engineer).ThenRefused("calibration", "future");
        item.When(new RecordCalibration("CP-01", Now.AddDays(-2), Now.AddDays(9), true, "CAL-8"), Engineer).ThenRefused("calibration", "later calibration");
        item.When(new RecordCalibration("CP-01", Now, Now, true, "CAL-8"), Engineer).ThenRefused("calibration", "due after");
        item.When(new RecordCalibration("CP-01", Now, Now.AddDays(9), true, ""), Engineer).ThenRefused("reference");
    }

    [Fact]
    public void Records_a_cleaning_while_no_batch_has_the_item()
    {
        var clean = new RecordCleaning("CP-01", "70 % IPA, SOP-31", Now.AddDays(2));
        Given.Events(Processor).When(clean, Engineer).Then(new CleaningRecorded("70 % IPA, SOP-31", Now.AddDays(2)));
        Given.Events<EquipmentItem>(Processor, new UseStarted("B-1")).When(clean, Engineer).ThenRefused("in-use", "B-1");
        Given.Events(Processor).When(clean with { Procedure = "" }, Engineer).ThenRefused("procedure");
        Given.Events(Processor).When(clean with { ValidUntil = Now }, Engineer).ThenRefused("cleaning");
    }

    [Fact]
    public void Moves_an_item_with_a_reason_while_no_batch_has_it()
    {
        var move = new MoveEquipment("CP-01", "B-14", "repair");
        Given.Events(Processor).When(move, Engineer).Then(new EquipmentMoved("B-14", "repair"));
        Given.Events(Processor).When(move with { Room = "B-12" }, Engineer).ThenNothing();
        Given.Events(Processor).When(move with { Room = "" }, Engineer).ThenRefused("equipment-room");
        Given.Events(Processor).When(move with { Reason = "" }, Engineer).ThenRefused("reason");
        Given.Events<EquipmentItem>(Processor, new UseStarted("B-1")).When(move, Engineer).ThenRefused("in-use");
    }

    [Fact, Requirement("P11-100a")]
    public void Retires_an_item_and_never_gives_its_id_again()
    {
        var retire = new RetireEquipment("CP-01", "worn out");
        Given.Events(Processor).When(retire with { Reason = "" }, Engineer).ThenRefused("reason");
        Given.Events<EquipmentItem>(Processor, new UseStarted("B-1")).When(retire, Engineer).ThenRefused("in-use");

        var retired = Given.Events(Processor).When(retire, Engineer).Then(new EquipmentRetired("worn out")).Stream;
        retired.When(retire, Engineer).ThenNothing();
        retired.When(new RegisterEquipment("CP-01", "incubator", "Other", "B-1", Shared: false), Engineer).ThenRefused("equipment-id");
        retired.When(new RecordCleaning("CP-01", "IPA", Now.AddDays(1)), Engineer).ThenRefused("equipment-retired");
        retired.When(new StartUse("CP-01", "B-1"), Server).ThenRefused("equipment-retired");
    }

    [Fact]
    public void Refuses_a_second_batch_unless_the_item_is_shared()
    {
        var used = Given.Events(Processor).When(new StartUse("CP-01", "B-1"), Server).Then(new UseStarted("B-1")).Stream;
        used.When(new StartUse("CP-01", "B-1"), Server).ThenNothing();
        used.When(new StartUse("CP-01", "B-2"), Server).ThenRefused("in-use", "B-1");
        used.When(new EndUse("CP-01", "B-2"), Server).ThenNothing();
        used.When(new EndUse("CP-01", "B-1"), Server).Then(new UseEnded("B-1"));
        used.When(new StartUse("CP-01", "B-2"), Server).Then(new UseStarted("B-2"));

        Given.Events<EquipmentItem>(Processor with { Shared = true }, new UseStarted("B-1"))
            .When(new StartUse("CP-01", "B-2"), Server).Then(new UseStarted("B-2"));
    }

    [Fact, Requirement("P211-105")]
    public void Keeps_a_use_log_in_the_order_in_which_things_happened()
    {
        var item = Given.Events(Processor)
            .And("emil", Now.AddHours(1), new CalibrationRecorded(Now, Now.AddDays(9), Passed: true, "CAL-7"))
            .And("anna", Now.AddHours(2), new CleaningRecorded("IPA", Now.AddDays(2)))
            .And("system", Now.AddHours(3), new UseStarted("B-1"))
            .And("system", Now.AddHours(9), new UseEnded("B-1"))
            .And("emil", Now.AddHours(10), new EquipmentMoved("B-14", "repair"), new EquipmentRetired("worn out")).State;

        Assert.Equal(
            ["Registered somebody B-12", "Calibrated emil passed, CAL-7", "Cleaned anna IPA", "UseStarted system B-1", "UseEnded system B-1", "Moved emil B-12 to B-14", "Retired emil worn out"],
            item.UseLog.Select(line => $"{line.Kind} {line.By} {line.Detail}"));
        Assert.Equal(item.UseLog.Select(line => line.At).Order(), item.UseLog.Select(line => line.At));
    }

    [Fact]
    public void Records_what_the_gateway_noticed_once_also_for_an_unknown_device()
    {
        var offline = new RecordDeviceEvent("XX-99", DeviceEventKind.Offline, "No word from XX-99 for 30 s.");
        var seen = Given.Nothing<EquipmentItem>().When(offline, Server)
            .Then(new DeviceEventRecorded(DeviceEventKind.Offline, "No word from XX-99 for 30 s.")).Stream;

        Assert.False(seen.State.Registered);
        seen.When(offline, Server).ThenNothing();
        seen.When(new RegisterEquipment("XX-99", "incubator", "Found", "B-1", Shared: false), Engineer).ThenOne<EquipmentRegistered>();
        Assert.Equal(500, seen.When(offline with { Sentence = new string('x', 9000) }, Server).ThenOne<DeviceEventRecorded>().Sentence.Length);
    }

    [Fact]
    public void Keeps_a_conflict_over_its_device_until_it_is_over()
    {
        var contested = new RecordDeviceEvent("CP-01", DeviceEventKind.Contested, "Edge node B announces CP-01 too.");
        var item = Given.Events<EquipmentItem>(Processor).When(contested, Server).Stands().Stream;
        item.When(new RecordDeviceEvent("CP-01", DeviceEventKind.ClockOff, "Its clock is off."), Server).Stands();
        item.When(contested, Server).ThenNothing();
        Assert.Equal((DeviceEventKind.Contested, DeviceEventKind.ClockOff), (item.State.Contested!.Kind, item.State.Device!.Kind));

        var over = new RecordDeviceEvent("CP-01", DeviceEventKind.Uncontested, "Edge node B no longer announces CP-01.");
        Assert.Null(item.When(over, Server).Stands().State.Contested);
        item.When(over, Server).ThenNothing();
        item.When(contested, Server).ThenOne<DeviceEventRecorded>();
    }

    [Fact]
    public void Says_of_a_device_that_nobody_registered_no_more_once_somebody_has()
    {
        var item = Given.Nothing<EquipmentItem>().When(new RecordDeviceEvent("XX-99", DeviceEventKind.Unregistered, "It talks."), Server).Stands().Stream;
        Assert.Equal(DeviceEventKind.Unregistered, item.State.Device!.Kind);
        Assert.Null(item.When(new RegisterEquipment("XX-99", "incubator", "Found", "B-1", Shared: false), Engineer).Stands().State.Device);
    }

    [Fact]
    public void Refuses_every_act_on_an_item_that_nobody_registered()
    {
        Command<EquipmentItem>[] acts =
        [
            new RecordCalibration("CP-01", Now, Now.AddDays(1), true, "CAL-7"), new RecordCleaning("CP-01", "IPA", Now.AddDays(1)),
            new MoveEquipment("CP-01", "B-1", "reason"), new RetireEquipment("CP-01", "reason"), new StartUse("CP-01", "B-1"),
        ];
        foreach (var act in acts)
            Given.Nothing<EquipmentItem>().When(act, Engineer).ThenRefused("equipment-registered");
    }
}
