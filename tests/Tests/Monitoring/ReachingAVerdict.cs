using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Monitoring;
using Cellwright.Statistics.Monitoring;
using Cellwright.Tests.Desk;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Monitoring;

[Requirement("DI-6")]
public class ReachingAVerdict
{
    private const string Level = "processor/chamber-temperature level";
    private static readonly MonitoringModel InForce = Models.State(Models.Submitted(), Models.Approved());
    private static readonly MonitoringModel Shadow = Models.State(Models.Submitted("2", "b"), new ShadowBegan());

    [Fact]
    public void Opens_a_deviation_of_its_own_class_with_the_evidence_and_holds_nothing()
    {
        var reached = Given.Nothing<BatchMonitoring>().When(Report(Drift()), Now(Drift())).ThenOne<VerdictReached>();
        Assert.NotNull(reached.Deviation);
        Assert.Equal(60, reached.Deviation.Evidence.Count);
        Assert.Equal("1:0", reached.Deviation.Evidence[0].Address);
        Assert.Contains("test-run@1 finds, since between 2026-03-02 08:00 +01:00 and 2026-03-02 08:10 +01:00", reached.Deviation.What, StringComparison.Ordinal);

        var announced = Assert.IsType<AnnounceDeviation>(Assert.IsType<Domain.Basics.Given<Batch>>(Assert.Single(new MonitoringReactions().React(Floor.Id, reached))).Command);
        var said = Floor.In("I1").When(announced).ThenOne<DeviationAnnounced>();
        Assert.Equal((false, true, "I1"), (said.Holds, said.Drift, said.Step));
        var opened = Assert.IsType<Domain.Basics.Given<Deviation>>(Assert.Single(new DeviationReactions().React(Floor.Id, said))).Command;
        var deviation = Given.Nothing<Deviation>().When(opened, Acting.By(Performer.System)).State;
        Assert.Equal((DeviationClass.Drift, false, 60), (deviation.Class, deviation.Holds, deviation.Evidence.Count));
        Assert.Null(deviation.Severity);
    }

    [Fact]
    public void Opens_it_once_for_each_movement_of_the_process()
    {
        var stream = Given.Nothing<BatchMonitoring>();
        stream.When(Report(Drift()), Now(Drift()));
        var narrower = Drift() with { OnsetLow = Acting.Start.AddMinutes(5), Stations = 6, Statistics = [new("T2 of innovations", 44, 20)] };
        stream.When(Report(narrower), Now(narrower)).ThenNothing();
        var ended = Models.Said(Verdict.None);
        stream.When(Report(ended), Now(ended)).Stands();
        Assert.Null(Reached(stream, Drift()).Deviation);
        Assert.NotNull(Reached(stream, Drift(onset: 120)).Deviation);
        Assert.NotNull(Reached(stream, Models.Said(Verdict.Drift, tags: "processor/co2 level")).Deviation);
    }

    [Fact]
    public void Is_recorded_when_it_changes_and_not_at_every_station()
    {
        var stream = Given.Nothing<BatchMonitoring>();
        foreach (var (verdict, recorded) in new[] { (Verdict.None, true), (Verdict.None, false), (Verdict.Biology, true), (Verdict.Biology, false), (Verdict.Undetermined, true), (Verdict.NotObservable, true), (Verdict.None, true) })
        {
            var outcome = stream.When(Report(Models.Said(verdict)), Now(Models.Said(verdict)));
            if (recorded) Assert.Null(outcome.ThenOne<VerdictReached>().Deviation);
            else outcome.ThenNothing();
        }

        Assert.Equal([1, 2, 3, 4, 5], stream.State.Verdicts.Select(verdict => verdict.Ordinal));
    }

    [Fact]
    public void Alarms_nobody_while_its_model_runs_in_shadow()
    {
        var drift = Models.Said(Verdict.Drift, "2", "b", tags: Level);
        var reached = Given.Nothing<BatchMonitoring>().When(Report(drift), Now(drift)).ThenOne<VerdictReached>();
        Assert.True(reached.Shadow);
        Assert.Null(reached.Deviation);
        Assert.Empty(new MonitoringReactions().React(Floor.Id, reached));
    }

    [Fact]
    public void Opens_what_its_model_found_in_shadow_once_it_is_in_force()
    {
        var stream = Given.Nothing<BatchMonitoring>();
        var drift = Models.Said(Verdict.Drift, "2", "b", tags: Level);
        stream.When(Report(drift), Now(drift)).Stands();
        var approved = Models.State(Models.Submitted("2", "b"), new ShadowBegan(), Models.Approved(Acting.Start.AddDays(1)));
        Assert.NotNull(stream.When(Report(drift), Now(drift, InForce, approved)).ThenOne<VerdictReached>().Deviation);
        stream.When(Report(Drift()), Now(Drift(), InForce, approved)).ThenNothing(); // superseded: nobody hears it
    }

    [Fact]
    public void Is_not_heard_from_another_file_or_a_model_for_other_batches()
    {
        var stream = Given.Nothing<BatchMonitoring>();
        var another = Drift() with { ModelHash = new('f', 64) };
        stream.When(Report(another), Now(another)).ThenNothing();
        var other = Models.State(Models.Submitted() with { RecipeVersions = ["7"] }, Models.Approved());
        stream.When(Report(Drift()), Now(Drift(), other)).ThenNothing();
        stream.When(Report(Drift()), Now(Drift(), Models.State(Models.Submitted()))).ThenNothing(); // neither in shadow nor in force
    }

    private static VerdictReached Reached(Given<BatchMonitoring> stream, ModelVerdict said) => stream.When(Report(said), Now(said)).ThenOne<VerdictReached>();

    private static ModelVerdict Drift(double onset = 0) => Models.Said(Verdict.Drift, onset: onset, tags: Level);

    private static ReportVerdict Report(ModelVerdict said) => new(Floor.Id, said, "CP-01", "chamber-temperature");

    private static Act Now(ModelVerdict said, params MonitoringModel[] models)
    {
        var from = (said.OnsetLow ?? said.Through) - TimeSpan.FromHours(2);
        var readings = Enumerable.Range(0, 1200).Select(at =>
            new Reading("CP-01", "chamber-temperature", 37 + at / 1000.0, "Cel", Quality.Good, from.AddSeconds(10 * at), from.AddSeconds(10 * at), false, $"1:{at}")).ToList();
        return Acting.By(Performer.System, facts: Acting.Knowing(
            (new StatesOf<MonitoringModel>(""), models.Length == 0 ? new[] { InForce, Shadow } : models),
            (new StateOf<Batch>(Floor.Id), Floor.In("I1").State),
            (new ReadingsOf("CP-01", "chamber-temperature", from, said.Through), new TagHistory(readings, TimeSpan.FromMinutes(1), false))));
    }
}
