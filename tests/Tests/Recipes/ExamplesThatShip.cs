using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.StepTypes;
using Cellwright.Server.Recipes;
using Parallel = Cellwright.Domain.Recipes.Parallel;

namespace Cellwright.Tests.Recipes;

[Requirement("P211-188")]
public sealed class ExamplesThatShip
{
    public static TheoryData<string> Names => [.. ExampleRecipes.Names];

    [Fact]
    public void Are_three() => Assert.Equal(["aav-triple-transfection", "cart-cd19", "lentiviral-vector"], ExampleRecipes.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_clean(string name) => Assert.Empty(RecipeCheck.Check(ExampleRecipes.Text(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Are_marked_as_examples_and_say_what_each_number_rests_on(string name)
    {
        var recipe = RecipeReader.Read(ExampleRecipes.Text(name));
        Assert.True(recipe.Example);
        Assert.Equal(name, recipe.Id);
        Assert.All(recipe.Phases.SelectMany(phase => phase.Parameters).Where(parameter => parameter.Target is not null || !parameter.Proven.IsOpen), parameter => Assert.NotEmpty(parameter.Basis));
        Assert.StartsWith("# yaml-language-server: $schema=../../../Domain/Recipes/recipe.schema.json", recipe.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ask_only_for_what_the_equipment_can_give(string name)
    {
        var recipe = RecipeReader.Read(ExampleRecipes.Text(name));
        foreach (var phase in recipe.Phases)
        {
            foreach (var parameter in phase.Parameters.Where(parameter => parameter.Tag is not null))
            {
                var role = recipe.Equipment.Single(role => role.Name == (parameter.From ?? phase.Equipment));
                Assert.Equal(parameter.Unit, EquipmentClasses.Find(role.Class)!.Tag(parameter.Tag!)!.Unit);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Name_every_value_in_words_for_people(string name) =>
        Assert.Empty(RecipeReader.Read(ExampleRecipes.Text(name)).Phases.SelectMany(phase => phase.Parameters.Where(parameter => parameter.Title == parameter.Name && parameter.Name != "p24").Select(parameter => $"{phase.Id} {parameter.Name}")));

    // Time that a run takes at least, when nobody loses any: the minimum durations on the way, every repeat done to its end.
    [Theory]
    [InlineData("cart-cd19", 12, 13)]
    [InlineData("aav-triple-transfection", 7, 14)]
    [InlineData("lentiviral-vector", 6, 10)]
    public void Fit_into_their_planned_duration(string name, int least, int most)
    {
        var recipe = RecipeReader.Read(ExampleRecipes.Text(name));
        var days = recipe.Procedure.SelectMany(unit => unit.Operations).Sum(operation => Least(operation.Flow).TotalDays);
        Assert.InRange(days, least, most);
        Assert.InRange(recipe.PlannedDuration.TotalDays, days, most);
    }

    [Fact]
    public void Cart_runs_from_order_to_storage_with_everything_that_a_batch_needs()
    {
        var recipe = RecipeReader.Read(ExampleRecipes.Text("cart-cd19"));
        Assert.True(recipe.Phases.Count() >= 26);
        Assert.Equal(11, recipe.Phases.Select(phase => phase.Type).Distinct().Count());
        Assert.Equal(3, recipe.Phases.OfType<Yield>().Count());
        Assert.Contains(recipe.Phases.SelectMany(phase => phase.Windows), window => window.Maximum == TimeSpan.FromHours(48));
        Assert.Equal(2, recipe.Phases.SelectMany(phase => phase.Windows).Count(window => window.Maximum == TimeSpan.FromMinutes(60)));
    }

    private static TimeSpan Least(FlowNode node) => node switch
    {
        PhaseNode phase => phase.Phase.MinimumDuration ?? TimeSpan.Zero,
        Sequence sequence => sequence.Nodes.Aggregate(TimeSpan.Zero, (sum, next) => sum + Least(next)),
        Parallel parallel => parallel.Branches.Max(Least),
        Choice choice => Least(choice.Else),
        Repeat repeat => Least(repeat.Body) * repeat.AtMost,
        _ => TimeSpan.Zero,
    };
}
