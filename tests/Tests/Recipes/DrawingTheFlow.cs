using Cellwright.Domain.Recipes;
using Cellwright.Server.Pages.Parts;
using Cellwright.Server.Recipes;

namespace Cellwright.Tests.Recipes;

/// <summary>The picture of a recipe's flow: everything is in it once, and nothing stands on anything else.</summary>
public sealed class DrawingTheFlow
{
    public static TheoryData<string> Names => ["small", .. ExampleRecipes.Names];

    [Theory, MemberData(nameof(Names))]
    public void Has_every_step_once_within_the_picture_and_apart_from_all_others(string name)
    {
        var recipe = name == "small" ? SmallRecipe.Read() : RecipeReader.Read(ExampleRecipes.Text(name));
        var sfc = Sfc.Of(recipe, TextFiles.Of<Sfc>());
        Assert.Equal(recipe.Phases.Select(phase => phase.Id).Order(), sfc.Steps.Select(step => step.Phase.Id).Order());
        Assert.All(sfc.Steps, step => Assert.True(step.X >= 0 && step.X + Sfc.StepWidth <= sfc.Width && step.Y >= 0 && step.Y + Sfc.StepHeight <= sfc.Height));
        foreach (var (one, other) in sfc.Steps.SelectMany((one, index) => sfc.Steps.Skip(index + 1).Select(other => (one, other))))
            Assert.True(Math.Abs(one.X - other.X) >= Sfc.StepWidth || Math.Abs(one.Y - other.Y) >= Sfc.StepHeight, $"{one.Phase.Id} stands on {other.Phase.Id}");
    }

    [Fact]
    public void Shows_parallel_by_double_lines_choices_by_conditions_and_repeats_by_an_arrow_back()
    {
        var sfc = Sfc.Of(SmallRecipe.Read(), TextFiles.Of<Sfc>());
        var beside = sfc.Steps.Where(step => step.Phase.Id is "S7" or "S8").ToList();
        Assert.Equal(beside[0].Y, beside[1].Y);
        Assert.Equal(["[S6/total] < 1e8", "[S6/total] < 2e8", "else", "again", "[S11/glucose] > 2'g/L', or 3 times done"], sfc.Transitions.Select(one => one.Condition).Where(words => words.Length > 0).OrderBy(words => words switch { "else" => 2, "again" => 3, _ when words.EndsWith("done", StringComparison.Ordinal) => 4, _ => words.Contains("1e8", StringComparison.Ordinal) ? 0 : 1 }));
        Assert.Single(sfc.Lines, line => line.Arrow);
        Assert.Equal(["Unit"], sfc.Titles.Where(title => title.Unit).Select(title => title.Text));
    }
}
