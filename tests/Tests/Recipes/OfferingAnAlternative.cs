using Cellwright.Domain.Recipes;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Recipes;

public sealed class OfferingAnAlternative
{
    [Theory]
    [InlineData("alternative-to: R1\n", "alternative-to: R9\n", "there is no step R9")]
    [InlineData("alternative-to: R1\n", "alternative-to: K1\n", "right behind step K1")]
    [InlineData("alternative-to: R1\n", "alternative-to: E1\n", "right behind step E1")]
    [InlineData("name: density, title: Density, unit: /mL, normal: {low: 1.0e6}, proven: {low: 0.5e6}, class: KPP, observation: biology, tag: viable-cell-density}", "name: other, title: Density, unit: /mL, class: KPP, observation: biology, tag: viable-cell-density}", "record density in /mL")]
    public void Is_refused_where_nothing_could_take_its_place(string from, string to, string words)
    {
        Assert.Contains(from, TakingAnAlternative.Text, StringComparison.Ordinal);
        var findings = RecipeCheck.Check(TakingAnAlternative.Text.ReplaceLineEndings("\n").Replace(from, to, StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Rule == "alternative" && finding.Sentence.Contains(words, StringComparison.Ordinal) && finding.Line > 1);
    }

    [Fact]
    public void Is_refused_for_equipment_that_is_checked_in()
    {
        var text = TakingAnAlternative.Text.ReplaceLineEndings("\n").Replace(
            "          - {type: check-in, id: E1, title: Check in, roles: [counter]}\n",
            "          - {type: check-in, id: E1, title: Check in, roles: [counter]}\n          - {type: confirm, id: E1b, title: Otherwise, alternative-to: E1, statements: [Done.]}\n", StringComparison.Ordinal);
        Assert.Contains(RecipeCheck.Check(text), finding => finding.Rule == "alternative" && finding.Sentence.Contains("nothing takes its place", StringComparison.Ordinal));
    }

    [Fact]
    public void Is_not_certain_to_be_performed()
    {
        var text = TakingAnAlternative.Text.Replace("[R1/density] * 100", "[R1b/density] * 100", StringComparison.Ordinal);
        Assert.Contains(RecipeCheck.Check(text), finding => finding.Rule == "unreachable" && finding.Sentence.Contains("R1b", StringComparison.Ordinal));
    }

    [Fact]
    public void Shows_in_a_comparison_of_two_versions() =>
        Assert.Contains(
            "step R1b alternative-to: R1 → nothing",
            RecipeDiff.Compare(RecipeReader.Read(TakingAnAlternative.Text), RecipeReader.Read(TakingAnAlternative.Text.Replace("            alternative-to: R1\n", "", StringComparison.Ordinal))).Select(change => change.ToString()));
}
