using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.StepTypes;

namespace Cellwright.Tests.Recipes;

[Requirement("P211-188", "P211-68b1")]
public sealed class ReadingARecipe
{
    [Fact]
    public void Gives_what_the_text_says()
    {
        var recipe = SmallRecipe.Read();
        Assert.Equal("small@1", recipe.Name);
        Assert.Equal(TimeSpan.FromDays(2), recipe.PlannedDuration);
        Assert.Equal(13, recipe.Phases.Count());
        var incubate = Assert.IsType<Incubate>(recipe.Phase("S4"));
        Assert.Equal(TimeSpan.FromHours(24), incubate.MinimumDuration);
        Assert.Equal(new TimeWindow("S3", Edge.End, Edge.Start, null, TimeSpan.FromHours(72)), Assert.Single(incubate.Windows));
        var parameter = incubate.Parameter("chamber-temperature");
        Assert.Equal(new Limits(36.5, 37.5), parameter.Normal);
        Assert.Equal(Taking.Average, parameter.Taking);
        Assert.Equal(Criticality.CPP, parameter.Class);
        Assert.True(parameter is { Watch: true, Hold: true });
        Assert.Equal(new Limits(1e6, null), recipe.Phase("S5").Parameter("density").Normal);
    }

    [Fact]
    public void Is_identified_by_the_bytes_of_its_text()
    {
        var recipe = SmallRecipe.Read();
        Assert.Equal(SmallRecipe.Text, recipe.Text);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(SmallRecipe.Text))), recipe.Hash);
        Assert.NotEqual(recipe.Hash, RecipeReader.Read(SmallRecipe.Text + "# a remark\n").Hash);
    }

    [Fact]
    public void Gives_the_same_recipe_again_from_its_own_text() =>
        Assert.Empty(RecipeDiff.Compare(SmallRecipe.Read(), RecipeReader.Read(SmallRecipe.Read().Text)));

    [Fact]
    public void Settles_units_so_that_formulas_convert()
    {
        var demand = SmallRecipe.Read().Phase("S12").Demands.OfType<ComputedValueDemand>().Single(demand => demand.Name == "percent");
        Assert.Equal(50, demand.Formula.Evaluate(reference => reference == "S12/got" ? 1e8 : 2e8));
    }

    [Theory]
    [InlineData("title: A small recipe\n", "", 1, 1, "lacks the key title")]
    [InlineData("title: Incubate", "titel: Incubate", 27, 13, "Did you mean title?")]
    [InlineData("planned-duration: 2 d", "planned-duration: [2 d", 6, 19, "not YAML")]
    public void Refuses_with_line_column_and_a_sentence(string part, string replacement, int line, int column, string words)
    {
        var refusal = Assert.Throws<RecipeFormatException>(() => RecipeReader.Read(SmallRecipe.With(part, replacement).Text));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (refusal.Line, refusal.Column));
    }

    [Theory]
    [InlineData("", "begins with id")]
    [InlineData("[1, 2]", "begins with id")]
    [InlineData("--- {}\n--- {}", "several documents")]
    [InlineData("a: &x [1]\nb: *x", "anchor")]
    [InlineData("a: *x", "alias")]
    [InlineData("a: !!python/object:os.system x", "tag")]
    [InlineData("id: a\nid: b", "not YAML")]
    [InlineData("\t- x", "begins with id")]
    [InlineData("a: \"\\u0000", "not YAML")]
    public void Refuses_hostile_text_with_a_sentence(string text, string words) =>
        Assert.Contains(words, Assert.Throws<RecipeFormatException>(() => RecipeReader.Read(text)).Message, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Refuses_a_bomb_of_aliases()
    {
        var bomb = "a: &a [x, x]\n" + string.Concat(Enumerable.Range(0, 30).Select(n => $"b{n}: &b{n} [*a, *a]\n"));
        Assert.Contains("anchor", Assert.Throws<RecipeFormatException>(() => RecipeReader.Read(bomb)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_is_nested_too_deeply_or_too_long()
    {
        Assert.Contains("deep", Assert.Throws<RecipeFormatException>(() => RecipeReader.Read("a: " + new string('[', 5000))).Message, StringComparison.Ordinal);
        Assert.Contains("at most", Assert.Throws<RecipeFormatException>(() => RecipeReader.Read(new string('#', 2_000_000))).Message, StringComparison.Ordinal);
    }
}
