using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Recipes;

[Requirement("P11-10k", "P211-186")]
public sealed class LivingWithVersions
{
    private static readonly DateTimeOffset Now = Acting.Start;
    private static readonly Performer Quality = Acting.Person("quinn", Role.QA);

    [Fact]
    public void Has_one_version_in_force_at_a_time()
    {
        Master[] versions = [Version("1", Now.AddDays(-9)), Version("2", Now.AddDays(-3)), Version("3", Now.AddDays(3)), Version("4", null)];
        Assert.Equal(
            [Standing.Superseded, Standing.InForce, Standing.Coming, Standing.Waiting],
            versions.Select(master => Lifecycle.Of(master, versions, Now)));
        Assert.Equal("2", Lifecycle.InForce(versions, Now)?.Version);
        Assert.Equal("3", Lifecycle.InForce(versions, Now.AddDays(3))?.Version);
        Assert.Null(Lifecycle.InForce(versions, Now.AddDays(-10)));
    }

    [Fact]
    public void Refuses_an_order_by_a_superseded_version_and_says_by_which()
    {
        Master[] versions = [Version("1", Now.AddDays(-9)), Version("2", Now.AddDays(-3)), Version("3", Now)];
        var refusal = versions[0].RefusalFor(Now, versions);
        Assert.Equal("recipe-superseded", refusal?.Rule);
        Assert.Contains("by test@3", refusal?.Sentence, StringComparison.Ordinal);
        Assert.Null(versions[0].RefusalFor(Now.AddDays(-4), versions));
    }

    [Fact]
    public void Takes_the_one_approved_last_of_two_with_one_effective_date()
    {
        Master[] versions = [Version("1", Now, approved: Now.AddDays(-1)), Version("2", Now, approved: Now.AddDays(-2))];
        Assert.Equal("1", Lifecycle.InForce(versions, Now)?.Version);
    }

    [Fact]
    public void Is_not_superseded_by_another_recipe()
    {
        Master[] versions = [Version("1", Now.AddDays(-9)), Version("2", Now.AddDays(-3)) with { Id = "other" }];
        Assert.Null(versions[0].RefusalFor(Now, versions));
    }

    [Fact]
    public void Does_not_go_back_to_the_predecessor_when_a_version_is_retired()
    {
        Master[] versions = [Version("1", Now.AddDays(-9)), Retired(Version("2", Now.AddDays(-3)), Now)];
        Assert.Null(Lifecycle.InForce(versions, Now));
        Assert.Equal("recipe-retired", versions[1].RefusalFor(Now, versions)?.Rule);
        Assert.Equal("recipe-superseded", versions[0].RefusalFor(Now, versions)?.Rule);
    }

    [Fact]
    public void Stays_in_force_when_its_successor_is_retired_before_it_came()
    {
        Master[] versions = [Version("1", Now.AddDays(-9)), Retired(Version("2", Now.AddDays(3)), Now)];
        Assert.Equal("1", Lifecycle.InForce(versions, Now.AddDays(4))?.Version);
    }

    [Fact]
    public void Orders_no_batch_by_the_old_version_while_its_batches_go_on()
    {
        var floor = Floor.Ordered();
        floor.Others.Add(Floor.Approved(Floor.Start.AddMinutes(30)) with { Version = "2" });
        floor.Does(new Domain.Execution.Commands.StartBatch(Floor.Id), Floor.Sofia);
        var order = new Domain.Execution.Commands.OrderBatch("B-2", "test", "1", "PO-8", null);
        new Floor { Master = floor.Master }.When(order, Floor.Sofia).Stands();
        var later = new Floor().After(30);
        later.Others.AddRange(floor.Others);
        later.When(order, Floor.Sofia).ThenRefused("recipe-superseded", "Order by test@2");
        later.When(order with { RecipeVersion = "2" }, Floor.Sofia).Stands();
        floor.After(40).Does(new Domain.Execution.Commands.StartStep(Floor.Id, "C1"));
    }

    [Fact]
    public void Retires_with_reason_and_signature()
    {
        var retire = new RetireRecipe("test", "1", "The vector changed");
        var outcome = Submitted().When(retire, Signed(retire)).Then(new RecipeRetired(new Signature("quinn", "Printed quinn", "retirement", Now, Shown(retire)), "The vector changed"));
        Assert.Equal(Standing.Retired, Lifecycle.Of(outcome.State, [], Now));
        outcome.Stream.When(retire, Signed(retire)).ThenNothing();
        outcome.Stream.When(new ApproveRecipe("test", "1"), Acting.As(Role.Supervisor)).ThenRefused("recipe-retired", "new version");
    }

    [Fact]
    public void Refuses_a_retirement_without_reason_signature_or_recipe()
    {
        var retire = new RetireRecipe("test", "1", "The vector changed");
        Submitted().When(retire with { Reason = " " }, Signed(retire)).ThenRefused("reason");
        Submitted().When(retire, Acting.By(Quality)).ThenRefused("signature", "password");
        Submitted().When(retire with { Reason = "Another" }, Signed(retire)).ThenRefused("signature", "not the retirement");
        Submitted().When(retire, Acting.By(Quality, signature: new(Acting.Person("sven", Role.Supervisor), "retirement", Shown(retire)))).ThenRefused("authority");
        Given.Nothing<Master>().When(retire, Signed(retire)).ThenRefused("recipe");
    }

    private static Given<Master> Submitted() =>
        Given.Nothing<Master>().And("emil", Now, new RecipeSubmitted("test", "1", TestRecipe.Text, TestRecipe.Hash));

    private static string Shown(RetireRecipe retire) => SignedText.Hash(MasterStatements.Retirement(Submitted().State, retire.Reason));

    private static Act Signed(RetireRecipe retire) => Acting.By(Quality, signature: new(Quality, "retirement", Shown(retire)));

    private static Master Version(string version, DateTimeOffset? from, DateTimeOffset? approved = null) =>
        Floor.Approved(approved ?? from ?? Now) with { Version = version, EffectiveFrom = from };

    private static Master Retired(Master master, DateTimeOffset at) => master with { Retired = new(new Signature("quinn", "Quinn", "retirement", at, ""), "Withdrawn") };
}
