using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Domain.Recipes.Variants;
using Cellwright.Server.Recipes;

namespace Cellwright.Tests.Recipes;

[Requirement("P211-68b1", "P11-10k")]
public sealed class ExtendingARecipe
{
    private const string Text = """
        id: small-north
        version: "1"
        title: A small recipe, north
        extends: {id: small, version: "1"}
        sources:
          - {key: "2", citation: A note}
        overrides:
          - {step: S4, parameter: chamber-temperature, target: 36.9, normal: [36.4, 37.4], basis: ["2"]}
          - {step: S4, maximum-duration: 28 h}
          - {equipment: processor, room: C-2}

        """;

    private static readonly BaseRecipe Small = new("small", "1", SmallRecipe.Text);

    [Fact]
    public void Takes_everything_from_the_base_but_what_it_overrides()
    {
        Assert.Empty(RecipeCheck.Check(Text, _ => Small));
        var recipe = Read(Text);
        Assert.Equal(("small-north@1", "A small recipe, north", "Nothing"), (recipe.Name, recipe.Title, recipe.Product));
        var warmth = recipe.Phase("S4").Parameter("chamber-temperature");
        Assert.Equal((36.9, new Limits(36.4, 37.4), new Limits(36, 38)), (warmth.Target, warmth.Normal, warmth.Proven));
        Assert.Equal(TimeSpan.FromHours(28), recipe.Phase("S4").MaximumDuration);
        Assert.Equal(["C-2", null], recipe.Equipment.Select(role => role.Room));
        Assert.Equal(13, recipe.Phases.Count());
    }

    [Fact]
    public void Says_where_it_came_from_and_what_it_set_otherwise()
    {
        var from = Assert.Single(Read(Text).ResolvedFrom);
        Assert.Equal(("small@1", Small.Hash, "small-north@1", RecipeReader.HashOf(Text)), (from.Name, from.Hash, from.By, from.Text));
        Assert.Equal(
            ["S4/chamber-temperature target 37 → 36.9", "S4/chamber-temperature normal [36.5, 37.5] → [36.4, 37.4]", "S4/chamber-temperature basis [1] → [2]", "S4 maximum-duration 30 h → 28 h", "processor room nothing → C-2"],
            from.Overridden.Select(change => $"{change.At} {change.Field} {change.From ?? "nothing"} → {change.To}"));
    }

    [Fact]
    public void Differs_from_its_base_in_what_it_overrides_only()
    {
        var changes = RecipeDiff.Compare(SmallRecipe.Read(), Read(Text)).Select(change => change.ToString()).ToList();
        Assert.Contains("step S4 parameter chamber-temperature target: 37 → 36.9", changes);
        Assert.Contains("recipe resolved-from added: small-north@1 extends small@1, 5 fields set otherwise", changes); // which, its own changes say
        // The room of a role is told where the role is checked in and out, too.
        Assert.DoesNotContain(changes, change => change.StartsWith("step ", StringComparison.Ordinal) && !change.StartsWith("step S4 ", StringComparison.Ordinal) && !change.Contains(" roles ", StringComparison.Ordinal));
    }

    [Fact]
    public void Always_gives_the_same_bytes_and_gives_back_what_it_was_given()
    {
        Assert.Equal(Read(Text).Hash, Read(Text).Hash);
        foreach (var name in ExampleRecipes.Names)
        {
            var example = RecipeReader.Read(ExampleRecipes.Text(name));
            var variant = Read($"id: other\nversion: \"1\"\nextends: {{id: {example.Id}, hash: {example.Hash}}}\n", new BaseRecipe(example.Id, example.Version, example.Text));
            Assert.Equal(["id", "resolved-from", "version"], RecipeDiff.Compare(example, variant).Select(change => change.Field).Order().Distinct());
        }
    }

    [Fact]
    public void Can_be_extended_itself_and_shows_its_whole_descent()
    {
        var north = Read(Text);
        var farther = Read("id: farther\nversion: \"3\"\nextends: {id: small-north, version: \"1\"}\noverrides: [{step: S4, instruction: Look twice.}]\n", new BaseRecipe("small-north", "1", north.Text));
        Assert.Equal(["small@1", "small-north@1"], farther.ResolvedFrom.Select(from => from.Name));
        Assert.Equal(36.9, farther.Phase("S4").Parameter("chamber-temperature").Target);
    }

    // what is replaced, by what, line of the finding, rule, words
    [Theory]
    [InlineData("parameter: chamber-temperature", "parameter: chamber-temprature", 8, "unknown-reference", "Did you mean chamber-temperature?")]
    [InlineData("step: S4, maximum", "step: S44, maximum", 9, "unknown-reference", "has no step S44")]
    [InlineData("equipment: processor", "equipment: prozessor", 10, "unknown-reference", "Did you mean processor?")]
    [InlineData("normal: [36.4, 37.4]", "normal: [35.4, 37.4]", 8, "impossible-range", "outside its proven range")]
    [InlineData("target: 36.9", "target: warm", 8, "value", "is a number")]
    [InlineData("target: 36.9", "traget: 36.9", 8, "unknown-key", "has no key traget")]
    [InlineData("maximum-duration: 28 h", "maximum-duration: 20 h", 9, "impossible-range", "last longer than it may")]
    [InlineData("maximum-duration: 28 h", "target: 5", 9, "override", "target cannot be overridden here")]
    [InlineData("{step: S4, maximum-duration: 28 h}", "{maximum-duration: 28 h}", 9, "override", "names a step")]
    [InlineData("{step: S4, maximum-duration: 28 h}", "{step: S4, parameter: chamber-temperature, target: 37}", 9, "override", "overridden twice")]
    [InlineData("basis: [\"2\"]", "basis: [\"3\"]", 8, "unknown-source", "source 3")]
    [InlineData("version: \"1\"}", "version: \"2\"}", 4, "unknown-base", "no small@2 to extend")]
    [InlineData(", version: \"1\"}", "}", 4, "missing-key", "neither version nor hash")]
    public void Finds_what_is_wrong_on_the_line_of_the_variant(string part, string replacement, int line, string rule, string words)
    {
        Assert.Contains(part, Text, StringComparison.Ordinal);
        var findings = RecipeCheck.Check(Text.Replace(part, replacement, StringComparison.Ordinal), _ => Small);
        Assert.Contains(findings, finding => finding.Line == line && finding.Rule == rule && finding.Sentence.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void Cannot_be_read_or_checked_without_its_base()
    {
        Assert.Equal("unknown-base", Assert.Throws<RecipeFormatException>(() => RecipeReader.Read(Text)).Finding.Rule);
        Assert.Equal("unknown-base", Assert.Single(RecipeCheck.Check(Text)).Rule);
        var hash = new string('0', 64);
        Assert.Contains(RecipeCheck.Check(Text.Replace("version: \"1\"}", $"hash: \"{hash}\"}}", StringComparison.Ordinal), _ => Small), finding => finding.Rule == "unknown-base");
    }

    [Fact]
    public void Takes_no_descent_that_somebody_wrote_by_hand() =>
        Assert.Contains(RecipeCheck.Check(Read(Text).Text), finding => finding.Rule == "resolved-from");

    [Fact, Requirement("P211-188")]
    public void Is_submitted_with_the_resolved_text_that_batches_will_carry()
    {
        var master = Submit(Base(approved: true)).ThenOne<RecipeSubmitted>();
        Assert.Equal(("small@1", RecipeReader.HashOf(SmallRecipe.Text)), (master.Resolved!.Base, master.Resolved.BaseHash));
        Assert.Equal("small-north@1", RecipeReader.Read(master.Resolved.Text).Name);
        Assert.Equal(RecipeReader.HashOf(master.Resolved.Text), master.Resolved.Hash);
    }

    [Fact]
    public void Is_refused_when_the_base_is_not_approved_or_not_there_or_retired()
    {
        Submit(Base(approved: false)).ThenRefused("recipe-base", "not approved");
        Submit(Base(approved: true) with { Retired = new(new Signature("q", "Q", "retirement", Acting.Start, ""), "Old") }).ThenRefused("recipe-base", "retired");
        Submit().ThenRefused("recipe-check", "line 4: There is no small@1 to extend");
    }

    [Fact]
    public void Is_approved_by_whoever_was_shown_the_resolved_text()
    {
        var stream = Submit(Base(approved: true)).Stream;
        var supervisor = Acting.Person("sven", Role.Supervisor);
        Act Signed(string shown) => Acting.By(supervisor, signature: new(supervisor, "approval", shown));
        var approve = new ApproveRecipe("small-north", "1");
        stream.When(approve, Signed(stream.State.Hash)).ThenRefused("signature");
        Assert.Contains(stream.State.ContentHash, MasterStatements.Approval(stream.State, null), StringComparison.Ordinal);
        stream.When(approve, Signed(stream.State.ContentHash)).ThenOne<RecipeApproved>();
    }

    private static Recipe Read(string text, BaseRecipe? parent = null) => RecipeReader.Read(text, _ => parent ?? Small);

    private static Outcome<Master> Submit(params Master[] masters) =>
        Given.Nothing<Master>().When(new SubmitRecipe("small-north", "1", Text), Acting.By(
            Acting.Person("emil", Role.Engineer), facts: Acting.Knowing((new StatesOf<Master>("small@"), masters))));

    private static Master Base(bool approved) => new()
    {
        Id = "small", Version = "1", Text = SmallRecipe.Text, Hash = Small.Hash, EffectiveFrom = approved ? Acting.Start : null,
    };
}
