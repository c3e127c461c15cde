using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;

namespace Cellwright.Tests.Equipment;

[Requirement("P211-105")]
public class WorkingOnEquipment
{
    private static readonly DateTimeOffset Now = Acting.Start;
    private static readonly Act Engineer = Acting.By(Acting.Person("emil", Role.Engineer));
    private static readonly EquipmentRegistered Processor = new("CP-01", "cell-processor", "Processor 1", "B-12", Shared: false);

    [Fact]
    public void Is_logged_with_what_was_done_and_what_shows_it()
    {
        var item = Given.Events(Processor)
            .When(new RecordEquipmentWork("CP-01", EquipmentWork.Maintenance, " Pump head changed ", " WO-31 "), Engineer)
            .Then(new EquipmentWorkRecorded(EquipmentWork.Maintenance, "Pump head changed", "WO-31")).Stream;
        item.When(new RecordEquipmentWork("CP-01", EquipmentWork.SetUp, "Tubing set CS-4", ""), Engineer).Stands();
        item.When(new RecordEquipmentWork("CP-01", EquipmentWork.Qualification, "OQ repeated", "OQ-7"), Engineer).Stands();
        Assert.Equal(["Registered B-12", "Maintained Pump head changed, WO-31", "SetUp Tubing set CS-4", "Qualified OQ repeated, OQ-7"], item.State.UseLog.Select(line => $"{line.Kind} {line.Detail}"));
    }

    [Fact]
    public void Is_refused_without_words_without_proof_and_under_a_batch()
    {
        var maintain = new RecordEquipmentWork("CP-01", EquipmentWork.Maintenance, "Pump head changed", "WO-31");
        Given.Events(Processor).When(maintain with { What = "" }, Engineer).ThenRefused("work");
        Given.Events(Processor).When(maintain with { Reference = "" }, Engineer).ThenRefused("reference");
        Given.Nothing<EquipmentItem>().When(maintain, Engineer).ThenRefused("equipment-registered");
        Given.Events<EquipmentItem>(Processor, new UseStarted("B-1")).When(maintain, Engineer).ThenRefused("in-use", "take it out of service");
        Given.Events<EquipmentItem>(Processor, new UseStarted("B-1"), new EquipmentTakenOutOfService("Leaks")).When(maintain, Engineer).Stands();
        Given.Events<EquipmentItem>(Processor, new UseStarted("B-1")).When(maintain with { Work = EquipmentWork.SetUp }, Engineer).Stands();
    }

    [Fact]
    public void Is_checked_by_a_second_person_once()
    {
        var item = Given.Events(Processor).And("emil", Now, new CleaningRecorded("IPA", Now.AddDays(1)), new EquipmentMoved("B-13", "r"));
        item.When(new CheckLogLine("CP-01", 2), Engineer).ThenRefused("independence", "second person");
        item.When(new CheckLogLine("CP-01", 1), Engineer).ThenRefused("line", "look at its log");
        item.When(new CheckLogLine("CP-01", 3), Engineer).ThenRefused("line");
        item.When(new CheckLogLine("CP-01", 9), Engineer).ThenRefused("line");
        var viktor = Acting.By(Acting.Person("viktor", Role.Verifier), Now.AddHours(1));
        item.When(new CheckLogLine("CP-01", 2), viktor).Then(new LogLineChecked(2));
        Assert.Equal(("viktor", Now.AddHours(1)), (item.State.UseLog[1].CheckedBy, item.State.UseLog[1].CheckedAt));
        item.When(new CheckLogLine("CP-01", 2), Acting.By(Acting.Person("vera", Role.Verifier))).ThenNothing();
    }
}
