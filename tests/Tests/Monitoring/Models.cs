using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Monitoring;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Statistics.Monitoring;
using Cellwright.Tests.Desk;
using Cellwright.Tests.Execution;
using ObservationClass = Cellwright.Domain.Recipes.ObservationClass;
using Signature = Cellwright.Domain.People.Signature;

namespace Cellwright.Tests.Monitoring;

/// <summary>Models, cards and findings for scenarios.</summary>
internal static class Models
{
    public static readonly string Hash = new('a', 64);
    public static readonly string Data = new('d', 64);
    public static readonly Performer Emil = Acting.Person("emil", Role.Engineer, Role.QA);
    public static readonly Performer Quirin = Acting.Person("quirin", Role.QA);

    public static ModelCard Card(int calibration = 19, double alpha = 0.05) => new(
        ["B-11", "B-12"], [.. Enumerable.Range(21, calibration).Select(number => $"B-{number}")], calibration, alpha, ["viability"], 0.07,
        [new("processor/chamber-temperature level", ObservationClass.Equipment, "Cel")], ["A pH probe that reads low is held where it reads right."], ["Training batch B-12 is odd."], Data);

    public static ModelSubmitted Submitted(string version = "1", string hash = "a") => new("test-run", version, "test", ["1"], new(hash[0], 64), Card());

    public static ModelApproved Approved(DateTimeOffset? at = null) => new(new Signature("quirin", "Quirin", "approval", at ?? Acting.Start, ""));

    public static MonitoringModel State(params Event<MonitoringModel>[] events) => new Given<MonitoringModel>().And("emil", Acting.Start, events).State;

    public static ModelVerdict Said(Verdict verdict, string version = "1", string hash = "a", double onset = 0, params string[] tags) => new(
        $"test-run@{version}", new(hash[0], 64), verdict, "What is held is not what is measured.", "I1", Acting.Start.AddMinutes(50), 7, 5,
        verdict == Verdict.Drift ? Acting.Start.AddMinutes(onset) : null, verdict == Verdict.Drift ? Acting.Start.AddMinutes(onset + 10) : null,
        [.. tags], [new("T2 of innovations", 31.5, 20)], 0.07, 19, 0.05, new('e', 64));

    public static Master Recipe { get; } = new Given<Master>().And("emil", Acting.Start,
        new RecipeSubmitted("test", "1", TestRecipe.Text, TestRecipe.Hash), new RecipeApproved(Approved().Signature, null), new RecipeApproved(Approved().Signature, Acting.Start)).State;

    public static SignatureGiven Approval(MonitoringModel model, Performer by) => new(by, "approval", SignedText.Hash(ModelStatements.Approval(model)));

    /// <summary>A clean room's own run of a day.</summary>
    public static ModelCard RoomCard { get; } = new(
        [], [], 1430, 0.005, [], null, [new("differential-pressure", ObservationClass.Environment, "Pa"), new("room-temperature", ObservationClass.Environment, "Cel")],
        ["What was wrong during all of the run."], ["The run has 1 gaps of more than 10 minutes."], Data, new TrainingRun(Acting.Start.AddDays(-2), Acting.Start.AddDays(-1), 1430, 10, 60));

    public static ModelSubmitted RoomSubmitted(string version = "1", string hash = "a") => new("room-run", version, "", [], new(hash[0], 64), RoomCard, "EM-01");

    public static EquipmentItem Item(string id, string itemClass) => new Given<EquipmentItem>().And("emil", Acting.Start, new EquipmentRegistered(id, itemClass, id, "C-101", true)).State;

    public static EquipmentVerdict RoomSaid(bool outside, double minutes = 0, string version = "1", string hash = "a") => new(
        $"room-run@{version}", new(hash[0], 64), outside, Acting.Start.AddHours(-6), Acting.Start.AddMinutes(minutes - 6), Acting.Start.AddMinutes(minutes), 366,
        outside ? Acting.Start.AddMinutes(minutes - 7) : null, outside ? Acting.Start.AddMinutes(minutes - 5) : null, outside ? ["differential-pressure"] : [],
        [new("level_t2", 3, 12), new("level_mewma", outside ? 60 : 4, 11), new("unused", 0, 0)], 0.005, new('e', 64), "Six rows say so.");

    /// <summary>One scenario for each command.</summary>
    public static IEnumerable<Scenario> Each()
    {
        Performer emil = Acting.Person("emil", Role.Engineer), quirin = Floor.Quirin;
        yield return new(new SubmitModel("test-run", "1", "test", ["1"], Hash, Card()), emil, []);
        yield return new(new RunInShadow("test-run", "1"), emil, [Submitted()]);
        yield return new(new ApproveModel("test-run", "1"), quirin, [Submitted()],
            async office => Approval(await office.StateAsync<MonitoringModel>("test-run@1"), quirin));
        yield return new(new RetireModel("test-run", "1", "Refitted"), quirin, [Submitted()],
            async office => new(quirin, "retirement", SignedText.Hash(ModelStatements.Retirement(await office.StateAsync<MonitoringModel>("test-run@1"), "Refitted"))));
        yield return new(new ReportVerdict(Floor.Id, Said(Verdict.Drift, tags: "chamber"), "CP-01", "chamber-temperature"), Performer.System, [], null,
            new() { ["batch/" + Floor.Id] = Scenarios.Batch, ["model/test-run@1"] = [Submitted(), Approved()] });
        Dictionary<string, object[]> room = new() { ["model/room-run@1"] = [RoomSubmitted(), Approved()], ["batch/" + Floor.Id] = Scenarios.Batch };
        yield return new(new BeginEquipmentAlarm("EM-01", RoomSaid(true), [new(Floor.Id, "I1")]), Performer.System, [], null, room);
        yield return new(new EndEquipmentAlarm("EM-01", RoomSaid(false, 20)), Performer.System, [new EquipmentAlarmBegan(RoomSaid(true), new("It left its course", []), [])], null, room);
        yield return new(new ReportAdvice(Floor.Id, "I1", "chamber", "CP-01", AdviceKind.Creep, "It creeps.", Acting.Start.AddMinutes(5), "1:5"), Performer.System, [], null,
            new() { ["batch/" + Floor.Id] = [.. Scenarios.Batch, new Domain.Execution.Commands.StepStarted("I1")] });
    }
}
