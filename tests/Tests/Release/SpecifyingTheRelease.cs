using Cellwright.Domain.Recipes;
using Cellwright.Server.Recipes;

namespace Cellwright.Tests.Release;

/// <summary>The release specification of a recipe: read, checked, compared.</summary>
public sealed class SpecifyingTheRelease
{
    [Fact]
    public void Is_read_from_the_text_with_limits_words_and_due_times()
    {
        var release = RecipeReader.Read(ReleaseRecipe.Text).Release;
        Assert.Equal(["viability", "endotoxin", "sterility"], release.Select(test => test.Test));
        Assert.Equal(("H1/viability", new Limits(80, null), "%"), (release[0].From, release[0].Limits, release[0].Unit));
        Assert.Equal(("no growth", true, TimeSpan.FromDays(14)), (release[2].Expected, release[2].MayBePending, release[2].Due));
        Assert.True(release[2].IsMet(" No Growth"));
        Assert.True(release[1].IsMet(0.5));
        Assert.False(release[1].IsMet(0.51));
    }

    [Theory]
    [InlineData("limits: {low: 80}", "limits: [90, 80]", "impossible-range")]
    [InlineData("limits: {high: 0.5}, unit: \"[IU]/mL\"", "unit: \"[IU]/mL\"", "missing-limit")]
    [InlineData("limits: {high: 0.5}, unit: \"[IU]/mL\"", "limits: {high: 0.5}", "unknown-unit")]
    [InlineData("expected: no growth", "expected: no growth, unit: \"%\"", "unknown-unit")]
    [InlineData(", due: 14 d", "", "missing-key")]
    [InlineData("may-be-pending: true, ", "", "missing-key")]
    [InlineData("from: H1/viability,", "from: H1/viability, may-be-pending: true, due: 1 d,", "unknown-reference")]
    [InlineData("from: H1/viability", "from: H9/viability", "unknown-reference")]
    [InlineData("from: H1/viability", "from: H1/glucose", "unit-mismatch")]
    [InlineData("test: sterility, title: Sterility, expected: no growth", "test: endotoxin, title: Sterility, expected: no growth", "duplicate-id")]
    [InlineData("due: 14 d, basis: [engineering-judgement]", "due: 14 d, basis: [\"4\"]", "unknown-source")]
    public void Is_checked_with_the_line_of_what_is_wrong(string right, string wrong, string rule)
    {
        Assert.Contains(right, ReleaseRecipe.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(RecipeCheck.Check(ReleaseRecipe.Text), finding => finding.Severity == Severity.Error);
        var findings = RecipeCheck.Check(ReleaseRecipe.Text.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Rule == rule && finding.Line is >= 11 and <= 14);
    }

    [Fact, Requirement("P11-10k")]
    public void Is_compared_test_by_test()
    {
        var before = RecipeReader.Read(ReleaseRecipe.Text);
        var after = RecipeReader.Read(ReleaseRecipe.Text.Replace("{high: 0.5}", "{high: 0.4}", StringComparison.Ordinal).Replace("test: sterility", "test: growth", StringComparison.Ordinal));
        Assert.Equal(
            ["recipe release test sterility removed: Sterility", "recipe release test endotoxin limits: [open, 0.5] → [open, 0.4]", "recipe release test growth added: Sterility"],
            RecipeDiff.Compare(before, after).Select(change => change.ToString()));
    }

    [Fact]
    public void Is_complete_in_the_example_of_car_t_cells()
    {
        var release = RecipeReader.Read(ExampleRecipes.Text("cart-cd19")).Release;
        Assert.Equal(["vector-copies", "sterility", "mycoplasma"], release.Where(test => test.MayBePending).Select(test => test.Test));
        Assert.All(release, test => Assert.NotEmpty(test.Basis));
    }
}
