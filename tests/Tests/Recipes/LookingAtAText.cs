using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Variants;

namespace Cellwright.Tests.Recipes;

/// <summary>What an editor shows beside a text that is being written.</summary>
public sealed class LookingAtAText
{
    [Fact]
    public void Knows_in_which_step_a_line_stands()
    {
        var sight = RecipeSight.Of(SmallRecipe.Text, _ => null);
        Assert.Equal("small@1", sight.Recipe?.Name);
        Assert.Empty(sight.Findings);
        Assert.Equal(["S1", "S4", "S4", null], new[] { "id: S1", "id: S4", "to: start, maximum: 72 h", "product: Nothing" }.Select(part => sight.StepAt(SmallRecipe.With(part, part).Line)));
        Assert.Equal(13, sight.Steps.Count);
    }

    [Fact]
    public void Says_what_is_wrong_while_there_is_no_recipe_to_show()
    {
        var (text, line) = SmallRecipe.With("type: incubate", "type: incubat");
        var sight = RecipeSight.Of(text, _ => null);
        Assert.Null(sight.Recipe);
        Assert.Contains(sight.Findings, finding => finding.Line == line);
        Assert.Contains(sight.Steps, step => step.Step == "S4");
        Assert.Empty(RecipeSight.Of("id: [", _ => null).Steps);
    }

    [Fact]
    public void Shows_the_resolved_recipe_of_a_variant_and_leads_from_a_step_to_its_override()
    {
        var sight = RecipeSight.Of("id: north\nversion: \"1\"\nextends: {id: small, version: \"1\"}\noverrides:\n  - {step: S4, maximum-duration: 28 h}\n", _ => new BaseRecipe("small", "1", SmallRecipe.Text));
        Assert.Equal(TimeSpan.FromHours(28), sight.Recipe?.Phase("S4").MaximumDuration);
        Assert.Equal(new StepLines("S4", 5, 6), Assert.Single(sight.Steps));
    }
}
