using Cellwright.Domain.Basics;
using Cellwright.Domain.Basics.Units;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Recipes;

namespace Cellwright.Tests.Recipes;

[Requirement("MET-3")]
public sealed class NamingTheMeasurand
{
    private const string Titre = "[C11/infectious-titre]", P24 = "[C11/p24]";

    [Fact]
    public void Is_written_as_the_recipe_writes_it_and_said_in_words()
    {
        foreach (var measurand in Enum.GetValues<Measurand>())
        {
            Assert.Contains($"\"{Measurands.Key(measurand)}\"", RecipeSchema.Generate());
            Assert.Equal(measurand, Measurands.Find(Measurands.Key(measurand)));
            Assert.True(Measurands.Units(measurand).Split(", ").SelectMany(some => some.Split(" or ")).All(unit => Measurands.Fits(measurand, Unit.Parse(unit))), $"{measurand} is not in what its sentence proposes");
        }

        Assert.Null(Measurands.Find("titre"));
    }

    [Theory]
    [InlineData(Measurand.VectorGenomes, "/mL", true)]
    [InlineData(Measurand.VectorGenomes, "10*12/L", true)]
    [InlineData(Measurand.VectorGenomes, "/kg", true)]
    [InlineData(Measurand.VectorGenomes, "%", false)]
    [InlineData(Measurand.VectorGenomes, "ng/mL", false)]
    [InlineData(Measurand.TransducingUnits, "{TU}/mL", true)]
    [InlineData(Measurand.P24, "ng/mL", true)]
    [InlineData(Measurand.P24, "/mL", false)]
    [InlineData(Measurand.FullCapsidFraction, "%", true)]
    [InlineData(Measurand.FullCapsidFraction, "/mL", false)]
    [InlineData(Measurand.GenomesPerInfectiousUnit, "%", false)]
    [InlineData(Measurand.Potency, "[IU]/mL", true)]
    public void Has_units_that_fit_it(Measurand measurand, string unit, bool fits) => Assert.Equal(fits, Measurands.Fits(measurand, Unit.Parse(unit)));

    [Theory]
    [InlineData("unit: ng/mL, measurand: p24", "unit: ng/mL, measurand: transducing-units", "measurand", "p24 of step C11 is in ng/mL, and transducing units cannot be. Write /mL or 1")]
    [InlineData("unit: ng/mL, measurand: p24", "unit: ng/mL, measurand: p42", "value", "measurand of item 2 of parameters of step C11 is one of vector-genomes")]
    [InlineData("title: Functional titre (TU/mL), unit: /mL, measurand: transducing-units, target: 1.5e7", "title: Functional titre (TU/mL), unit: /mL, measurand: vector-genomes, target: 1.5e7", "measurand", "its tag infectious-titre measures transducing units or infectious units")]
    [InlineData("unit: /mL, measurand: transducing-units, target: 1.5e7", "unit: /mL, target: 1.5e7", "measurand", "may be transducing units or infectious units. Say which")]
    public void Is_refused_where_unit_or_tag_cannot_be_of_it(string part, string replacement, string rule, string words) => Finds(Changed(part, replacement), rule, words);

    // A computed parameter of step C18: its formula, what it declares, and the refusal; empty where it is allowed.
    [Theory]
    [InlineData($"{P24} * 5e4'/ng'", "unit: /mL, measurand: transducing-units", "p24 and transducing units are different measurands")]
    [InlineData($"exp(1.1 * ln({P24} / 1'ng/mL')) * 1'/mL'", "unit: /mL, measurand: transducing-units", "p24 and transducing units")]
    [InlineData($"{Titre} / 5e4'/ng'", "unit: ng/mL, measurand: p24", "transducing units and p24")]
    [InlineData("[C17b/infectious-titre] / 3e8'/mL'", "unit: \"%\", measurand: potency", "transducing units and potency")]
    [InlineData($"[C17b/infectious-titre] / {Titre} * {P24}", "unit: ng/mL, measurand: p24", "p24 and transducing units")]
    [InlineData($"{Titre} + {P24} * 1'/ng'", "unit: /mL", "p24 and transducing units")]
    [InlineData($"{Titre} / {P24}", "unit: /ng, measurand: transducing-units-per-p24", "")]
    [InlineData($"{P24} / {Titre}", "unit: ng, measurand: transducing-units-per-p24", "p24 and transducing units")]
    [InlineData($"{Titre} / {P24}", "unit: /ng, measurand: vector-genomes", "p24 and transducing units")]
    [InlineData($"{Titre} * 2", "unit: /mL, measurand: transducing-units", "")]
    [InlineData($"[C17b/infectious-titre] / {Titre}", "unit: \"1\"", "")]
    [InlineData($"2e9 / {Titre}", "unit: mL", "")]
    public void Is_never_converted_by_a_formula(string formula, string declared, string words) =>
        Judge(Changed("{parameter: doses, formula:", $"{{parameter: extra, formula: \"{formula}\"}}\n              - {{parameter: doses, formula:",
            "{name: doses, title", $"{{name: extra, {declared}, class: KPP, observation: material}}\n              - {{name: doses, title"), words, formula);

    [Fact]
    public void Of_a_computed_ratio_is_asked_for() => Finds(
        Changed("{parameter: doses, formula:", $"{{parameter: extra, formula: \"{Titre} / {P24}\"}}\n              - {{parameter: doses, formula:",
            "{name: doses, title", "{name: extra, unit: /ng, class: KPP, observation: material}\n              - {name: doses, title"), "measurand", "transducing units per p24, a measurand of its own. Write measurand: transducing-units-per-p24.");

    // The total between the two steps declares nothing, and is p24 all the same; nor does a measured ratio lead back.
    [Theory]
    [InlineData($"{P24} * [C09/volume] * 5e4'/ng'", "unit: \"1\"")]
    [InlineData($"{Titre} / {P24}", "unit: /ng, measurand: transducing-units-per-p24")]
    public void Is_not_converted_in_two_steps_either(string first, string declared)
    {
        var second = declared.StartsWith("unit: /ng", StringComparison.Ordinal) ? $"[C17z/first] * {P24}" : "[C17z/first] / [C09/volume]";
        var found = RecipeCheck.Check(Changed("          - type: compute\n            id: C18\n", $$"""
                      - type: compute
                        id: C17z
                        title: First
                        computations:
                          - {parameter: first, formula: "{{first}}"}
                        parameters:
                          - {name: first, {{declared}}, class: KPP, observation: material}
                      - type: compute
                        id: C18

            """,
            "{parameter: doses, formula:", $"{{parameter: extra, formula: \"{second}\"}}\n              - {{parameter: doses, formula:",
            "{name: doses, title", "{name: extra, unit: /mL, measurand: transducing-units, class: KPP, observation: material}\n              - {name: doses, title"));
        Assert.Contains(found, finding => finding.Rule == Measurands.ConversionRule && finding.Sentence.Contains("extra of step C18", StringComparison.Ordinal));
    }

    [Fact]
    public void Is_the_same_on_both_sides_of_a_recovery() => Finds(
        Changed("unit: /mL, measurand: transducing-units, target: 8.0e7", "unit: /mL, measurand: infectious-units, target: 8.0e7", "{name: actual, title: Transducing units now, unit: \"1\", measurand: transducing-units", "{name: actual, title: Infectious units now, unit: \"1\"", after: "id: C15d"),
        Measurands.ConversionRule, "recovery of step C15d would turn one measurand into another");

    [Fact]
    public void Is_not_compared_with_another_one() => Finds(
        Changed("until: \"[C05c/viable-cell-density] >= 1.8e6'/mL'\"", "until: \"[C05c/viable-cell-density] >= [C05c/titre]\"",
            "{name: viable-cell-density, title: Viable cell density, unit: /mL, target: 2.0e6, normal: [1.2e6, 3.0e6]", "{name: titre, unit: /mL, measurand: infectious-units, class: KPP, observation: biology}\n                    - {name: viable-cell-density, unit: /mL, measurand: capsid-particles, target: 2.0e6, normal: [1.2e6, 3.0e6]"),
        Measurands.ConversionRule, "capsid particles and infectious units");

    [Fact]
    public void Is_the_same_in_an_approved_text_that_was_written_before_there_were_any()
    {
        var before = System.Text.RegularExpressions.Regex.Replace(ExampleRecipes.Text("aav-triple-transfection"), ", measurand: [a-z-]+", "");
        Assert.DoesNotContain(RecipeCheck.Check(before), finding => finding.Severity == Severity.Error);
        Assert.Contains(RecipeDiff.Compare(RecipeReader.Read(before), RecipeReader.Read(ExampleRecipes.Text("aav-triple-transfection"))),
            change => change is { Phase: "B13d", Parameter: "genome-titre", Field: "measurand", To: "vector-genomes" });
    }

    private static void Judge(string text, string words, string formula)
    {
        var refused = RecipeCheck.Check(text).Where(finding => finding.Rule == Measurands.ConversionRule).ToList();
        if (words.Length == 0)
        {
            Assert.Empty(RecipeCheck.Check(text));
            return;
        }

        var finding = Assert.Single(refused);
        Assert.Contains(words, finding.Sentence);
        Assert.Contains("correlation study", finding.Sentence);
        Assert.Contains(formula, text.Split('\n')[finding.Line - 1]);
    }

    private static void Finds(string text, string rule, string words)
    {
        var found = RecipeCheck.Check(text);
        Assert.True(found.Any(finding => finding.Rule == rule && finding.Sentence.Contains(words, StringComparison.Ordinal)), $"expected {rule}: …{words}…, found: {string.Join("; ", found)}");
    }

    private static string Changed(string part, string replacement, string? second = null, string? other = null, string? third = null, string? last = null, string after = "id:")
    {
        var text = Once(ExampleRecipes.Text("lentiviral-vector"), part, replacement, "id:");
        if (second is not null) text = Once(text, second, other!, after);
        return third is null ? text : Once(text, third, last!, after);
    }

    private static string Once(string text, string part, string replacement, string after)
    {
        var at = text.IndexOf(part, text.IndexOf(after, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(at >= 0, $"the example does not contain: {part}");
        return text.Remove(at, part.Length).Insert(at, replacement);
    }
}
