using Cellwright.Domain.Recipes;
using CsCheck;

namespace Cellwright.Tests.Recipes;

[Requirement("P211-188")]
public sealed class CheckingARecipe
{
    [Fact]
    public void Finds_nothing_in_a_good_one() => Assert.Empty(RecipeCheck.Check(SmallRecipe.Text));

    // part of the good recipe, what it is replaced by, lines below the replaced one, rule, words of the sentence
    [Theory]
    [InlineData("tag: viable-cell-density}", "tag: viable-cell-densty}", 0, "unknown-tag", "has no tag viable-cell-densty. Did you mean viable-cell-density?")]
    [InlineData("tag: viable-cell-density}", "tag: viable-cell-density, watch: true}", 0, "unknown-tag", "can only be taken as a single value")]
    [InlineData("            equipment: counter\n", "", 2, "unknown-tag", "of no equipment")]
    [InlineData("class: cell-counter", "class: cell-countr", 0, "unknown-reference", "Did you mean cell-counter?")]
    [InlineData("from: processor}", "from: procesor}", 0, "unknown-reference", "Did you mean processor?")]
    [InlineData("roles: [processor, counter]}\n          - {type: confirm", "roles: [processor, conter]}\n          - {type: confirm", 0, "unknown-reference", "no equipment role conter. Did you mean counter?")]
    [InlineData("material: medium, amount", "material: mediun, amount", 0, "unknown-reference", "Did you mean medium?")]
    [InlineData("equipment: processor\n", "equipment: prozessor\n", 0, "unknown-reference", "Did you mean processor?")]
    [InlineData("equipment-phase: culture", "equipment-phase: cultur", 0, "unknown-phase", "Did you mean culture? It has integrity-test")]
    [InlineData("[S5/density] *", "[S15/density] *", 0, "unknown-reference", "step S15, which does not exist")]
    [InlineData("[S5/density] *", "[S5/densty] *", 0, "unknown-reference", "Did you mean density?")]
    [InlineData("{from: S3,", "{from: S33,", 0, "unknown-reference", "S33, which does not exist")]
    [InlineData("basis: [\"1\"]", "basis: [\"2\"]", 0, "unknown-source", "source 2")]
    [InlineData("proven: [36, 38]", "proven: [38, 36]", 0, "impossible-range", "from 38 down to 36")]
    [InlineData("normal: [36.5, 37.5]", "normal: [35, 37.5]", 0, "impossible-range", "outside its proven range")]
    [InlineData("target: 37,", "target: 37.8,", 0, "impossible-range", "outside its normal range")]
    [InlineData("target: 37,", "target: 50,", 0, "impossible-range", "outside its proven range")]
    [InlineData("minimum-duration: 24 h", "minimum-duration: 40 h", 0, "impossible-range", "last longer than it may")]
    [InlineData("to: start, maximum: 72 h", "to: start, minimum: 80 h, maximum: 72 h", 0, "impossible-range", "minimum above its maximum")]
    [InlineData("to: start, maximum: 72 h", "to: start", 0, "missing-key", "neither minimum nor maximum")]
    [InlineData("proven: [0.5, 2], ", "", 0, "missing-limit", "critical process parameter and has no proven range")]
    [InlineData("proven: [0.5, 2], class", "proven: [0.5, 2], estimate: {average: 1, variability: -0.1, data: v1}, class", 0, "estimate", "negative variability")]
    [InlineData("target: 10, class", "target: 10, estimate: {average: 1, variability: 0.1, data: v1}, class", 0, "missing-limit", "has no limit")]
    [InlineData("proven: [0.5, 2], class", "proven: [0.5, 2], estimate: {average: 1, variability: 0.1}, class", 0, "missing-key", "lacks the key data")]
    [InlineData("taking: average, window: 30 min", "taking: average", 0, "missing-key", "over what window")]
    [InlineData("            equipment: counter\n", "            type: x\n\tequipment: counter\n", 1, "yaml", "A tab stands in the indentation")]
    [InlineData("unit: Cel,", "unit: K,", 0, "unit-mismatch", "write Cel")]
    [InlineData("unit: Cel,", "unit: kPa,", 0, "unit-mismatch", "they measure different things")]
    [InlineData("unit: Cel,", "unit: rpm,", 0, "unknown-unit", "'rpm' is not a unit known here")]
    [InlineData("> 2'g/L'", "> 2'mmol/L'", 0, "unit-mismatch", "g/L cannot be compared with mmol/L")]
    [InlineData("> 2'g/L'", "> 2", 0, "unit-mismatch", "write it as 5'g/L'")]
    [InlineData("> 2'g/L'", "+ 2'g/L'", 0, "formula", "is a number; write a comparison")]
    [InlineData("> 2'g/L'", "> > 2'g/L'", 0, "formula", "A value was expected")]
    [InlineData("formula: \"[S5/density] * [S5/volume]\"", "formula: \"[S5/density] / [S5/volume]\"", -3, "compute", "is in 1 and its formula gives")]
    [InlineData("[S6/total] < 1e8\"", "[S6/total] < 1e8 and [S6/total] > 2e8\"", 0, "unreachable", "Case 1 of choice low can never be taken")]
    [InlineData("[S6/total] < 2e8\"", "[S6/total] < 0.5e8\"", 0, "unreachable", "Case 2 of choice low can never be taken")]
    [InlineData("[S6/total] < 2e8\"", "[S6/total] >= 1e8\"", 3, "unreachable", "The else of choice low can never be taken")]
    [InlineData("[S6/total] < 1e8\"", "1 > 2\"", 0, "unreachable", "Case 1 of choice low")]
    [InlineData("at-most: 3", "at-most: 0", 0, "unreachable", "steps can never be reached")]
    [InlineData("              at-most: 3\n", "", -2, "missing-key", "lacks the key at-most")]
    [InlineData("\"[S11/glucose] > 2'g/L'\"", "\"[S11/glucose] > 2'g/L' and [S11/glucose] < 1'g/L'\"", 0, "unreachable", "can never hold")]
    [InlineData("{from: S3,", "{from: S6,", 0, "unreachable", "cannot have happened by then")]
    [InlineData("formula: \"[S6/total]\"", "formula: \"[S9/none]\"", 0, "unknown-reference", "Step S9 has no parameter none")]
    [InlineData("[S5/density] * [S5/volume]", "[S11/glucose] * 0'L/g'", 0, "unreachable", "not before it on every path")]
    [InlineData("id: S5\n", "id: S4\n", 0, "duplicate-id", "Two steps are called S4")]
    [InlineData("id: again", "id: low", 0, "duplicate-id", "id of repeat low is used before")]
    [InlineData("id: second", "id: first", 0, "duplicate-id", "Two operations are called first")]
    [InlineData("name: hoped,", "name: got,", 0, "duplicate-id", "two parameters called got")]
    [InlineData("name: counter, class", "name: processor, class", 0, "duplicate-id", "Two equipment roles")]
    [InlineData("minimum-duration: 24 h", "minimum-duraton: 24 h", 0, "unknown-key", "Did you mean minimum-duration?")]
    [InlineData("observation: equipment, tag: chamber-temperature", "observation: equipmnt, tag: chamber-temperature", 0, "value", "Did you mean equipment?")]
    [InlineData("type: incubate", "type: inkubate", 0, "unknown-type", "Did you mean incubate?")]
    [InlineData("minimum-duration: 24 h", "minimum-duration: 24 hours", 0, "value", "such as 24 h")]
    [InlineData("target: 37,", "target: warm,", 0, "value", "is a number")]
    [InlineData("roles: [processor, counter]}\n          - {type: confirm", "roles: [processor]}\n          - {type: confirm", 16, "not-checked-in", "uses counter, which is not checked in")]
    [InlineData("            minimum-duration: 24 h\n", "", -5, "incubate", "needs a minimum-duration")]
    [InlineData("statements: [Done.]", "statements: []", 0, "confirm", "no statement")]
    [InlineData("amount: vector-volume", "amount: volume", -3, "add-material", "which this step does not have")]
    [InlineData("unit: \"%\", proven: [30, 110]", "unit: \"1\", proven: [30, 110]", -7, "yield", "must be in %")]
    [InlineData("  - {key: \"1\", citation: A paper}", "  - {key: \"1\", citation: A paper}\n  - {key: \"9\", citation: Another}", 1, "unused", "Source 9 is declared")]
    public void Names_the_mistake_and_its_line(string part, string replacement, int below, string rule, string words)
    {
        var (text, line) = SmallRecipe.With(part, replacement);
        var findings = RecipeCheck.Check(text);
        var finding = findings.FirstOrDefault(finding => finding.Rule == rule && finding.Sentence.Contains(words, StringComparison.Ordinal));
        Assert.True(finding is not null, $"expected {rule}: …{words}…, found: {string.Join("; ", findings)}");
        if (below >= 0) Assert.Equal(line + below, finding.Line);
        else Assert.InRange(finding.Line, line + below - 2, line);
    }

    [Fact]
    public void Reports_every_mistake_in_one_run()
    {
        var text = SmallRecipe.Text
            .Replace("tag: viable-cell-density}", "tag: viable-cell-densty}", StringComparison.Ordinal)
            .Replace("proven: [36, 38]", "proven: [38, 36]", StringComparison.Ordinal)
            .Replace("type: record-by-hand", "type: record-by-hands", StringComparison.Ordinal);
        var rules = RecipeCheck.Check(text).Select(finding => finding.Rule).ToList();
        Assert.Contains("unknown-tag", rules);
        Assert.Contains("impossible-range", rules);
        Assert.Contains("unknown-type", rules);
    }

    [Fact]
    public void Lists_findings_in_the_order_of_the_text()
    {
        var text = SmallRecipe.Text.Replace("unit: ", "unit: x", StringComparison.Ordinal);
        var lines = RecipeCheck.Check(text).Select(finding => finding.Line).ToList();
        Assert.NotEmpty(lines);
        Assert.Equal(lines.Order(), lines);
    }

    // Pieces of YAML and of recipes, put in anywhere: whatever comes of it is a list of findings.
    [Fact]
    public void Never_throws_whatever_is_written_into_it() =>
        Gen.Select(Gen.Int[0, SmallRecipe.Text.Length], Gen.Int[0, 20], Gen.Int[0, Scraps.Length - 1]).Sample(
            (at, cut, scrap) => { RecipeCheck.Check(SmallRecipe.Text.Remove(at, Math.Min(cut, SmallRecipe.Text.Length - at)).Insert(at, Scraps[scrap])); },
            iter: 800);

    private static readonly string[] Scraps = ["[", "]", "{", "}", "\"", "'", ":", "- ", "\n", "\t", "|", "#", "~", "null", "&a ", "*a", "!t ", "\0", "\ud800", "1e999", "id: S1", "[a/b", "%", "", "\r", "? ", "...", "---"];

    [Fact]
    public void Never_throws_whatever_line_is_missing()
    {
        var lines = SmallRecipe.Text.Split('\n');
        for (var gone = 0; gone < lines.Length; gone++)
            RecipeCheck.Check(string.Join('\n', lines.Where((_, index) => index != gone)));
    }
}
