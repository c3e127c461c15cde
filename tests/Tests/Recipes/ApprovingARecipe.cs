using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes.Masters;

namespace Cellwright.Tests.Recipes;

[Requirement("P211-186")]
public class ApprovingARecipe
{
    private const string Text = SmallRecipe.Text;
    private static readonly string Hash = Master.HashOf(Text);
    private static readonly Performer Author = Acting.Person("emil", Role.Engineer, Role.QA);
    private static readonly Performer Supervisor = Acting.Person("sven", Role.Supervisor);
    private static readonly Performer Quality = Acting.Person("quinn", Role.QA);
    private static readonly ApproveRecipe Approve = new("small", "1");

    [Fact]
    public void Begins_with_a_submission_that_binds_the_hash_of_the_text()
    {
        var outcome = Given.Nothing<Master>().When(new SubmitRecipe("small", "1", Text), Acting.By(Author))
            .Then(new RecipeSubmitted("small", "1", Text, Hash));
        Assert.Equal("small@1", outcome.State.Name);
    }

    [Fact, Requirement("P211-68b1")]
    public void Never_changes_a_version()
    {
        Submitted().When(new SubmitRecipe("small", "1", Text), Acting.By(Author)).ThenNothing();
        Submitted().When(new SubmitRecipe("small", "1", Text + " "), Acting.By(Author)).ThenRefused("recipe-version", "new version");
    }

    [Fact]
    public void Is_refused_for_an_empty_text_or_a_name_that_is_none()
    {
        Given.Nothing<Master>().When(new SubmitRecipe("small", "1", " "), Acting.By(Author)).ThenRefused("recipe");
        Given.Nothing<Master>().When(new SubmitRecipe("ca/rt", "1.0", Text), Acting.By(Author)).ThenRefused("recipe-id");
        Given.Nothing<Master>().When(new SubmitRecipe("cart", "1@0", Text), Acting.By(Author)).ThenRefused("recipe-id");
    }

    [Fact]
    public void Takes_an_engineer_or_supervisor_and_then_QA()
    {
        var first = Submitted().When(Approve, Signed(Supervisor)).Then(new RecipeApproved(SignatureOf(Supervisor), null));
        Assert.False(first.State.Approved);
        Assert.Equal("recipe-approval", first.State.RefusalFor(Acting.Start, [])?.Rule);

        var second = first.Stream.When(Approve, Signed(Quality)).Then(new RecipeApproved(SignatureOf(Quality), Acting.Start));
        Assert.True(second.State.Approved);
        Assert.Null(second.State.RefusalFor(Acting.Start, []));
        second.Stream.When(Approve, Signed(Quality)).ThenNothing();
    }

    [Fact]
    public void Comes_into_force_when_the_second_approval_says()
    {
        var from = Acting.Start.AddDays(7);
        var master = Submitted().When(Approve, Signed(Supervisor)).Stream
            .When(Approve with { EffectiveFrom = from }, Signed(Quality)).State;

        Assert.Equal("recipe-approval", master.RefusalFor(from.AddTicks(-1), [])?.Rule);
        Assert.Null(master.RefusalFor(from, []));
        Submitted().When(Approve with { EffectiveFrom = Acting.Start.AddTicks(-1) }, Signed(Supervisor)).ThenRefused("effective");
    }

    [Fact]
    public void Is_refused_to_its_author_and_twice_to_the_same_person()
    {
        var both = Acting.Person("vera", Role.Engineer, Role.QA);
        Submitted().When(Approve, Signed(Author)).ThenRefused("independence", "you wrote");
        Submitted().When(Approve, Signed(both)).Stream.When(Approve, Signed(both)).ThenRefused("independence", "another person");
    }

    [Fact, Requirement("P11-10g")]
    public void Is_refused_in_the_wrong_order_or_to_the_wrong_role()
    {
        Submitted().When(Approve, Signed(Quality)).ThenRefused("authority", "first");
        Submitted().When(Approve, Signed(Supervisor)).Stream
            .When(Approve, Signed(Acting.Person("erik", Role.Engineer))).ThenRefused("authority", "QA");
        Submitted().When(Approve, Acting.By(Supervisor, signature: new(Acting.Person("anna", Role.Operator), "approval", Hash)))
            .ThenRefused("authority");
    }

    [Fact]
    public void Is_refused_unsigned_or_when_another_text_was_shown()
    {
        Submitted().When(Approve, Acting.By(Supervisor)).ThenRefused("signature", "password");
        Submitted().When(Approve, Acting.By(Supervisor, signature: new(Supervisor, "approval", Master.HashOf(Text + " "))))
            .ThenRefused("signature", "not the text");
    }

    [Fact]
    public void Signs_the_statement_that_names_the_effective_date()
    {
        var from = Acting.Start.AddDays(7);
        var once = Submitted().When(Approve, Signed(Supervisor)).Stream;
        var statement = MasterStatements.Approval(once.State, from);
        Assert.Contains("In force from: ", statement, StringComparison.Ordinal);
        Assert.Contains(Hash, statement, StringComparison.Ordinal);
        var shown = new SignatureGiven(Quality, "approval", SignedText.Hash(statement));
        once.When(Approve with { EffectiveFrom = from.AddDays(1) }, Acting.By(Quality, signature: shown)).ThenRefused("signature", "not the text");
        once.When(Approve with { EffectiveFrom = from }, Acting.By(Quality, signature: shown)).ThenOne<RecipeApproved>();
    }

    [Fact]
    public void Is_refused_before_anything_was_submitted()
    {
        Given.Nothing<Master>().When(Approve, Signed(Supervisor)).ThenRefused("recipe", "submit");
        Assert.Equal("recipe", Master.Empty.RefusalFor(Acting.Start, [])?.Rule);
    }

    private static Given<Master> Submitted() =>
        Given.Nothing<Master>().And(Author.Id, Acting.Start, new RecipeSubmitted("small", "1", Text, Hash));

    private static Act Signed(Performer by) => Acting.By(by, signature: new SignatureGiven(by, "approval", Hash));

    private static Signature SignatureOf(Performer by) => new(by.Id, by.Name, "approval", Acting.Start, Hash);
}
