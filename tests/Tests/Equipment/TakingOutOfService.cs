using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;

namespace Cellwright.Tests.Equipment;

[Requirement("P11-10h", "P211-105")]
public class TakingOutOfService
{
    private static readonly DateTimeOffset Now = Acting.Start;
    private static readonly Act Engineer = Acting.As(Role.Engineer);
    private static readonly Event<EquipmentItem>[] Ready =
    [
        new EquipmentRegistered("CP-01", "cell-processor", "Processor 1", "B-12", Shared: false),
        new CalibrationRecorded(Now.AddDays(-1), Now.AddDays(180), Passed: true, "CAL-7"), new CleaningRecorded("70 % IPA, SOP-31", Now.AddDays(2)),
    ];

    private static readonly EquipmentTakenOutOfService Broken = new("Door seal torn.");

    [Fact]
    public void Lets_whoever_sees_it_take_a_broken_item_away_also_from_a_batch()
    {
        var take = new TakeOutOfService("CP-01", " Door seal torn. ");
        Given.Events(Ready).When(take, Acting.As(Role.Operator)).Then(Broken);
        Given.Events([.. Ready, new UseStarted("B-1")]).When(take, Engineer).Then(Broken);
        Given.Events(Ready).When(take with { Reason = " " }, Engineer).ThenRefused("reason");
        Given.Events([.. Ready, Broken]).When(take with { Reason = "again" }, Engineer).ThenNothing();
    }

    [Fact]
    public void Keeps_every_batch_from_it_also_the_one_that_has_it()
    {
        var away = Given.Events([.. Ready, new UseStarted("B-1"), Broken]);
        foreach (var batch in new[] { "B-1", "B-2" })
        {
            var refusal = away.State.RefusalFor("cell-processor", "B-12", batch, Now);
            Assert.Equal("out-of-service", refusal?.Rule);
            Assert.Contains("Door seal torn. Take another item", refusal!.Sentence);
        }

        Given.Events([.. Ready, Broken]).When(new StartUse("CP-01", "B-2"), Acting.By(Performer.System)).ThenRefused("out-of-service");
        away.When(new CommandPhase("CP-01", "B-1", "S1", "culture", Starts: true), Acting.By(Performer.System)).ThenRefused("out-of-service");
        away.When(new CommandPhase("CP-01", "B-1", "S1", "culture", Starts: false), Acting.By(Performer.System)).ThenOne<PhaseCommanded>();
        away.When(new EndUse("CP-01", "B-1"), Acting.By(Performer.System)).Then(new UseEnded("B-1"));
    }

    [Fact]
    public void Ends_with_a_return_that_says_what_was_done_and_with_a_cleaning()
    {
        var away = Given.Events([.. Ready, Broken]);
        away.When(new ReturnToService("CP-01", ""), Engineer).ThenRefused("reason");
        var back = away.When(new ReturnToService("CP-01", "Seal replaced, leak test passed"), Engineer).Then(new EquipmentReturnedToService("Seal replaced, leak test passed")).Stream;
        Assert.Equal("cleaning", back.State.RefusalFor("cell-processor", "B-12", "B-2", Now)?.Rule);
        back.When(new RecordCleaning("CP-01", "IPA", Now.AddDays(1)), Engineer).Stands();
        Assert.Null(back.State.RefusalFor("cell-processor", "B-12", "B-2", Now));
        back.When(new ReturnToService("CP-01", "again"), Engineer).ThenNothing();
    }

    [Fact]
    public void Is_for_registered_items_in_service_only()
    {
        Given.Nothing<EquipmentItem>().When(new TakeOutOfService("CP-01", "r"), Engineer).ThenRefused("equipment-registered");
        Given.Nothing<EquipmentItem>().When(new ReturnToService("CP-01", "r"), Engineer).ThenRefused("equipment-registered");
        Given.Events([.. Ready, new EquipmentRetired("worn out")]).When(new TakeOutOfService("CP-01", "r"), Engineer).ThenRefused("equipment-retired");
    }
}
