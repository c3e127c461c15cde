using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Monitoring;
using Cellwright.Tests.Desk;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Monitoring;

[Requirement("DI-6", "P211-110")]
public class AlarmingForARoom
{
    private static readonly SubmitModel Submit = new("room-run", "1", "", [], Models.Hash, Models.RoomCard, "EM-01");
    private static readonly EquipmentItem Monitor = Models.Item("EM-01", "cleanroom-monitor");
    private static readonly MonitoringModel InForce = Models.State(Models.RoomSubmitted(), Models.Approved());
    private static readonly StepThere There = new(Floor.Id, "I1");

    [Fact]
    public void Is_learned_from_the_run_of_one_item_that_has_no_batches()
    {
        var state = Given.Nothing<MonitoringModel>().When(Submit, Knowing(Monitor)).Then(Models.RoomSubmitted()).State;
        Assert.Equal(("EM-01", "room-run@1", "emil"), (state.Equipment, state.Name, state.Author));
        var shown = ModelStatements.Approval(state);
        Assert.All(["for EM-01, which runs without batches", "1430 rows of 60 s from 2026-02-28 08:00 +01:00", "10 rows in between have no reading", "false alarms expected of rows: 0.005", "differential-pressure", "Note: The run has 1 gaps", "Not observable: What was wrong"],
            words => Assert.Contains(words, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void Is_refused_for_what_runs_in_batches_or_is_not_there()
    {
        Refused(Submit, Models.Item("EM-01", "cell-processor"), "equipment", "runs in batches");
        Refused(Submit, EquipmentItem.Empty, "equipment", "not in service");
        Refused(Submit with { RecipeId = "test", RecipeVersions = ["1"] }, Monitor, "recipe", "not both");
        Refused(Submit with { Card = Models.Card() }, Monitor, "model-card", "which run");
        Refused(Submit with { Card = Models.RoomCard with { Training = ["B-1"] } }, Monitor, "model-card", "names batches and a run");
        Refused(Submit with { Card = Models.RoomCard with { Run = Models.RoomCard.Run! with { Rows = 0 } } }, Monitor, "model-card", "without rows");
        Refused(Submit with { Card = Models.RoomCard with { Tags = [] } }, Monitor, "model-card", "nothing that the model looks at");
        Given.Nothing<MonitoringModel>().When(new SubmitModel("test-run", "1", "test", ["1"], Models.Hash, Models.RoomCard), Acting.By(Models.Emil, facts: Acting.Knowing((new StatesOf<Domain.Recipes.Masters.Master>("test@"), new[] { Models.Recipe })))).ThenRefused("model-card", "without batches");

        static void Refused(SubmitModel command, EquipmentItem item, string rule, string words) => Given.Nothing<MonitoringModel>().When(command, Knowing(item)).ThenRefused(rule, words);
    }

    [Fact]
    public void Has_one_model_in_force_for_an_item_and_the_next_runs_in_shadow_first()
    {
        var second = Given.Events(Models.RoomSubmitted("2", "b"));
        var other = Models.State(Models.Submitted(), Models.Approved());
        second.When(new ApproveModel("room-run", "2"), Signed(second.State, InForce, other)).ThenRefused("shadow", "room-run@1 is in force");
        var shadow = second.When(new RunInShadow("room-run", "2"), Acting.By(Models.Emil)).State;
        Assert.Equal([InForce.Name, shadow.Name], ModelLifecycle.Following([shadow, other, InForce], "EM-01").Select(model => model.Name));
        Assert.Empty(ModelLifecycle.Following([shadow, InForce], "EM-02"));
        Assert.Empty(ModelLifecycle.Following([shadow, InForce], "test", "1"));
        var approved = second.When(new ApproveModel("room-run", "2"), Signed(shadow, InForce, other) with { At = Acting.Start.AddDays(1) }).Stands().State;
        Assert.Equal((ModelStanding.Superseded, ModelStanding.InForce), (ModelLifecycle.Of(InForce, [InForce, approved]), ModelLifecycle.Of(approved, [InForce, approved])));
        Assert.Equal(approved, ModelLifecycle.SuccessorOf(InForce, [InForce, approved, other]));
    }

    [Fact]
    public void Is_recorded_once_while_it_lasts_and_told_to_people_in_numbers_and_states()
    {
        var began = Given.Nothing<EquipmentMonitoring>().When(Begin(), Knowing([InForce])).ThenOne<EquipmentAlarmBegan>();
        Assert.Equal("EM-01 left the course that monitoring model room-run@1 knows, since 2026-03-02 07:54 +01:00; most of it in differential-pressure. Six rows say so", began.Drift.What);
        Assert.Equal(60, began.Drift.Evidence.Count);
        Assert.Equal("level_mewma", began.Said.Farthest!.Name);
        var notice = began.Notice("EM-01", TimeSpan.FromHours(1));
        Assert.Equal((NoticeKind.EquipmentAlarmed, "EM-01", false), (notice.Kind, notice.Equipment, notice.Urgent));
        Assert.Equal([Role.Engineer, Role.Supervisor, Role.QA], notice.Roles);
        Assert.Equal("EM-01 left the course that its monitoring model knows, since 2026-03-02 07:54 +01:00; most of it in differential-pressure. Look at it, and at what runs there.", notice.Sentence);

        var stream = Given.Events(began);
        stream.When(Begin(20), Knowing([InForce], 20)).ThenNothing();
        stream.When(End(-1), Knowing([InForce])).ThenNothing(); // of rows that had their say
        var over = stream.When(End(20), Knowing([InForce])).Stands().State;
        Assert.Null(over.Open);
        Assert.Equal(Acting.Start.AddMinutes(20), over.Through);
        stream.When(End(30), Knowing([InForce])).ThenNothing();
        stream.When(Begin(10), Knowing([InForce], 10)).ThenNothing();
        Assert.Equal(2, stream.When(Begin(40), Knowing([InForce], 40)).Stands().State.Alarms.Count);
    }

    [Fact]
    public void Announces_a_deviation_of_each_batch_that_is_there_and_of_no_other()
    {
        var began = Given.Nothing<EquipmentMonitoring>().When(Begin() with { Steps = [There, new(Floor.Id, "E1")] }, Knowing([InForce])).ThenOne<EquipmentAlarmBegan>();
        Assert.Equal(There, Assert.Single(began.Steps)); // E1 is complete
        var announced = Assert.IsType<AnnounceDeviation>(Assert.IsType<Domain.Basics.Given<Batch>>(Assert.Single(new MonitoringReactions().React("EM-01", began))).Command);
        var said = Floor.In("I1").When(announced).ThenOne<DeviationAnnounced>();
        Assert.Equal((false, true, "I1"), (said.Holds, said.Drift, said.Step));
    }

    [Fact]
    public void Concerns_a_batch_between_two_steps_and_none_that_is_over()
    {
        Assert.Equal(new StepThere(Floor.Id, "E1"), StepThere.Of(Floor.In().State));
        Assert.Equal(There, StepThere.Of(Floor.In("I1", "F1").State));
        Assert.Null(StepThere.Of(Floor.Ordered().State));
        Assert.Null(StepThere.Of(Floor.In("I1").Has(new BatchAborted("Cells lost", "quirin", "Quirin", "shown")).State));
    }

    [Fact]
    public void Is_heard_from_the_model_in_force_alone()
    {
        var shadow = Models.State(Models.RoomSubmitted("2", "b"), new ShadowBegan());
        Given.Nothing<EquipmentMonitoring>().When(Begin(version: "2", hash: "b"), Knowing([InForce, shadow])).ThenNothing();
        Given.Nothing<EquipmentMonitoring>().When(Begin(hash: "c"), Knowing([InForce])).ThenNothing();
        Given.Nothing<EquipmentMonitoring>().When(Begin(), Knowing([])).ThenNothing();
    }

    [Fact]
    public void Ends_also_where_nothing_follows_any_more()
    {
        var stream = Given.Events(new EquipmentAlarmBegan(Models.RoomSaid(true), new("It left its course", []), []));
        stream.When(new EndEquipmentAlarm("EM-01", null), Knowing([InForce])).ThenNothing();
        var ended = stream.When(new EndEquipmentAlarm("EM-01", null), Knowing([])).ThenOne<EquipmentAlarmEnded>();
        Assert.Equal("room-run@1 was retired, and no model follows EM-01 any more.", ended.Because);
    }

    private static BeginEquipmentAlarm Begin(double minutes = 0, string version = "1", string hash = "a") => new("EM-01", Models.RoomSaid(true, minutes, version, hash), [There]);

    private static EndEquipmentAlarm End(double minutes) => new("EM-01", Models.RoomSaid(false, minutes));

    private static Act Knowing(EquipmentItem item) => Acting.By(Models.Emil, facts: Acting.Knowing((new StateOf<EquipmentItem>("EM-01"), item)));

    private static Act Knowing(MonitoringModel[] models, double minutes = 0)
    {
        var readings = Enumerable.Range(0, 120).Select(at => new Reading("EM-01", "differential-pressure", 12, "Pa", Quality.Good, Acting.Start.AddMinutes(at - 120), Acting.Start.AddMinutes(at - 120), false, $"1:{at}")).ToList();
        return Acting.By(Performer.System, facts: Acting.Knowing(
            (new StatesOf<MonitoringModel>(""), models), (new StateOf<Batch>(Floor.Id), Floor.In("I1").State),
            (new ReadingsOf("EM-01", "differential-pressure", Acting.Start.AddMinutes(minutes - 7).AddHours(-2), Acting.Start.AddMinutes(minutes)), new TagHistory(readings, TimeSpan.FromMinutes(3), false))));
    }

    private static Act Signed(MonitoringModel model, params MonitoringModel[] others) => Acting.By(Models.Quirin, signature: Models.Approval(model, Models.Quirin), facts: Acting.Knowing((new StatesOf<MonitoringModel>(""), new[] { model }.Concat(others).ToArray())));
}
