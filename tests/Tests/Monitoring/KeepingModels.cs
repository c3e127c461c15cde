using Cellwright.Domain.Basics;
using Cellwright.Domain.Monitoring;
using Cellwright.Domain.Recipes.Masters;

namespace Cellwright.Tests.Monitoring;

[Requirement("P211-110")]
public class KeepingModels
{
    private static readonly SubmitModel Submit = new("test-run", "1", "test", ["1"], Models.Hash, Models.Card());
    private static readonly ApproveModel Approve = new("test-run", "1");

    [Fact, Requirement("DI-6")]
    public void Records_what_a_model_rests_on_and_the_hash_of_its_file_and_of_its_data()
    {
        var outcome = Given.Nothing<MonitoringModel>().When(Submit, Knowing()).Then(Models.Submitted());
        Assert.Equal("test-run@1", outcome.State.Name);
        Assert.Equal("emil", outcome.State.Author);
        Assert.Equal(0.05, outcome.State.Card!.SmallestAlpha);
    }

    [Fact]
    public void Never_changes_a_version()
    {
        Given.Events(Models.Submitted()).When(Submit, Knowing()).ThenNothing();
        Given.Events(Models.Submitted()).When(Submit with { Hash = new('b', 64) }, Knowing()).ThenRefused("model-version", "new version");
    }

    [Theory]
    [InlineData(8, 0.05, "8 calibration batches support no batch-level rate of false alarms below 1/9 = 0.1111")]
    [InlineData(8, 0.05, "wait for 19 calibration batches")]
    [InlineData(19, 0.01, "wait for 99 calibration batches")]
    [InlineData(19, 0.049, "below 1/20")]
    [InlineData(19, 1.5, "between 0 and 1")]
    [InlineData(19, double.NaN, "between 0 and 1")]
    public void Is_refused_a_rate_of_false_alarms_that_its_batches_do_not_support(int calibration, double alpha, string words) =>
        Given.Nothing<MonitoringModel>().When(Submit with { Card = Models.Card(calibration, alpha) }, Knowing()).ThenRefused("alpha", words);

    [Theory]
    [InlineData(19, 0.05)]
    [InlineData(99, 0.01)]
    [InlineData(8, 1.0 / 9)]
    public void Is_granted_the_smallest_that_they_do_support(int calibration, double alpha) =>
        Given.Nothing<MonitoringModel>().When(Submit with { Card = Models.Card(calibration, alpha) }, Knowing()).Stands();

    [Fact]
    public void Is_refused_a_card_that_does_not_say_what_it_rests_on()
    {
        Refused(card => card with { Training = [] }, "model-card", "no batch");
        Refused(card => card with { Tags = [] }, "model-card", "nothing that the model looks at");
        Refused(card => card with { Tags = [card.Tags[0], card.Tags[0]] }, "model-card", "twice");
        Refused(card => card with { Training = card.Calibration }, "model-card", "training and for calibration");
        Refused(card => card with { Data = "" }, "model-card", "SHA-256");

        void Refused(Func<ModelCard, ModelCard> change, string rule, string words) =>
            Given.Nothing<MonitoringModel>().When(Submit with { Card = change(Submit.Card) }, Knowing()).ThenRefused(rule, words);
    }

    [Fact]
    public void Is_for_versions_of_a_recipe_that_were_approved()
    {
        Given.Nothing<MonitoringModel>().When(Submit with { RecipeVersions = ["1", "2"] }, Knowing()).ThenRefused("recipe", "test@2");
        Given.Nothing<MonitoringModel>().When(Submit with { RecipeVersions = [] }, Knowing()).ThenRefused("recipe");
        Given.Nothing<MonitoringModel>().When(Submit with { Id = "Test run" }, Knowing()).ThenRefused("model-id");
        Given.Nothing<MonitoringModel>().When(Submit with { Hash = "A1" }, Knowing()).ThenRefused("model-hash");
    }

    [Fact, Requirement("P11-10g")]
    public void Is_approved_by_another_person_of_the_quality_unit_who_saw_the_card()
    {
        var stream = Given.Events(Models.Submitted()); // by somebody
        stream.When(Approve, Knowing(by: Models.Quirin)).ThenRefused("signature");
        Given.Nothing<MonitoringModel>().And("emil", Acting.Start, Models.Submitted()).When(Approve, Signed(stream.State with { Author = "emil" }, Models.Emil)).ThenRefused("independence", "Another person");
        stream.When(Approve, Knowing(by: Models.Quirin, signature: new(Models.Quirin, "approval", Models.Hash))).ThenRefused("signature", "not the approval");
        stream.When(Approve, Signed(stream.State, Models.Quirin)).ThenOne<ModelApproved>();
        stream.When(Approve, Signed(stream.State, Models.Quirin)).ThenNothing();
    }

    [Fact]
    public void Is_shown_to_whoever_approves_with_what_it_cannot_do()
    {
        var shown = ModelStatements.Approval(Models.State(Models.Submitted()));
        Assert.All(["B-11, B-12", "0.05; the smallest that so many runs support: 0.05", "explains 0.07", "Not observable: A pH probe", "Note: Training batch B-12 is odd.", Models.Data, "releases or rejects nothing"], words => Assert.Contains(words, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void Runs_in_shadow_before_it_replaces_another()
    {
        var first = Models.State(Models.Submitted(), Models.Approved());
        var second = Given.Events(Models.Submitted("2", "b"));
        second.When(new ApproveModel("test-run", "2"), Signed(second.State, Models.Quirin, first)).ThenRefused("shadow", "compared test-run@2");
        second.When(new ApproveModel("test-run", "2"), Knowing(Models.Quirin, null, second.State, first)).ThenRefused("shadow"); // before anybody signs for nothing
        var shadow = second.When(new RunInShadow("test-run", "2"), Acting.By(Models.Emil)).Then(new ShadowBegan()).Stream;
        shadow.When(new RunInShadow("test-run", "2"), Acting.By(Models.Emil)).ThenNothing();
        Assert.Equal("emil", shadow.State.ShadowBy);
        Assert.Equal([first.Name, shadow.State.Name], ModelLifecycle.Following([shadow.State, first], "test", "1").Select(model => model.Name));

        var approved = shadow.When(new ApproveModel("test-run", "2"), Signed(shadow.State, Models.Quirin, first) with { At = Acting.Start.AddDays(1) }).State;
        Assert.Equal(ModelStanding.InForce, ModelLifecycle.Of(approved, [first, approved]));
        Assert.Equal(ModelStanding.Superseded, ModelLifecycle.Of(first, [first, approved]));
        shadow.When(new RunInShadow("test-run", "2"), Acting.By(Models.Emil)).ThenRefused("model-approved");
    }

    [Fact]
    public void Knows_which_took_its_place()
    {
        var first = Models.State(Models.Submitted(), Models.Approved());
        var second = Models.State(Models.Submitted("2", "b"), Models.Approved(Acting.Start.AddDays(1)));
        var third = Models.State(Models.Submitted("3", "c"), Models.Approved(Acting.Start.AddDays(2)));
        var elsewhere = Models.State(Models.Submitted("4", "d") with { RecipeVersions = ["2"] }, Models.Approved(Acting.Start.AddHours(1)));
        MonitoringModel[] all = [third, elsewhere, second, first];
        Assert.Equal([second, third, null, null], new[] { first, second, third, elsewhere }.Select(model => ModelLifecycle.SuccessorOf(model, all)));
        var gone = first with { Retired = new(Models.Approved(Acting.Start.AddHours(2)).Signature, "Refitted") };
        Assert.Null(ModelLifecycle.SuccessorOf(gone, [gone, second]));
        Assert.Null(ModelLifecycle.SuccessorOf(Models.State(Models.Submitted()), [second]));
    }

    [Fact]
    public void Is_retired_for_a_reason_and_does_not_bring_the_one_before_back()
    {
        var before = Models.State(Models.Submitted(), Models.Approved());
        var stream = Given.Events(Models.Submitted("2", "b"), Models.Approved(Acting.Start.AddDays(1)));
        var retire = new RetireModel("test-run", "2", "Too many false alarms");
        var act = Knowing(by: Models.Quirin, signature: new(Models.Quirin, "retirement", SignedText.Hash(ModelStatements.Retirement(stream.State, retire.Reason))));
        stream.When(retire with { Reason = " " }, act).ThenRefused("reason");
        stream.When(retire with { Reason = "Another" }, act).ThenRefused("signature");
        var retired = stream.When(retire, act).Stands().State;
        Assert.Null(ModelLifecycle.InForce([before, retired], "test", "1"));
        Assert.Equal((ModelStanding.Superseded, ModelStanding.Retired), (ModelLifecycle.Of(before, [before, retired]), ModelLifecycle.Of(retired, [before, retired])));
        stream.When(new RunInShadow("test-run", "2"), Acting.By(Models.Emil)).ThenRefused("model-retired");
    }

    private static Act Knowing(Performer? by = null, SignatureGiven? signature = null, params MonitoringModel[] others) => Acting.By(by ?? Models.Emil, signature: signature, facts: Acting.Knowing(
        (new StatesOf<Master>("test@"), new[] { Models.Recipe }), (new StatesOf<MonitoringModel>(""), others)));

    private static Act Signed(MonitoringModel model, Performer by, params MonitoringModel[] others) => Knowing(by, Models.Approval(model, by), [.. others, model]);
}
