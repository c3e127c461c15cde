using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Server.Recipes;

namespace Cellwright.Tests.Recipes;

[Requirement("P211-100")]
public sealed class SubmittingARecipe
{
    private static readonly Performer Author = Acting.Person("emil", Role.Engineer);

    [Theory]
    [InlineData("tag: viable-cell-density", "tag: viable-cell-densty", "viable-cell-density")]
    [InlineData("unit: /mL, normal", "unit: mg, normal", "/mL")]
    [InlineData("proven: [36, 38]", "proven: [38, 36]", "38")]
    [InlineData(", proven: [36, 38]", "", "proven")]
    public void Is_refused_with_the_line_of_what_is_wrong(string part, string replacement, string words)
    {
        var (text, line) = SmallRecipe.With(part, replacement);
        Given.Nothing<Master>().When(new SubmitRecipe("small", "1", text), Acting.By(Author))
            .ThenRefused("recipe-check", $"line {line}: ")
            .Stream.When(new SubmitRecipe("small", "1", text), Acting.By(Author)).ThenRefused("recipe-check", words);
    }

    [Theory]
    [InlineData("")]
    [InlineData("id: x")]
    [InlineData("{{{{")]
    [InlineData("\u0000")]
    [InlineData("a: &a [*a, *a]")]
    public void Is_refused_for_a_text_that_is_no_recipe(string text) =>
        Assert.NotNull(new SubmitRecipe("small", "1", text).Decide(Master.Empty, Acting.By(Author)).Refusal);

    [Fact]
    public void Is_refused_when_the_text_bears_another_name()
    {
        Given.Nothing<Master>().When(new SubmitRecipe("small", "2", SmallRecipe.Text), Acting.By(Author)).ThenRefused("recipe-name", "small@1");
        Given.Nothing<Master>().When(new SubmitRecipe("smaller", "1", SmallRecipe.Text), Acting.By(Author)).ThenRefused("recipe-name", "small@1");
    }

    [Fact]
    public void Tells_a_few_findings_and_how_many_more_there_are()
    {
        var text = SmallRecipe.Text.Replace("class: KPP", "class: NONE", StringComparison.Ordinal);
        Given.Nothing<Master>().When(new SubmitRecipe("small", "1", text), Acting.By(Author)).ThenRefused("recipe-check", " more. Correct the text");
    }

    [Fact]
    public void Stands_for_every_example_that_ships()
    {
        foreach (var text in ExampleRecipes.Names.Select(ExampleRecipes.Text))
        {
            var recipe = Domain.Recipes.RecipeReader.Read(text);
            Given.Nothing<Master>().When(new SubmitRecipe(recipe.Id, recipe.Version, text), Acting.By(Author)).ThenOne<RecipeSubmitted>();
        }
    }
}
