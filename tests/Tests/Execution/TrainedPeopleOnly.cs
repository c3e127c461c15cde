using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;

namespace Cellwright.Tests.Execution;

/// <summary>Every act in a step needs training on this version of the recipe, at that time (11.10(i)).</summary>
[Requirement("P11-10i")]
public sealed class TrainedPeopleOnly
{
    public static TheoryData<string> Acts => [.. Commands.Keys];

    private static readonly Dictionary<string, (string Step, Command<Batch> Command)> Commands = new()
    {
        ["start"] = ("", new StartStep(Floor.Id, "C1")),
        ["complete"] = ("P1", new CompleteStep(Floor.Id, "P1")),
        ["confirm"] = ("P1", new Confirm(Floor.Id, "P1", "statement-1")),
        ["record"] = ("R1", new RecordFromEquipment(Floor.Id, "R1", "temperature")),
        ["record by hand"] = ("H1", new RecordByHand(Floor.Id, "H1", "glucose", 4, "g/L", null)),
        ["add"] = ("M1", new AddMaterial(Floor.Id, "M1", "vector", "V-1", 1, "mL")),
        ["sample"] = ("S1", new TakeSample(Floor.Id, "S1", "count")),
        ["compute"] = ("K1", new ComputeValues(Floor.Id, "K1")),
        ["check in"] = ("E1", new CheckInEquipment(Floor.Id, "E1", "processor", "CP-01")),
        ["check out"] = ("O1", new CheckOutEquipment(Floor.Id, "O1", "processor")),
    };

    [Theory, MemberData(nameof(Acts))]
    public void Do_it(string act)
    {
        var (step, command) = Commands[act];
        var floor = step is "" ? Floor.In() : step is "E1" ? Floor.Ordered().Has(new BatchStarted(), new StepStarted("E1")) : Floor.In(step);
        floor.When(command, Acting.Person("nora", Role.Operator)).ThenRefused("training", "Printed nora has no current training on test@1");
    }
}
