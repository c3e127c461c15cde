using Cellwright.Domain.Basics;
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
        yield return new(new ReportAdvice(Floor.Id, "I1", "chamber", "CP-01", AdviceKind.Creep, "It creeps.", Acting.Start.AddMinutes(5), "1:5"), Performer.System, [], null,
            new() { ["batch/" + Floor.Id] = [.. Scenarios.Batch, new Domain.Execution.Commands.StepStarted("I1")] });
    }
}
