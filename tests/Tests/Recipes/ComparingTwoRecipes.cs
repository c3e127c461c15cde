using Cellwright.Domain.Recipes;

namespace Cellwright.Tests.Recipes;

[Requirement("P211-68b1")]
public sealed class ComparingTwoRecipes
{
    [Fact]
    public void Sees_no_difference_in_layout_and_remarks() =>
        Assert.Empty(RecipeDiff.Compare(SmallRecipe.Read(), RecipeReader.Read("# a remark\n" + SmallRecipe.Text.Replace("[36.5, 37.5]", "{low: 36.50, high: 37.5}", StringComparison.Ordinal))));

    [Theory]
    [InlineData("proven: [36, 38]", "proven: [35.5, 38]", "step S4 parameter chamber-temperature proven: [36, 38] → [35.5, 38]")]
    [InlineData("minimum-duration: 24 h", "minimum-duration: 20 h", "step S4 minimum-duration: 24 h → 20 h")]
    [InlineData("critical: false", "critical: true", "recipe materials added: medium (critical), Medium")]
    [InlineData("[S6/total] < 1e8", "[S6/total] < 1.5e8", "recipe choice low case 1: [S6/total] < 1e8 → [S6/total] < 1.5e8")]
    [InlineData("at-most: 3", "at-most: 4", "recipe repeat again: at most 3 times, until [S11/glucose] > 2'g/L' → at most 4 times, until [S11/glucose] > 2'g/L'")]
    [InlineData("version: \"1\"", "version: \"2\"", "recipe version: 1 → 2")]
    [InlineData("          - {type: confirm, id: S3, title: Confirm, statements: [Done.]}\n", "          - {type: confirm, id: S3, title: Confirm, statements: [Done.]}\n          - {type: confirm, id: S3b, title: Again, statements: [Yes.]}\n", "step S3b added: confirm, Again")]
    [InlineData("medium-volume, unit: mL, target: 10", "medium-volume, unit: mL, target: 12", "step S7 parameter medium-volume target: 10 → 12")]
    public void Names_step_parameter_and_what_changed(string part, string replacement, string line)
    {
        var changes = RecipeDiff.Compare(SmallRecipe.Read(), RecipeReader.Read(SmallRecipe.With(part, replacement).Text));
        Assert.Contains(line, changes.Select(change => change.ToString()));
    }

    [Fact]
    public void Sees_a_step_that_moved_and_nothing_else()
    {
        const string clear = "          - {type: line-clearance, id: S1, title: Clear, checklist: [Nothing is left.]}\n";
        const string confirm = "          - {type: confirm, id: S3, title: Confirm, statements: [Done.]}\n";
        var text = SmallRecipe.Text.Replace(clear, "", StringComparison.Ordinal).Replace(confirm, confirm + clear, StringComparison.Ordinal);
        var change = Assert.Single(RecipeDiff.Compare(SmallRecipe.Read(), RecipeReader.Read(text)));
        Assert.Equal("step S1 moved: from the beginning to after S3", change.ToString());
    }
}
