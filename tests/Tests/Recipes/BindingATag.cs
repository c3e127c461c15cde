using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Drafts;
using Cellwright.Server.Recipes;

namespace Cellwright.Tests.Recipes;

/// <summary>A parameter is bound to a tag by picking: the text changes there, and nowhere else.</summary>
public sealed class BindingATag
{
    private const string Text = """
        id: small   # a comment that stays
        version: "1.0"
        title: Small
        product: Product
        planned-duration: 1 d

        equipment:
          # the bench
          - {name: processor, class: cell-processor}

        procedure:
          - id: unit
            title: Unit
            operations:
              - id: first
                title: First
                flow:
                  - type: check-in
                    id: A0
                    title: Check in
                    roles: [processor]
                  - type: record
                    id: A1
                    title: Record
                    equipment: processor
                    parameters:
                      - {name: temperature,  unit: Cel , target: 37, class: KPP, observation: equipment, basis: [engineering-judgement]}   # in one line
                      - name: pressure
                        unit: kPa  # as the gauge says
                        class: KPP
                        observation: equipment
                        tag: line-pressure
                      - {name: density, unit: "1/mL", class: KPP, observation: biology}

        """;

    [Fact]
    public void Writes_the_tag_of_an_unbound_parameter_in_one_line()
    {
        var bound = Bound("temperature", "processor", "cell-processor", "chamber-temperature");
        Assert.Equal(Text.Replace("unit: Cel , target", "unit: Cel, tag: chamber-temperature , target", StringComparison.Ordinal), bound);
        Assert.Equal("chamber-temperature", RecipeReader.Read(bound).Phase("A1").Parameter("temperature").Tag);
    }

    [Fact]
    public void Writes_down_the_role_of_another_class()
    {
        var bound = Bind("temperature", "incubator", "incubator", "temperature");
        Assert.Equal(
            Text.Replace("unit: Cel , target", "unit: Cel, tag: temperature, from: incubator , target", StringComparison.Ordinal)
                .Replace("  - {name: processor, class", "  - {name: incubator, class: incubator}\n  - {name: processor, class", StringComparison.Ordinal),
            bound.Text);
        Assert.Equal(("incubator", "incubator"), (RecipeReader.Read(bound.Text!).Phase("A1").Parameter("temperature").From, RecipeReader.Read(bound.Text!).Equipment[0].Class));
    }

    [Fact]
    public void Adds_to_a_parameter_of_several_lines_behind_its_unit()
    {
        var unbound = Text.Replace("                tag: line-pressure\n", "", StringComparison.Ordinal);
        var bound = Bind("pressure", "processor", "cell-processor", "line-pressure", unbound);
        Assert.Equal(unbound.Replace("# as the gauge says\n", "# as the gauge says\n                tag: line-pressure\n", StringComparison.Ordinal), bound.Text);
        Assert.Equal(Text, Bound("pressure", "processor", "cell-processor", "line-pressure"));
    }

    [Fact]
    public void Takes_over_the_unit_of_the_tag_where_no_number_depends_on_it()
    {
        var bound = Bind("pressure", "reactor", "bioreactor", "vessel-pressure");
        Assert.Contains("Write the limits in mbar first", Bind("temperature", "reactor", "bioreactor", "vessel-pressure", Text.Replace("unit: Cel ", "unit: kPa ", StringComparison.Ordinal)).Refusal!.Sentence, StringComparison.Ordinal);
        Assert.Contains("unit: mbar  # as the gauge says\n                from: reactor\n", bound.Text!, StringComparison.Ordinal);
        Assert.Contains("tag: vessel-pressure\n", bound.Text!, StringComparison.Ordinal);
        Assert.Contains("unit: /mL, tag: viable-cell-density, from: counter", Bound("density", "counter", "cell-counter", "viable-cell-density"), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_measures_something_else_with_a_sentence()
    {
        var refused = Bind("temperature", "processor", "cell-processor", "line-pressure").Refusal;
        Assert.Equal(("unit", "temperature is in °C and tag line-pressure in kPa: they measure different things. Choose another tag."), (refused?.Rule, refused?.Sentence));
    }

    [Fact]
    public void Refuses_a_tag_that_speaks_only_when_asked_for_a_parameter_that_is_watched()
    {
        var watched = Text.Replace("unit: \"1/mL\"", "unit: /mL, watch: true", StringComparison.Ordinal);
        Assert.Equal("tag", Bind("density", "counter", "cell-counter", "viable-cell-density", watched).Refusal?.Rule);
    }

    [Fact]
    public void Refuses_what_it_cannot_find_or_what_is_another_s()
    {
        Assert.Equal("yaml", Bind("temperature", "processor", "cell-processor", "chamber-temperature", Text + "\n - [").Refusal?.Rule);
        Assert.Equal("parameter", Bind("humidity", "processor", "cell-processor", "chamber-temperature").Refusal?.Rule);
        Assert.Equal("role", Bind("temperature", "processor", "incubator", "temperature").Refusal?.Rule);
        Assert.Equal("role", Bind("temperature", "My role", "incubator", "temperature").Refusal?.Rule);
        Assert.Equal("variant", Bind("temperature", "processor", "cell-processor", "chamber-temperature", "id: v\nextends: {id: small, version: \"1.0\"}\n").Refusal?.Rule);
        Assert.Equal("unit", Bind("temperature", "processor", "cell-processor", "chamber-temperature", Text.Replace("unit: Cel , ", "", StringComparison.Ordinal)).Refusal?.Rule);
    }

    [Fact]
    public void Writes_the_equipment_of_a_recipe_that_has_none()
    {
        var start = Text.IndexOf("equipment:", StringComparison.Ordinal);
        var without = Text.Remove(start, Text.IndexOf("procedure:", StringComparison.Ordinal) - start);
        var bound = Bind("temperature", "processor", "cell-processor", "chamber-temperature", without);
        Assert.Contains("equipment:\n  - {name: processor, class: cell-processor}\n\nprocedure:", bound.Text!, StringComparison.Ordinal);
        Assert.Contains("equipment: [{name: processor, class: cell-processor}]\n", Bind("temperature", "processor", "cell-processor", "chamber-temperature", without.Replace("procedure:", "equipment: []\nprocedure:", StringComparison.Ordinal)).Text!, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_the_line_ends_of_the_text()
    {
        var bound = Bind("pressure", "counter", "bioreactor", "vessel-pressure", Text.Replace("                tag: line-pressure\n", "", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.DoesNotContain("\n", bound.Text!.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    // Every parameter of every example, bound to its own tag again, stays byte for byte; bound to another of the same unit it differs only there.
    [Fact]
    public void Finds_every_place_in_the_examples()
    {
        var places = 0;
        foreach (var text in ExampleRecipes.Names.Select(ExampleRecipes.Text))
        {
            var recipe = RecipeReader.Read(text);
            foreach (var phase in recipe.Phases)
                foreach (var parameter in phase.Parameters.Where(parameter => parameter.Tag is not null))
                {
                    var role = recipe.Equipment.First(one => one.Name == (parameter.From ?? phase.Equipment));
                    var known = EquipmentClasses.Find(role.Class)!;
                    Assert.Equal(text, TagBinding.Bind(text, phase.Id, parameter.Name, role.Name, known, known.Tag(parameter.Tag!)!).Text);
                    places++;
                    if (known.Tags.FirstOrDefault(tag => tag.Name != parameter.Tag && tag.Unit == parameter.Unit && !tag.OnEvent) is not { } other) continue;
                    var bound = TagBinding.Bind(text, phase.Id, parameter.Name, role.Name, known, other).Text!;
                    Assert.Equal(other.Name, RecipeReader.Read(bound).Phase(phase.Id).Parameter(parameter.Name).Tag);
                    Assert.Equal(1, text.Split('\n').Zip(bound.Split('\n')).Count(pair => pair.First != pair.Second));
                }
        }

        Assert.True(places > 50, $"{places} places");
    }

    private static Binding Bind(string parameter, string role, string equipmentClass, string tag, string? text = null) =>
        TagBinding.Bind(text ?? Text, "A1", parameter, role, EquipmentClasses.Find(equipmentClass)!, EquipmentClasses.Find(equipmentClass)!.Tag(tag)!);

    private static string Bound(string parameter, string role, string equipmentClass, string tag) => Bind(parameter, role, equipmentClass, tag).Text!;
}
